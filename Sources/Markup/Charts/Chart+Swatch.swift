extension Chart {
    /// What a mark is coloured by. A legend or a label beside it says the same in words.
    public enum Swatch: Sendable, Hashable {
        /// What it means.
        case tone(Tone)
        /// A grade, by its stars, 0 to 3.
        case stars(Int)
        /// Nothing yet: an outline.
        case none

        var name: HTML {
            switch self {
            case .tone(let tone): "\(tone.rawValue)"
            case .none: "none"
            case .stars(let count): "star\(min(max(count, 0), 3))"
            }
        }
    }

    /// A line at a value: the least of a grade.
    public struct Line: Sendable {
        /// Where it stands.
        public var value: Double
        /// What it is.
        public var label: String

        /// A line at a value.
        public init(_ value: Double, _ label: String) {
            self.value = value
            self.label = label
        }
    }

    static func legend(_ entries: [(swatch: Swatch, label: String)], title: String = "") -> HTML {
        let items = entries.map { entry -> HTML in
            "<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><rect class=\"mark \(entry.swatch.name)\" "
                + "width=\"14\" height=\"14\" rx=\"3\"/></svg>\(entry.label)</li>"
        }
        let head: HTML = title.isEmpty ? "" : "<li class=\"soft\">\(title)</li>"
        return "<ul class=\"legend\">\(head)\(items)</ul>"
    }

    /// Where a label goes that belongs to a place along the page, so that it does not leave the picture.
    static func anchor(_ share: Double) -> HTML { share < 0.12 ? "start" : share > 0.88 ? "end" : "middle" }

    /// 0 to 1, with a range of nothing at 0.
    static func share(_ value: Double, _ low: Double, _ high: Double) -> Double {
        high > low ? min(max((value - low) / (high - low), 0), 1) : 0
    }
}
