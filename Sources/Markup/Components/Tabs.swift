extension HTML {
    /// Views of one thing, each with an address of its own.
    public static func tabs(_ links: [Link], label: String) -> HTML {
        """
        <nav class="tabs" aria-label="\(label)"><ul>\(each: links, { "<li>\($0.entry)</li>" })</ul></nav>
        """
    }

    /// Where the list goes on, by addresses that hold the cursor.
    public static func pagination(
        previous: String? = nil, next: String? = nil, note: String = "", words: (back: String, on: String)? = nil,
        language: PageLanguage
    ) -> HTML {
        let words = words ?? (language("上一页", "Previous"), language("下一页", "Next"))
        if previous == nil, next == nil, note.isEmpty { return "" }
        let back: HTML? = previous.map {
            "<a class=\"button\" rel=\"prev\" href=\"\(href: $0)\">\(words.back)</a>"
        }
        let on: HTML? = next.map {
            "<a class=\"button\" rel=\"next\" href=\"\(href: $0)\">\(words.on)</a>"
        }
        return """
            <nav class="pagination" aria-label="\(language("翻页", "Pages"))"><span class="note">\
            \(note)</span>\(back)\(on)</nav>
            """
    }

    /// A box to search with; the words come as `name` of the address.
    public static func search(
        action: String, name: String = "q", value: String = "", label: String, placeholder: String? = nil,
        button: String, more: HTML = ""
    ) -> HTML {
        """
        <form class="search" role="search" method="get" action="\(href: action)">\
        <label class="hidden" for="search-\(name)">\(label)</label>\
        <input id="search-\(name)" type="search" name="\(name)" value="\(value)"\
        \(attr: "placeholder", placeholder ?? label)>\(more)<button class="button">\(button)</button></form>
        """
    }
}
