extension Chart {
    /// A value at a time.
    public struct Moment: Sendable {
        /// The time, in few characters: `2026`.
        public var label: String
        /// The value; without one the line has a gap.
        public var value: Double?
        /// The same as the reader sees it.
        public var text: String

        /// A value at a time.
        public init(_ label: String, _ value: Double?, text: String) {
            self.label = label
            self.value = value
            self.text = text
        }
    }

    /// How a value moved from year to year. `range` is what the picture spans from bottom to top.
    public static func trend(
        _ title: String, description: String = "", _ moments: [Moment], range: ClosedRange<Double>, lines: [Line] = [],
        language: PageLanguage
    ) -> HTML {
        // The first stands in from the edge for its label, the last leaves room for the values of the lines.
        func across(_ index: Int) -> Double {
            moments.count > 1 ? 0.07 + 0.8 * Double(index) / Double(moments.count - 1) : 0.5
        }
        func down(_ value: Double) -> Double { 1 - share(value, range.lowerBound, range.upperBound) }
        let borders = lines.map { line -> HTML in
            let y = number(1.5 + 9 * down(line.value))
            return """
                <line class="goal" x2="100%" y1="\(y)em" y2="\(y)em"/>\
                <text class="soft" x="100%" y="\(y)em" dy="-.3em" text-anchor="end">\(decimal(line.value))</text>
                """
        }
        let marks = moments.enumerated().map { index, moment -> HTML in
            let x = percent(across(index))
            let name: HTML = "<text class=\"soft\" x=\"\(x)\" y=\"12em\" text-anchor=\"middle\">\(moment.label)</text>"
            guard let value = moment.value else { return name }
            let y = 1.5 + 9 * down(value)
            return """
                \(name)<circle class="point" cx="\(x)" cy="\(number(y))em" r=".3em"/>\
                <text class="strong halo" x="\(x)" y="\(number(y - 0.7))em" text-anchor="middle">\(moment.text)</text>
                """
        }
        let frame = Frame(
            title: title,
            description: description.isEmpty
                ? moments.map { "\($0.label) \($0.text)" }.joined(separator: language("；", "; ")) : description,
            language: language, kind: "trend", columns: [language("时间", "Time"), language("数值", "Value")],
            rows: moments.map { [$0.label, $0.text] })
        let names: HTML =
            lines.isEmpty ? "" : "<p class=\"axis dashed\">\(each: lines, { "<span>\($0.label)</span>" })</p>"
        let points = moments.enumerated().map { index, moment in moment.value.map { (across(index), down($0)) } }
        return frame.html(
            """
            <svg width="100%" height="12.4em">\(frame.titles)<line class="floor" x2="100%" y1="10.5em" y2="10.5em"/>\
            \(borders)<svg y="1.5em" width="100%" height="9em" viewBox="0 0 100 100" preserveAspectRatio="none">\
            \(polyline(points))</svg>\(marks)</svg>\(names)
            """)
    }

    /// A line in a box of 100 by 100, stretched later; broken where there is no point.
    static func polyline(_ points: [(x: Double, y: Double)?]) -> HTML {
        var path: HTML = ""
        var isDown = false
        for point in points {
            if let point {
                path += "\(raw: isDown ? "L" : "M")\(number(point.x * 100)) \(number(point.y * 100))"
            }
            isDown = point != nil
        }
        return "<path class=\"curve\" vector-effect=\"non-scaling-stroke\" d=\"\(path)\"/>"
    }

    /// A line of the size of a word. `label` says what it shows.
    public static func sparkline(_ values: [Double], label: String) -> HTML {
        let low = values.min() ?? 0
        let high = values.max() ?? 0
        let last = max(values.count - 1, 1)
        let points = values.enumerated().map { index, value -> (x: Double, y: Double)? in
            (Double(index) / Double(last), high > low ? 1 - share(value, low, high) : 0.5)
        }
        let dot: HTML? = points.last.flatMap { $0 }.map {
            "<circle class=\"point\" cx=\"\(percent($0.x))\" cy=\"\(percent($0.y))\" r=\"2.5\"/>"
        }
        return """
            <svg class="spark" width="100%" height="28" role="img" aria-label="\(label)">\
            <svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none">\(polyline(points))</svg>\
            \(dot)</svg>
            """
    }
}
