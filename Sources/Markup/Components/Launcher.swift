/// A large target that leads to what somebody came for.
public struct Launcher: Sendable {
    /// What its drawing stands for.
    public enum Symbol: String, Sendable, CaseIterable {
        case bill, repair, visitor, message, voice, booking, move, parcel, order, patrol, inspection, watch, money,
            star, metric, house
    }

    public var label: String
    public var href: String
    public var symbol: Symbol
    /// How many things wait there; nil and 0 show nothing.
    public var count: Int?
    /// What is counted, for those who hear the page.
    public var counted: String

    public init(_ label: String, _ href: String, _ symbol: Symbol, count: Int? = nil, counted: String = "") {
        self.label = label
        self.href = href
        self.symbol = symbol
        self.count = count
        self.counted = counted
    }
}

extension HTML {
    /// Large targets side by side: two on a phone.
    public static func launchers(_ launchers: [Launcher], label: String) -> HTML {
        """
        <nav class="launchers" aria-label="\(label)"><ul>\
        \(each: launchers, { "<li>\(launcher($0))</li>" })</ul></nav>
        """
    }

    private static func launcher(_ launcher: Launcher) -> HTML {
        let count: HTML? = launcher.count.flatMap { count in
            if count == 0 { return nil }
            let shown = count > 99 ? "99+" : String(count)
            return "<span class=\"count\">\(shown)<span class=\"hidden\"> \(launcher.counted)</span></span>"
        }
        return """
            <a href="\(href: launcher.href)"><span class="symbol">\(launcher.symbol.drawing)</span>\
            <span class="label">\(launcher.label)</span>\(count)</a>
            """
    }
}

extension Launcher.Symbol {
    fileprivate var drawing: HTML {
        """
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">\
        <path d="\(lines)"/></svg>
        """
    }

    /// Strokes on a ground of 16 by 16.
    private var lines: String {
        switch self {
        case .bill: "M3.5 1.5h9v13l-2.25-1.4L8 14.5l-2.25-1.4-2.25 1.4zM6 5h4M6 8h4"
        case .repair: "M10.2 5.8 14 2a3.6 3.6 0 0 0-4.7 4.6L2.2 13.7l1 1 6.9-7A3.6 3.6 0 0 0 14.2 4z"
        case .visitor:
            "M6.5 7.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5z"
                + "M1.5 14c0-2.8 2-4.5 5-4.5s5 1.7 5 4.5M13 5v5M10.5 7.5h5"
        case .message: "M4 11V7a4 4 0 0 1 8 0v4l1.5 1.5h-11zM6.5 14.5h3M8 3V1.5"
        case .voice: "M2 2.5h12v8.5H8.5L5 14v-3H2zM5 5.5h6M5 8h4"
        case .booking: "M2 3.5h12v11H2zM2 7h12M5 1.5v3.5M11 1.5v3.5M6 10.7l1.5 1.5 2.7-2.9"
        case .move:
            "M1.5 4h8v8h-8zM9.5 7h3l2 2.5V12h-5"
                + "M4.2 13.7a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8z"
                + "M11.8 13.7a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8z"
        case .parcel: "M8 1.5 14 4.7v6.6l-6 3.2-6-3.2V4.7zM2 4.7 8 8l6-3.3M8 8v6.5M5 3.1l6 3.3"
        case .order: "M3 3h10v11.5H3zM6 1.5h4v3H6zM5.5 8h5M5.5 11h3"
        case .patrol: "M8 1.5 13.5 3.5V8c0 3.2-2.2 5.4-5.5 6.5C4.7 13.4 2.5 11.2 2.5 8V3.5zM5.5 7.7l1.8 1.8 3.2-3.3"
        case .inspection: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7 14.5 14.5M5 7l1.5 1.5L9.2 5.7"
        case .watch: "M1.5 2.5h13v8.5h-13zM5.5 14h5M8 11v3M4 7h2l1.3-2.3L9 8.7 10.2 7H12"
        case .money: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM5 4.5 8 8l3-3.5M8 8v4M5.5 8.5h5M5.5 10.5h5"
        case .star: "M8 1.5l2 4.3 4.6.6-3.4 3.2.9 4.7L8 12l-4.1 2.3.9-4.7L1.4 6.4 6 5.8z"
        case .house: "M1.5 8 8 2l6.5 6M3.5 6.5v8h9v-8M6.5 14.5v-4h3v4"
        case .metric: "M2 1.5v13h12.5M5 11.5V9M8 11.5v-6M11 11.5V7.5M13.5 11.5v-8"
        }
    }
}
