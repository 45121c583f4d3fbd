/// A column of a table.
public struct Column: Sendable {
    /// Which way the rows are sorted by it now.
    public enum Order: String, Sendable { case ascending, descending }

    /// Its head.
    public var title: String
    /// Whether it holds numbers: to the right, digits of one width.
    public var isNumeric: Bool
    /// Whether its cells head their rows.
    public var isHeader: Bool
    /// Where the same rows come sorted by it.
    public var sortHref: String?
    /// How the rows are sorted by it, if they are.
    public var order: Order?

    /// A column.
    public init(
        _ title: String, isNumeric: Bool = false, isHeader: Bool = false, sortHref: String? = nil, order: Order? = nil
    ) {
        self.title = title
        self.isNumeric = isNumeric
        self.isHeader = isHeader
        self.sortHref = sortHref
        self.order = order
    }
}

/// A row of a table.
public struct TableRow: Sendable {
    /// One a column.
    public var cells: [HTML]
    /// For links to the row.
    public var id: String?
    /// Colours the row's edge.
    public var tone: Tone?
    /// Whether it sums up the rows above.
    public var isTotal: Bool

    /// A row.
    public init(_ cells: [HTML], id: String? = nil, tone: Tone? = nil, isTotal: Bool = false) {
        self.cells = cells
        self.id = id
        self.tone = tone
        self.isTotal = isTotal
    }
}

/// What a table does where it does not fit.
public enum NarrowTable: String, Sendable { case cards, scroll }

extension HTML {
    /// A table with what it is about. Without rows it shows `empty`. `filter` is the label of a box that filters rows
    /// as one types; without script the box does not show.
    public static func table(
        _ caption: String, id: String? = nil, columns: [Column], rows: [TableRow], empty: HTML = "—",
        narrow: NarrowTable = .cards, isCaptionHidden: Bool = false, filter: String? = nil
    ) -> HTML {
        if rows.isEmpty { return emptyTable(caption, isCaptionHidden: isCaptionHidden, empty) }
        let box: HTML? = filter.map { HTML.filter($0) }
        let name: HTML = isCaptionHidden ? "<span class=\"hidden\">\(caption)</span>" : "\(caption)"
        return """
            <div class="table \(narrow.rawValue)"\(attr: "id", id)>\(box)\
            <div class="scroller" tabindex="0" role="region" aria-label="\(caption)">\
            <table role="table"><caption>\(name)</caption>\
            <thead role="rowgroup"><tr role="row">\(each: columns, { head($0) })</tr></thead>\
            <tbody role="rowgroup">\(each: rows, { row($0, columns) })</tbody></table></div></div>
            """
    }

    /// A box that the script shows, to filter what stands beside it.
    static func filter(_ label: String) -> HTML {
        """
        <div class="filter" hidden data-filter><label>\(label) <input type="search" autocomplete="off"></label>\
        <output></output></div>
        """
    }

    private static func emptyTable(_ caption: String, isCaptionHidden: Bool, _ empty: HTML) -> HTML {
        """
        <div class="table empty">\(if: !isCaptionHidden, "<p class=\"caption\">\(caption)</p>")\
        <div class="none">\(empty)</div></div>
        """
    }

    private static func head(_ column: Column) -> HTML {
        let title: HTML
        if let href = column.sortHref {
            let arrow: HTML = column.order == .ascending ? "▲" : column.order == .descending ? "▼" : "↕"
            title = """
                <a href="\(href: href)">\(column.title)<span class="arrow" aria-hidden="true">\(arrow)</span></a>
                """
        } else {
            title = .text(column.title)
        }
        return """
            <th scope="col" role="columnheader"\(attr: "class", column.isNumeric ? "number" : nil)\
            \(attr: "aria-sort", column.order?.rawValue)>\(title)</th>
            """
    }

    private static func row(_ row: TableRow, _ columns: [Column]) -> HTML {
        let classes = [row.tone?.rawValue, row.isTotal ? "total" : nil].compactMap { $0 }.joined(separator: " ")
        return """
            <tr role="row"\(attr: "id", row.id)\(attr: "class", classes.isEmpty ? nil : classes)>\
            \(each: zip(columns, row.cells), { cell($1, $0, isTotal: row.isTotal) })</tr>
            """
    }

    private static func cell(_ content: HTML, _ column: Column, isTotal: Bool) -> HTML {
        // A dash says that something is not known; of what is not summed up there is nothing to know.
        let nothing: HTML = isTotal ? "" : "—"
        let value: HTML = "<span class=\"value\">\(content.isEmpty ? nothing : content)</span>"
        if column.isHeader {
            let kind = column.isNumeric ? "number" : nil
            return "<th scope=\"row\" role=\"rowheader\"\(attr: "class", kind)>\(value)</th>"
        }
        let kinds = [column.isNumeric ? "number" : nil, content.isEmpty ? "blank" : nil].compactMap { $0 }
        let kind = kinds.isEmpty ? nil : kinds.joined(separator: " ")
        return "<td role=\"cell\"\(attr: "class", kind) data-label=\"\(column.title)\">\(value)</td>"
    }
}
