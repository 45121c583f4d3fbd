/// A number that matters, with what it counts.
public struct Tile: Sendable {
    /// What it counts.
    public var label: String
    /// The number, as text.
    public var value: String
    /// Its unit.
    public var unit: String
    /// How it moved, or what it is of.
    public var note: String
    /// What it means.
    public var tone: Tone
    /// Where the things counted are listed.
    public var href: String?
    /// A picture below: ``Chart/sparkline(_:label:)``.
    public var picture: HTML?

    /// A number that matters.
    public init(
        _ label: String, _ value: String, unit: String = "", note: String = "", tone: Tone = .neutral,
        href: String? = nil, picture: HTML? = nil
    ) {
        self.label = label
        self.value = value
        self.unit = unit
        self.note = note
        self.tone = tone
        self.href = href
        self.picture = picture
    }
}

extension HTML {
    /// Numbers that matter, side by side.
    public static func tiles(_ tiles: [Tile]) -> HTML {
        "<ul class=\"tiles\">\(each: tiles, { tile($0) })</ul>"
    }

    private static func tile(_ tile: Tile) -> HTML {
        let label: HTML = tile.href.map { "<a href=\"\(href: $0)\">\(tile.label)</a>" } ?? .text(tile.label)
        return """
            <li class="tile \(tile.tone.rawValue)"><span class="label">\(label)</span>\
            <span class="value">\(tile.value)\(if: !tile.unit.isEmpty, "<small>\(tile.unit)</small>")</span>\
            \(if: !tile.note.isEmpty, "<span class=\"note\">\(tile.note)</span>")\(tile.picture)</li>
            """
    }
}
