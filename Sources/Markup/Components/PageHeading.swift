extension HTML {
    /// The first thing in a body: where the reader is, what it is called, its state, and what can be done.
    public static func heading(
        _ title: String, lead: HTML? = nil, breadcrumbs: [Link] = [], state: HTML? = nil, actions: [HTML] = [],
        language: PageLanguage = .chinese
    ) -> HTML {
        let trail: HTML? =
            breadcrumbs.isEmpty
            ? nil
            : """
            <nav class="breadcrumbs" aria-label="\(language("所在位置", "Breadcrumbs"))"><ol>\
            \(each: breadcrumbs, { "<li>\($0.entry)</li>" })</ol></nav>
            """
        let buttons: HTML? = actions.isEmpty ? nil : "<div class=\"actions\">\(actions)</div>"
        return """
            <header class="heading">\(trail)<div class="line"><div><h1>\(title)\(state.map { " \($0)" as HTML })</h1>\
            \(lead.map { "<div class=\"lead\">\($0)</div>" as HTML })</div>\(buttons)</div></header>
            """
    }
}
