extension Chart {
    /// What was measured in a stretch of time.
    public struct Stretch: Sendable {
        /// Which: `3-01`, `09:30`.
        public var label: String
        /// Whether the label stands below the picture; all of them would not fit.
        public var isMarked: Bool
        /// The least, the middle and the most; nil: nothing was measured.
        public var values: (least: Double, mean: Double, most: Double)?
        /// The same as the reader sees it.
        public var text: String

        /// What was measured in a stretch of time.
        public init(
            _ label: String, isMarked: Bool = false, _ values: (least: Double, mean: Double, most: Double)?,
            text: String
        ) {
            self.label = label
            self.isMarked = isMarked
            self.values = values
            self.text = text
        }
    }

    /// How a value went over many stretches of time of one length: a line of their middles in a band from the least to
    /// the most. `range` is what the picture spans from bottom to top, `ends` the same as the reader sees it.
    public static func course(
        _ title: String, description: String = "", _ stretches: [Stretch], range: ClosedRange<Double>,
        ends: (low: String, high: String), language: PageLanguage
    ) -> HTML {
        func across(_ index: Int) -> Double {
            stretches.count > 1 ? Double(index) / Double(stretches.count - 1) : 0.5
        }
        func down(_ value: Double) -> Double { 1 - share(value, range.lowerBound, range.upperBound) }
        let middles = stretches.enumerated().map { index, stretch in
            stretch.values.map { (x: across(index), y: down($0.mean)) }
        }
        let band = stretches.enumerated().map { index, stretch in
            stretch.values.map { (x: across(index), top: down($0.most), bottom: down($0.least)) }
        }
        let frame = Frame(
            title: title,
            description: description.isEmpty
                ? language("在 \(ends.low) 与 \(ends.high) 之间", "between \(ends.low) and \(ends.high)") : description,
            language: language, kind: "course", columns: [language("时间", "Time"), language("数值", "Value")],
            rows: stretches.filter { $0.values != nil }.map { [$0.label, $0.text] })
        let labels = stretches.enumerated().filter { $1.isMarked }.map { index, stretch -> HTML in
            let x = across(index)
            return """
                <text class="soft" x="\(percent(x))" y="11em" text-anchor="\(anchor(x))">\(stretch.label)</text>
                """
        }
        return frame.html(
            """
            <svg width="100%" height="11.4em">\(frame.titles)<line class="floor" x2="100%" y1="9.5em" y2="9.5em"/>\
            <svg y="1.5em" width="100%" height="8em" viewBox="0 0 100 100" preserveAspectRatio="none">\
            \(span(band))\(polyline(middles))</svg>\(alone(middles))\
            <text class="soft halo" x="0" y=".9em">\(ends.high)</text>\
            <text class="soft halo" x="0" y="9.2em">\(ends.low)</text>\(labels)</svg>
            """)
    }

    /// What lies between the least and the most, in pieces where nothing was measured between.
    private static func span(_ band: [(x: Double, top: Double, bottom: Double)?]) -> HTML {
        let pieces = band.split { $0 == nil }.map { $0.compactMap(\.self) }.filter { $0.count > 1 }
        return pieces.map { piece -> HTML in
            let corners =
                piece.map { (x: $0.x, y: $0.top) } + piece.reversed().map { (x: $0.x, y: $0.bottom) }
            let path = corners.map { corner -> HTML in "\(number(corner.x * 100)) \(number(corner.y * 100))" }
            return "<path class=\"span\" d=\"M\(HTML.join(path, separator: "L"))Z\"/>"
        }.joined()
    }

    /// Points with nothing on either side: a line does not show them.
    private static func alone(_ points: [(x: Double, y: Double)?]) -> HTML {
        points.indices.compactMap { index -> HTML? in
            guard let point = points[index], index == 0 || points[index - 1] == nil,
                index == points.count - 1 || points[index + 1] == nil
            else { return nil }
            let y = number(1.5 + 8 * point.y)
            return "<circle class=\"point\" cx=\"\(percent(point.x))\" cy=\"\(y)em\" r=\".25em\"/>"
        }.joined()
    }
}
