extension Chart {
    /// A bar of its own measure.
    public struct Bar: Sendable {
        /// What it measures.
        public var label: String
        /// How much.
        public var value: Double
        /// How much there could be.
        public var max: Double
        /// Both as the reader sees them.
        public var text: String
        /// What it means.
        public var tone: Tone
        /// Where to read more.
        public var href: String?

        /// A bar.
        public init(
            _ label: String, value: Double, max: Double, text: String, tone: Tone = .neutral, href: String? = nil
        ) {
            self.label = label
            self.value = value
            self.max = max
            self.text = text
            self.tone = tone
            self.href = href
        }

        var share: Double { max > 0 ? Swift.min(Swift.max(value / max, 0), 1) : 0 }
    }

    /// Bars one below the other: the categories of a score.
    public static func bars(
        _ title: String, description: String = "", _ bars: [Bar], language: PageLanguage
    ) -> HTML {
        let said = bars.map { "\($0.label) \($0.text)" }.joined(separator: language("；", "; "))
        let frame = Frame(
            title: title, description: description.isEmpty ? said : description, language: language, kind: "bars",
            columns: [language("名称", "Name"), language("数值", "Value")], rows: bars.map { [$0.label, $0.text] })
        let rows = bars.map { bar -> HTML in
            let name: HTML = bar.href.map { "<a href=\"\(href: $0)\">\(bar.label)</a>" } ?? .text(bar.label)
            return """
                <div class="entry \(bar.tone.rawValue)"><span class="name">\(name)</span>\
                <svg width="100%" height="14" aria-hidden="true"><title>\(bar.label) \(bar.text)</title>\
                <rect class="track" width="100%" height="14" rx="3"/>\
                <rect class="fill" width="\(percent(bar.share))" height="14" rx="3"/></svg>\
                <span class="text">\(bar.text)</span></div>
                """
        }
        return bars.contains { $0.href != nil } ? frame.htmlWithLinks("\(rows)") : frame.html("\(rows)")
    }
}
