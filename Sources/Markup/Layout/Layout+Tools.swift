extension Layout {
    /// Language, theme and size of type, as one form of buttons.
    static func preferences(_ page: Page) -> HTML {
        let language = page.language
        let other: PageLanguage = language == .chinese ? .english : .chinese
        let label = other == .chinese ? "中文" : "English"
        let isLarge = page.typeSize == .large
        return """
            <form class="preferences" method="post" action="\(href: page.preferencesAction)" data-preferences>
            \(HTML.csrf(page.csrfToken))<input type="hidden" name="back" value="\(page.path)">
            <button class="tool" name="language" value="\(other == .chinese ? "zh" : "en")" \
            lang="\(other.rawValue)">\(label)</button>
            <button class="tool" name="type" value="\(isLarge ? "normal" : "large")" \
            aria-pressed="\(isLarge ? "true" : "false")" title="\(language("大字版", "Large type"))">\
            <span aria-hidden="true">\(language("大字", "A+"))</span>\
            <span class="hidden">\(language("大字版", "Large type"))</span></button>
            <div class="themes" role="group" aria-label="\(language("配色", "Colours"))">\
            \(each: Page.Theme.allCases, { theme($0, on: page) })</div>
            </form>
            """
    }

    private static func theme(_ theme: Page.Theme, on page: Page) -> HTML {
        let label: String
        let icon: HTML
        switch theme {
        case .auto:
            label = page.language("跟随系统", "As the system")
            icon = "<circle cx=\"8\" cy=\"8\" r=\"5.5\"/><path class=\"solid\" d=\"M8 2.5a5.5 5.5 0 0 1 0 11z\"/>"
        case .light:
            label = page.language("浅色", "Light")
            icon = """
                <circle cx="8" cy="8" r="3"/><path d="M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13\
                M3 13l1.2-1.2M11.8 4.2 13 3"/>
                """
        case .dark:
            label = page.language("深色", "Dark")
            icon = "<path d=\"M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1z\"/>"
        }
        return """
            <button class="tool" name="theme" value="\(theme.rawValue)" title="\(label)" \
            aria-pressed="\(theme == page.theme ? "true" : "false")"><svg class="icon" viewBox="0 0 16 16" width="16" \
            height="16" aria-hidden="true" focusable="false">\(icon)</svg><span class="hidden">\(label)</span></button>
            """
    }

    /// The menu of who is signed in, or where to sign in.
    static func account(_ page: Page) -> HTML {
        guard let user = page.user else {
            return page.signIn.map { HTML.linkButton($0.label, $0.href, kind: .primary) } ?? ""
        }
        let signOut: HTML? = user.signOutAction.map {
            """
            <form method="post" action="\(href: $0)" data-sign-out>\(HTML.csrf(page.csrfToken))\
            <button>\(page.language("退出登录", "Sign out"))</button></form>
            """
        }
        return """
            <details class="menu user">
            <summary>\(HTML.avatar(user.name))<span class="name">\(user.name)</span></summary>
            <div class="sheet"><p class="who"><b>\(user.name)</b>\
            \(if: !user.role.isEmpty, "<span>\(user.role)</span>")</p>\
            <ul>\(each: user.links, { "<li>\($0.entry)</li>" })</ul>\(signOut)</div>
            </details>
            """
    }
}
