import Spreadsheet

/// Builds .xlsx files part by part, good and bad ones.
struct TestParts {
    static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    static let package = "http://schemas.openxmlformats.org/package/2006/relationships"

    /// Name and text of each part.
    var parts: [(name: String, text: String)]

    /// One sheet named S whose `sheetData` holds the given XML.
    init(_ rows: String = "", shared: String? = nil, styles: String? = nil, after: String = "", workbookPr: String = "")
    {
        var relationships = Self.relationship("rId1", "worksheet", "worksheets/sheet1.xml")
        if shared != nil { relationships += Self.relationship("rId2", "sharedStrings", "sharedStrings.xml") }
        if styles != nil { relationships += Self.relationship("rId3", "styles", "styles.xml") }
        parts = [
            ("_rels/.rels", Self.relationships(Self.relationship("rId1", "officeDocument", "xl/workbook.xml"))),
            (
                "xl/workbook.xml",
                "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.office)\">\(workbookPr)"
                    + "<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
            ("xl/_rels/workbook.xml.rels", Self.relationships(relationships)),
            (
                "xl/worksheets/sheet1.xml",
                "<worksheet xmlns=\"\(Self.main)\"><sheetData>\(rows)</sheetData>\(after)</worksheet>"
            ),
        ]
        if let shared { parts.append(("xl/sharedStrings.xml", "<sst xmlns=\"\(Self.main)\">\(shared)</sst>")) }
        if let styles {
            parts.append(("xl/styles.xml", "<styleSheet xmlns=\"\(Self.main)\">\(styles)</styleSheet>"))
        }
    }

    static func relationship(_ id: String, _ kind: String, _ target: String, mode: String = "") -> String {
        "<Relationship Id=\"\(id)\" Type=\"\(office)/\(kind)\" Target=\"\(target)\"\(mode)/>"
    }

    static func relationships(_ list: String) -> String {
        "<Relationships xmlns=\"\(package)\">\(list)</Relationships>"
    }

    subscript(_ name: String) -> String {
        get { parts.first { $0.name == name }?.text ?? "" }
        set {
            if let index = parts.firstIndex(where: { $0.name == name }) {
                parts[index].text = newValue
            } else {
                parts.append((name, newValue))
            }
        }
    }

    func without(_ name: String) -> TestParts {
        var rest = self
        rest.parts.removeAll { $0.name == name }
        return rest
    }

    func archive() throws -> [UInt8] {
        try Zip.archive(parts.map { (name: $0.name, bytes: Array($0.text.utf8)) })
    }

    func read(_ limits: XLSXReader.Limits = .init()) throws -> [ReadSheet] {
        try XLSXReader.read(bytes: try archive(), limits: limits)
    }
}

/// The error that an expression throws.
func error(of body: () throws -> some Any) -> SpreadsheetError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? SpreadsheetError
    }
}

/// Random numbers that are the same on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
