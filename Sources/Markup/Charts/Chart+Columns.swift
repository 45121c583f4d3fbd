extension Chart {
    /// A column: how many of a kind.
    public struct Count: Sendable {
        /// The kind.
        public var label: String
        /// How many.
        public var value: Double
        /// The same as the reader sees it.
        public var text: String
        /// How it is coloured.
        public var swatch: Swatch
        /// Where they are listed.
        public var href: String?

        /// A column.
        public init(
            _ label: String, _ value: Double, text: String, _ swatch: Swatch = .tone(.neutral), href: String? = nil
        ) {
            self.label = label
            self.value = value
            self.text = text
            self.swatch = swatch
            self.href = href
        }
    }

    /// Columns side by side: communities by grade.
    public static func columns(
        _ title: String, description: String = "", _ counts: [Count], language: PageLanguage
    ) -> HTML {
        let most = counts.map(\.value).max() ?? 0
        let columns = counts.map { count -> HTML in
            let name: HTML = count.href.map { "<a href=\"\(href: $0)\">\(count.label)</a>" } ?? .text(count.label)
            let height = share(count.value, 0, most)
            return """
                <div class="column"><svg width="100%" height="9em" aria-hidden="true">\
                <title>\(count.label) \(count.text)</title>\
                <text x="50%" y="\(number(7.4 - 7.4 * height + 1))em" text-anchor="middle">\(count.text)</text>\
                <rect class="mark \(count.swatch.name)" x="18%" width="64%" y="\(number(8.9 - 7.4 * height))em" \
                height="\(number(7.4 * height))em"/><line class="floor" x2="100%" y1="8.9em" y2="8.9em"/></svg>\
                <span class="name">\(name)</span></div>
                """
        }
        let said = counts.map { "\($0.label) \($0.text)" }.joined(separator: language("；", "; "))
        let frame = Frame(
            title: title, description: description.isEmpty ? said : description, language: language, kind: "columns",
            columns: [language("名称", "Name"), language("数量", "Number")], rows: counts.map { [$0.label, $0.text] })
        return counts.contains { $0.href != nil } ? frame.htmlWithLinks("\(columns)") : frame.html("\(columns)")
    }

    /// A range of values and how many fall in it.
    public struct Bin: Sendable {
        /// From this value.
        public var from: Double
        /// Up to this one.
        public var to: Double
        /// How many.
        public var count: Int
        /// How it is coloured.
        public var swatch: Swatch

        /// A range.
        public init(from: Double, to: Double, count: Int, _ swatch: Swatch = .tone(.neutral)) {
            self.from = from
            self.to = to
            self.count = count
            self.swatch = swatch
        }
    }

    /// How values are spread: Q over a city. `ticks` are the values named below, `lines` those that part grades.
    public static func histogram(
        _ title: String, description: String = "", _ bins: [Bin], ticks: [Double], lines: [Line] = [],
        language: PageLanguage
    ) -> HTML {
        let low = bins.map(\.from).min() ?? 0
        let high = bins.map(\.to).max() ?? 1
        let most = Double(bins.map(\.count).max() ?? 0)
        func place(_ value: Double) -> Double { share(value, low, high) }
        let columns = bins.map { bin -> HTML in
            let height = 8.4 * share(Double(bin.count), 0, most)
            let width = place(bin.to) - place(bin.from)
            return """
                <rect class="mark \(bin.swatch.name)" x="\(percent(place(bin.from) + width * 0.06))" \
                y="\(number(10 - height))em" width="\(percent(width * 0.88))" height="\(number(height))em">\
                <title>\(decimal(bin.from))–\(decimal(bin.to))\(language.colon)\(bin.count)</title></rect>
                """
        }
        let names = ticks.map { tick -> HTML in
            """
            <text class="soft" x="\(percent(place(tick)))" y="11.3em" text-anchor="\(anchor(place(tick)))">\
            \(decimal(tick))</text>
            """
        }
        let borders = lines.map { line -> HTML in
            let at = percent(place(line.value))
            return """
                <line class="goal" x1="\(at)" x2="\(at)" y1="1.4em" y2="10em"/>\
                <text class="soft" x="\(at)" y="1em" text-anchor="\(anchor(place(line.value)))">\(line.label)</text>
                """
        }
        let filled = bins.filter { $0.count > 0 }
        let said = filled.map { "\(decimal($0.from))–\(decimal($0.to)) \($0.count)" }
        let frame = Frame(
            title: title, description: description.isEmpty ? said.joined(separator: ", ") : description,
            language: language, kind: "histogram", columns: [language("区间", "Range"), language("数量", "Number")],
            rows: bins.map { ["\(decimal($0.from))–\(decimal($0.to))", "\($0.count)"] })
        return frame.html(
            """
            <svg width="100%" height="11.6em">\(frame.titles)\(columns)\
            <line class="floor" x2="100%" y1="10em" y2="10em"/>\(borders)\(names)</svg>
            """)
    }
}
