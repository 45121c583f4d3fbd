extension Chart {
    /// A range of a gauge: a grade.
    public struct Band: Sendable {
        /// What it is called.
        public var label: String
        /// Where it begins.
        public var from: Double
        /// Where it ends.
        public var to: Double
        /// How it is coloured.
        public var swatch: Swatch

        /// A range.
        public init(_ label: String, from: Double, to: Double, _ swatch: Swatch) {
            self.label = label
            self.from = from
            self.to = to
            self.swatch = swatch
        }
    }

    /// A value on a scale of ranges: Q against the lines of the grades. `text` is the value as the reader sees it.
    public static func gauge(
        _ title: String, description: String = "", value: Double?, text: String, bands: [Band], language: PageLanguage
    ) -> HTML {
        let low = bands.map(\.from).min() ?? 0
        let high = bands.map(\.to).max() ?? 1
        func place(_ value: Double) -> Double { share(value, low, high) }
        let said = bands.map { "\($0.label) \(decimal($0.from))–\(decimal($0.to))" }
        let frame = Frame(
            title: title,
            description: description.isEmpty
                ? "\(text)\(language("；", "; "))\(said.joined(separator: ", "))" : description,
            language: language, kind: "gauge",
            columns: [language("等级", "Grade"), language("自", "From"), language("至", "To")],
            rows: bands.map { [$0.label, decimal($0.from), decimal($0.to)] } + [[title, text, ""]])
        let areas = bands.map { band -> HTML in
            let (start, end) = (place(band.from), place(band.to))
            return """
                <rect class="band \(band.swatch.name)" x="\(percent(start))" y="2.6em" width="\(percent(end - start))" \
                height="1.9em"/><text class="on \(band.swatch.name)" x="\(percent((start + end) / 2))" y="3.9em" \
                text-anchor="middle">\(band.label)</text>
                """
        }
        let borders = Set(bands.flatMap { [$0.from, $0.to] }).sorted()
        let lines = borders.map { border -> HTML in
            let at = percent(place(border))
            return """
                <line class="tick" x1="\(at)" x2="\(at)" y1="2.6em" y2="4.8em"/>\
                <text class="soft" x="\(at)" y="5.9em" text-anchor="\(anchor(place(border)))">\(decimal(border))</text>
                """
        }
        let marker: HTML? = value.map { value -> HTML in
            let at = percent(place(value))
            return """
                <line class="needle" x1="\(at)" x2="\(at)" y1="1.7em" y2="2.9em"/>\
                <line class="needle" x1="\(at)" x2="\(at)" y1="4.2em" y2="4.7em"/>\
                <circle class="needle" cx="\(at)" cy="1.9em" r=".4em"/>\
                <text class="strong" x="\(at)" y="1.05em" text-anchor="\(anchor(place(value)))">\(text)</text>
                """
        }
        return frame.html("<svg width=\"100%\" height=\"6.2em\">\(frame.titles)\(areas)\(lines)\(marker)</svg>")
    }
}
