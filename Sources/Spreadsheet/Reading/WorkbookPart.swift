/// `workbook.xml`: names, order and state of the sheets, and the date system.
final class WorkbookPart: XMLPartHandler {
    struct Listed {
        let name: String
        let isHidden: Bool
        let relationship: String
    }

    private let limit: Int
    private(set) var sheets: [Listed] = []
    private(set) var dateSystem = DateSystem.since1900
    private var sawWorkbook = false

    init(limit: Int) { self.limit = limit }

    func start(_ element: XMLElement) throws(SpreadsheetError) {
        if !sawWorkbook {
            guard element.name.isSheet("workbook") else {
                throw SpreadsheetError(
                    .notSpreadsheet, zh: "是其他类型的 Office 文件", en: "it is another kind of Office file")
            }
            sawWorkbook = true
        } else if element.name.isSheet("workbookPr") {
            dateSystem = element.flag("date1904") ? .since1904 : .since1900
        } else if element.name.isSheet("sheet") {
            try add(element)
        }
    }

    private func add(_ element: XMLElement) throws(SpreadsheetError) {
        guard let name = element.string("name"), !name.isEmpty, name.utf8.count <= 1000,
            let relationship = element.string("id", in: .officeRelationships)
        else { throw SpreadsheetError(.damaged, zh: "工作表列表已损坏", en: "the list of sheets is damaged") }
        guard sheets.count < limit else {
            throw SpreadsheetError(.tooLarge, zh: "工作表超过 \(limit) 张", en: "there are more than \(limit) sheets")
        }
        guard !sheets.contains(where: { $0.name == name }) else {
            throw SpreadsheetError(.damaged, sheet: name, zh: "工作表重名", en: "two sheets have this name")
        }
        let state = element.string("state")
        sheets.append(
            Listed(name: name, isHidden: state == "hidden" || state == "veryHidden", relationship: relationship))
    }

    func end(_ name: XMLName) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

    func checkComplete() throws(SpreadsheetError) {
        guard !sheets.isEmpty else {
            throw SpreadsheetError(.damaged, zh: "文件中没有工作表", en: "the file has no sheets")
        }
    }
}
