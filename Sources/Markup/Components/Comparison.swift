/// One row of what several layers of findings say: the applicant, the desk review, the site visit.
public struct ComparedFinding: Sendable {
    /// A layer's say on the item.
    public struct Entry: Sendable {
        /// What was found.
        public var text: String
        /// The points it gives.
        public var points: String
        /// What it means.
        public var tone: Tone

        /// A layer's say; an empty text means that it has none.
        public init(_ text: String, points: String = "", tone: Tone = .neutral) {
            self.text = text
            self.points = points
            self.tone = tone
        }
    }

    /// The number of the clause.
    public var clause: String
    /// What it asks.
    public var title: String
    /// Where to read it.
    public var href: String?
    /// One a layer; the same layers for each row.
    public var entries: [Entry]
    /// Why the last layer differs.
    public var reason: String

    /// A row.
    public init(_ clause: String, _ title: String, entries: [Entry], reason: String = "", href: String? = nil) {
        self.clause = clause
        self.title = title
        self.entries = entries
        self.reason = reason
        self.href = href
    }
}

extension HTML {
    /// Layers of findings side by side. What differs from the layer before is marked, with a word and not by colour
    /// alone; not where they stand beside each other, as experts do, and none is before another.
    public static func comparison(
        _ caption: String, layers: [String], rows: [ComparedFinding], empty: HTML = "—",
        marksChanges: Bool = true, language: PageLanguage
    ) -> HTML {
        let columns =
            [Column(language("条款", "Clause"), isHeader: true)] + layers.map { Column($0) }
            + [Column(language("理由", "Reason"))]
        return table(
            caption, columns: columns,
            rows: rows.map { TableRow(cells($0, layers.count, marksChanges: marksChanges, language)) }, empty: empty)
    }

    private static func cells(
        _ row: ComparedFinding, _ layers: Int, marksChanges: Bool, _ language: PageLanguage
    ) -> [HTML] {
        let name: HTML = row.href.map { "<a href=\"\(href: $0)\">\(row.title)</a>" } ?? .text(row.title)
        var cells: [HTML] = ["<span class=\"clause\">\(row.clause)</span> \(name)"]
        var last: ComparedFinding.Entry?
        for index in 0..<layers {
            let entry = index < row.entries.count ? row.entries[index] : .init("")
            if entry.text.isEmpty, entry.points.isEmpty {
                cells.append("")
                continue
            }
            let changed = last.map { $0.text != entry.text || $0.points != entry.points } ?? false
            cells.append(self.entry(entry, changed: changed && marksChanges, language))
            last = entry
        }
        return cells + [.text(row.reason)]
    }

    private static func entry(_ entry: ComparedFinding.Entry, changed: Bool, _ language: PageLanguage) -> HTML {
        """
        <span class="found \(entry.tone.rawValue)\(if: changed, " changed")">\(entry.text)\
        \(if: !entry.points.isEmpty, " <b class=\"points\">\(entry.points)</b>")\
        \(if: changed, " <span class=\"mark\">\(language("有变更", "changed"))</span>")</span>
        """
    }
}
