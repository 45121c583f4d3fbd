/// The frame that every page has.
public enum Layout {
    /// The whole document.
    public static func document(_ page: Page) -> HTML {
        let theme = page.theme == .auto ? nil : page.theme.rawValue
        let type = page.typeSize == .normal ? nil : page.typeSize.rawValue
        return """
            <!doctype html>
            <html lang="\(page.language.rawValue)"\(attr: "data-theme", theme)\(attr: "data-type", type)>
            <head>
            \(head(page))
            </head>
            <body>
            <a class="skip" href="#main">\(page.language("跳到正文", "Skip to content"))</a>
            \(header(page))
            <main id="main" tabindex="-1" class="\(width(page))">
            \(notices(page))
            \(page.body)
            </main>
            \(footer(page))
            </body>
            </html>

            """
    }

    private static func width(_ page: Page) -> HTML {
        if page.isNarrow { return "page narrow" }
        return page.isWide ? "page wide" : "page"
    }

    private static func head(_ page: Page) -> HTML {
        let title = page.title.isEmpty ? page.brand : "\(page.title) · \(page.brand)"
        let scheme: HTML = page.theme == .auto ? "light dark" : "\(page.theme.rawValue)"
        return """
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="\(scheme)">
            <meta name="format-detection" content="telephone=no">
            \(if: !page.isIndexed, "<meta name=\"robots\" content=\"noindex\">")
            <title>\(title)</title>
            \(page.summary.map { "<meta name=\"description\" content=\"\($0)\">" as HTML })
            \(page.csrfToken.map { "<meta name=\"csrf-token\" content=\"\($0)\">" as HTML })
            <link rel="stylesheet" href="\(href: page.stylesheet)">
            \(page.icon.map { "<link rel=\"icon\" href=\"\(href: $0)\" type=\"image/svg+xml\">" as HTML })
            \(app(page))
            <script src="\(href: page.script)" defer></script>
            \(page.head)
            """
    }

    /// The manifest is asked for with cookies, since it is in the reader's language.
    private static func app(_ page: Page) -> HTML {
        let touch: HTML? = page.touchIcon.map { "<link rel=\"apple-touch-icon\" href=\"\(href: $0)\">" }
        let app: HTML? = page.app.map {
            """
            <link rel="manifest" href="\(href: $0.manifest)" crossorigin="use-credentials" \
            data-worker="\(href: $0.worker)">
            <meta name="theme-color" content="\(Stylesheet.themeColour)">
            """
        }
        return "\(touch)\(app)"
    }

    private static func header(_ page: Page) -> HTML {
        let tagline: HTML? = page.tagline.isEmpty ? nil : "<span class=\"tagline\">\(page.tagline)</span>"
        return """
            <header class="site">
            <div class="bar">
            <a class="brand" href="\(href: page.home)">\(Icon.mark)<span class="name">\(page.brand)</span>\(tagline)</a>
            <div class="tools">\(preferences(page))\(account(page))</div>
            </div>
            \(navigation(page))
            </header>
            """
    }

    private static func navigation(_ page: Page) -> HTML {
        if page.navigation.isEmpty { return "" }
        return """
            <nav class="main" aria-label="\(page.language("主导航", "Main"))"><ul>\
            \(each: page.navigation, { "<li>\($0.entry)</li>" })</ul></nav>
            """
    }

    private static func notices(_ page: Page) -> HTML {
        if page.notices.isEmpty { return "" }
        let notices = page.notices.map { notice -> HTML in
            "<div class=\"notice \(notice.tone.rawValue)\">\(notice.tone.icon)<div>\(notice.body)</div></div>"
        }
        return "<div class=\"notices\" role=\"status\">\(notices)</div>"
    }

    private static func footer(_ page: Page) -> HTML {
        let links: HTML? =
            page.footerLinks.isEmpty
            ? nil
            : """
            <nav aria-label="\(page.language("页脚", "Footer"))"><ul>\
            \(each: page.footerLinks, { "<li>\($0.entry)</li>" })</ul></nav>
            """
        return "<footer class=\"site\"><div class=\"bar\"><div>\(page.footer)</div>\(links)</div></footer>"
    }
}
