extension Chart {
    /// A part of a stacked bar.
    public struct Part: Sendable {
        /// What it counts; the same words in every bar.
        public var label: String
        /// How many.
        public var value: Int
        /// What it means.
        public var tone: Tone

        /// A part.
        public init(_ label: String, _ value: Int, _ tone: Tone) {
            self.label = label
            self.value = value
            self.tone = tone
        }
    }

    /// A bar of parts.
    public struct Stack: Sendable {
        /// What it is about.
        public var label: String
        /// From left to right.
        public var parts: [Part]
        /// What the reader should take from it: `12/20`.
        public var text: String
        /// Where to go on.
        public var href: String?

        /// A bar of parts.
        public init(_ label: String, _ parts: [Part], text: String, href: String? = nil) {
            self.label = label
            self.parts = parts
            self.text = text
            self.href = href
        }
    }

    /// Bars of parts, each as long as the whole page: how complete the findings of each chapter are.
    public static func stacked(
        _ title: String, description: String = "", _ stacks: [Stack], language: PageLanguage
    ) -> HTML {
        let kinds = stacks.map(\.parts).max { $0.count < $1.count } ?? []
        let rows = stacks.map { stack -> HTML in
            let total = stack.parts.reduce(0) { $0 + max($1.value, 0) }
            var before = 0
            let parts = stack.parts.map { part -> HTML in
                defer { before += max(part.value, 0) }
                let (start, end) = (
                    share(Double(before), 0, Double(total)),
                    share(Double(before + max(part.value, 0)), 0, Double(total))
                )
                return """
                    <rect class="mark \(part.tone.rawValue)" x="\(percent(start))" width="\(percent(end - start))" \
                    height="14"><title>\(part.label) \(part.value)</title></rect>
                    """
            }
            let name: HTML = stack.href.map { "<a href=\"\(href: $0)\">\(stack.label)</a>" } ?? .text(stack.label)
            return """
                <div class="entry"><span class="name">\(name)</span><svg width="100%" height="14" aria-hidden="true">\
                <rect class="track" width="100%" height="14"/>\(parts)</svg>\
                <span class="text">\(stack.text)</span></div>
                """
        }
        let said = stacks.map { "\($0.label) \($0.text)" }.joined(separator: language("；", "; "))
        let frame = Frame(
            title: title, description: description.isEmpty ? said : description, language: language, kind: "stacked",
            columns: [language("名称", "Name")] + kinds.map(\.label),
            rows: stacks.map { stack in [stack.label] + stack.parts.map { "\($0.value)" } })
        let picture: HTML = "\(rows)\(legend(kinds.map { (.tone($0.tone), $0.label) }))"
        return stacks.contains { $0.href != nil } ? frame.htmlWithLinks(picture) : frame.html(picture)
    }
}
