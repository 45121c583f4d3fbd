/// The bricks of WordprocessingML. The order of elements inside each is the schema's: Word refuses any other.
enum WordML {
    static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    static let namespaces =
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
        + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

    /// How a run differs from its paragraph's style.
    struct Look {
        var font: String?
        var bold = false
        var color: String?

        static let plain = Look()
        static let symbol = "Segoe UI Symbol"
    }

    static func run(_ text: String, _ look: Look = .plain) -> String {
        var properties = ""
        if let font = look.font {
            properties += "<w:rFonts w:ascii=\"\(font)\" w:hAnsi=\"\(font)\" w:eastAsia=\"\(font)\" w:cs=\"\(font)\"/>"
        }
        if look.bold { properties += "<w:b/>" }
        if let color = look.color { properties += "<w:color w:val=\"\(color)\"/>" }
        if !properties.isEmpty { properties = "<w:rPr>\(properties)</w:rPr>" }
        let lines = Markup.lines(text).map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false)
                .map { $0.isEmpty ? "" : "<w:t xml:space=\"preserve\">\(Markup.escaped(String($0)))</w:t>" }
                .joined(separator: "<w:tab/>")
        }
        return "<w:r>\(properties)\(lines.joined(separator: "<w:br/>"))</w:r>"
    }

    /// `properties` come after the style and in the schema's order.
    static func paragraph(_ style: String, properties: String = "", _ runs: String = "") -> String {
        "<w:p><w:pPr><w:pStyle w:val=\"\(style)\"/>\(properties)</w:pPr>\(runs)</w:p>"
    }

    /// A border; `size` in eighths of a point.
    static func border(_ side: String, _ size: Int, _ color: String, style: String = "single", space: Int = 0) -> String
    {
        "<w:\(side) w:val=\"\(style)\" w:sz=\"\(size)\" w:space=\"\(space)\" w:color=\"\(color)\"/>"
    }

    static func shade(_ color: String) -> String {
        "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"\(color)\"/>"
    }

    struct Cell {
        var width: Int
        var span = 1
        var borders = ""
        var shade: String?
        var vertical = "top"
        /// One or more paragraphs: a cell always ends with one.
        var content: String

        var xml: String {
            "<w:tc><w:tcPr><w:tcW w:w=\"\(width)\" w:type=\"dxa\"/>"
                + (span > 1 ? "<w:gridSpan w:val=\"\(span)\"/>" : "")
                + (borders.isEmpty ? "" : "<w:tcBorders>\(borders)</w:tcBorders>")
                + (shade.map(WordML.shade) ?? "")
                + "<w:vAlign w:val=\"\(vertical)\"/></w:tcPr>\(content)</w:tc>"
        }
    }

    /// A row that no page break cuts. `height` may be exact; `isHead` repeats it on every page.
    static func row(_ cells: [Cell], height: Int? = nil, exact: Bool = false, isHead: Bool = false) -> String {
        let rule = exact ? "exact" : "atLeast"
        return "<w:tr><w:trPr><w:cantSplit/>"
            + (height.map { "<w:trHeight w:val=\"\($0)\" w:hRule=\"\(rule)\"/>" } ?? "")
            + (isHead ? "<w:tblHeader/>" : "")
            + "</w:trPr>\(cells.map(\.xml).joined())</w:tr>"
    }

    struct TableLook {
        var borders = ""
        var centered = false
        /// Left and right of each cell, and above and below.
        var padding = 90
        var verticalPadding = 0
        /// Read aloud by screen readers.
        var title = ""
    }

    static func table(columns: [Int], look: TableLook, rows: String) -> String {
        "<w:tbl><w:tblPr><w:tblW w:w=\"\(columns.reduce(0, +))\" w:type=\"dxa\"/>"
            + (look.centered ? "<w:jc w:val=\"center\"/>" : "<w:tblInd w:w=\"0\" w:type=\"dxa\"/>")
            + (look.borders.isEmpty ? "" : "<w:tblBorders>\(look.borders)</w:tblBorders>")
            + "<w:tblLayout w:type=\"fixed\"/><w:tblCellMar>"
            + "<w:top w:w=\"\(look.verticalPadding)\" w:type=\"dxa\"/>"
            + "<w:left w:w=\"\(look.padding)\" w:type=\"dxa\"/>"
            + "<w:bottom w:w=\"\(look.verticalPadding)\" w:type=\"dxa\"/>"
            + "<w:right w:w=\"\(look.padding)\" w:type=\"dxa\"/>"
            + "</w:tblCellMar><w:tblLook w:val=\"0420\"/>"
            + (look.title.isEmpty ? "" : "<w:tblCaption w:val=\"\(Markup.escaped(look.title))\"/>")
            + "</w:tblPr><w:tblGrid>\(columns.map { "<w:gridCol w:w=\"\($0)\"/>" }.joined())</w:tblGrid>"
            + "\(rows)</w:tbl>"
    }
}
