extension Layout {
    /// The document that an installed portal shows where there is no network: of nobody, so it can be kept.
    public static func offline(_ language: PageLanguage, stylesheet: String, icon: String) -> HTML {
        let title = language("没有网络", "No network")
        let text = language(
            "现在连接不上服务器，请检查手机网络后重试。刚才填写的内容还没有提交，返回上一页，已填写的内容仍在。",
            "The server cannot be reached; try again when there is a network. What you filled in was not sent: it is "
                + "still on the page before this one.")
        return """
            <!doctype html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title)</title>
            <link rel="stylesheet" href="\(href: stylesheet)">
            <link rel="icon" href="\(href: icon)" type="image/svg+xml">
            </head>
            <body>
            <main id="main" class="page narrow"><div class="error">\(Icon.mark)<h1>\(title)</h1><p>\(text)</p>\
            <div class="row"><a class="button primary" href="">\(language("重试", "Try again"))</a></div></div></main>
            </body>
            </html>

            """
    }
}
