extension HTML {
    /// Something to notice, with a title that says it.
    public static func callout(_ tone: Tone, _ title: String, _ body: HTML = "", actions: [HTML] = []) -> HTML {
        """
        <div class="callout \(tone.rawValue)">\(tone.icon)<div><p class="title">\(title)</p>\(body)\
        \(if: !actions.isEmpty, "<div class=\"row\">\(actions)</div>")</div></div>
        """
    }

    /// What a list shows before there is anything in it.
    public static func emptyState(_ title: String, _ text: String = "", action: HTML? = nil) -> HTML {
        """
        <div class="nothing"><svg viewBox="0 0 64 48" width="64" height="48" aria-hidden="true" focusable="false">\
        <path d="M6 44h52M12 44V22l12-9 12 9v22M36 27l8-7 10 8v16M20 44V32h8v12"/></svg>\
        <p class="title">\(title)</p>\(if: !text.isEmpty, "<p>\(text)</p>")\(action)</div>
        """
    }

    /// The body of a page that tells of an error: what went wrong, what to do now, and by which number we find it
    /// again.
    public static func errorPage(
        code: String, title: String, message: String, reference: String? = nil, actions: [HTML] = [],
        language: PageLanguage
    ) -> HTML {
        let number: HTML? = reference.map {
            "<p class=\"reference\">\(language("查询编号", "Reference"))\(language.colon)<code>\($0)</code></p>"
        }
        return """
            <div class="error"><p class="code" aria-hidden="true">\(code)</p><h1>\(title)</h1><p>\(message)</p>\
            \(number)<div class="row">\(actions)</div></div>
            """
    }

    /// More for those who ask for it.
    public static func disclosure(_ summary: String, isOpen: Bool = false, id: String? = nil, _ body: HTML) -> HTML {
        """
        <details class="disclosure"\(attr: "id", id)\(attr: "open", if: isOpen)><summary>\(summary)</summary>\
        <div class="body">\(body)</div></details>
        """
    }

    /// A time that machines read as `iso` and people as `text`.
    public static func time(_ iso: String, _ text: String) -> HTML { "<time datetime=\"\(iso)\">\(text)</time>" }

    /// A link in running text.
    public static func link(_ label: String, _ href: String) -> HTML { "<a href=\"\(href: href)\">\(label)</a>" }
}
