import Glibc
import Spreadsheet
import Testing

@Suite struct XLSXWriterTests {
    private func everything() throws -> Workbook {
        let range = try #require(CellRange("A2:B4"))
        let labels = try #require(CellRange("A2:A4"))
        let values = try #require(CellRange("B2:B4"))
        let position = try #require(CellReference("D2"))
        let day = try #require(CalendarDate("2024-01-31"))
        let head = CellStyle(
            isBold: true, isItalic: true, size: 14, foreground: 0xFF_FFFF, background: 0x2F_6FAB, hasBorder: true,
            wraps: true, alignment: .center, numberFormat: .text, isUnlocked: true)
        let rules: [DataValidation.Rule] = [
            .list(["是", "否"]), .list((1...400).map { "x\($0)" }), .listRange(sheet: "数据", range: labels),
            .wholeNumber(-5...5), .decimal(from: "0.5", through: "8.7"), .date(day...day),
        ]
        let message = DataValidation.Message(title: "错误", text: "=请改正\n再试")
        let sheet = Sheet(
            name: "数据",
            rows: [[.text("类别", style: head), .text("得分", style: head)]]
                + (1...3).map {
                    [.text("第\($0)类"), Cell(.decimal("\($0).7"), style: CellStyle(numberFormat: .decimals(2)))]
                },
            columnWidths: [20, nil, 12.5], rowHeights: [1: 30], frozenRows: 1, frozenColumns: 1, autofilter: range,
            validations: rules.map { DataValidation(range: range, rule: $0, error: message, prompt: message) },
            charts: [BarChart(title: "得分", categories: labels, values: values, position: position, axis: 0...10)],
            isProtected: true, showsGridlines: false,
            print: PrintSetup(
                isLandscape: true, repeatRows: 1...1, fitsWidth: true, header: HeaderFooter(left: ["R&G", .sheetName]),
                footer: HeaderFooter(center: [.pageNumber, "+1 &[Picture]", .pageCount], right: ["&&"])))
        let chart = BarChart(
            title: "", dataSheet: "数据", categories: labels, values: values, position: position, width: 300, height: 200)
        return Workbook(
            sheets: [sheet, Sheet(name: "2024", rows: [[.text("封面")]], charts: [chart])],
            properties: DocumentProperties(title: "标题", subject: "s", author: "Linli", company: "c", comments: "n"))
    }

    @Test func sameModelSameBytesAtAnyTime() async throws {
        let workbook = try everything()
        let first = try XLSXWriter().bytes(of: workbook)
        try await Task.sleep(for: .milliseconds(2100))  // ZIP counts in steps of two seconds
        #expect(try XLSXWriter().bytes(of: workbook) == first)
    }

    @Test func parallelWritersDoNotDisturbOneAnother() async throws {
        let workbook = try everything()
        let expected = try XLSXWriter().bytes(of: workbook)
        let results = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 { group.addTask { try XLSXWriter().bytes(of: workbook) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count == 8 && results.allSatisfy { $0 == expected })
    }

    @Test func writesTheFileInOneStep() throws {
        let folder = TestFolder()
        let path = folder.file("报表.xlsx", Array("old".utf8))
        try XLSXWriter().write(try everything(), to: path)
        #expect(folder.names == ["报表.xlsx"])
        #expect(TestFolder.bytes(of: path) == (try XLSXWriter().bytes(of: try everything())))
        #expect(try XLSXReader.read(path: path).map(\.name) == ["数据", "2024", "_lists"])
    }

    @Test func saysWhichFileCannotBeWrittenAndWhy() throws {
        let folder = TestFolder()
        for (path, zh) in [(folder.path + "/missing/x.xlsx", "No such file"), (folder.path, "directory")] {
            let failure = try #require(error { try XLSXWriter().write(try everything(), to: path) })
            #expect(failure.kind == .cannotWrite && failure.file == path)
            #expect(failure.en.contains(path) && failure.en.contains(zh) && failure.zh.contains(path), "\(failure.en)")
        }
        #expect(folder.names.isEmpty)
        let refused = folder.file("old.xlsx", [1])
        #expect(error { try XLSXWriter().write(Workbook(sheets: []), to: refused) }?.kind == .invalidModel)
        #expect(TestFolder.bytes(of: refused) == [1])
        #expect(folder.names == ["old.xlsx"])
    }

    private func error(_ body: () throws -> Void) -> SpreadsheetError? { SpreadsheetTests.error(of: body) }

    @Test func namesTheCellThatDoesNotFit() throws {
        let cells: [Cell.Value] = [
            .decimal("1234567890.123456"), .decimal("x"), .number(.nan), .number(-.infinity),
            .integer(1_000_000_000_000_000),
            .integer(.min), .text(String(repeating: "x", count: 32_768)),
            .date(try #require(CalendarDate("1900-02-28"))),
        ]
        for value in cells {
            let sheet = Sheet(name: "S", rows: [[], [.blank, Cell(value)]])
            let failure = try #require(self.error { _ = try XLSXWriter().bytes(of: Workbook(sheets: [sheet])) })
            #expect(failure.kind == .invalidModel && failure.sheet == "S" && failure.cell == "B2", "\(value)")
            #expect(failure.file == nil && failure.zh.contains("B2"))
        }
    }

    @Test(arguments: [
        "", "a:b", "a/b", "a\\b", "a?b", "a*b", "[a", "a]", "'a", "a'", "History", "a\u{1}b",
        String(repeating: "x", count: 32), String(repeating: "🏘", count: 16),
    ])
    func refusesSheetName(_ name: String) {
        #expect(error { _ = try XLSXWriter().bytes(of: Workbook(sheets: [Sheet(name: name)])) }?.kind == .invalidModel)
    }

    @Test func refusesBadModels() throws {
        let one = try #require(CellRange("A1"))
        let two = try #require(CellRange("A1:A2"))
        let square = try #require(CellRange("A1:B2"))
        let corner = try #require(CellReference("A1"))
        let huge = try #require(CellRange("A1:XFD1048576"))
        func list(_ items: [String]) -> Sheet {
            Sheet(name: "S", validations: [DataValidation(range: one, rule: .list(items))])
        }
        func rule(_ rule: DataValidation.Rule, _ text: String = "") -> Sheet {
            let message = DataValidation.Message(title: "", text: text)
            return Sheet(name: "S", validations: [DataValidation(range: one, rule: rule, error: message)])
        }
        let bad: [[Sheet]] = [
            [], [Sheet(name: "S", isHidden: true)], [Sheet(name: "s"), Sheet(name: "S")],
            [Sheet(name: "S", merges: [one])], [Sheet(name: "S", merges: [huge])],
            [Sheet(name: "S", merges: [two, square])],
            [Sheet(name: "S", rows: [[.text("a")], [.text("b")]], merges: [two])],
            [Sheet(name: "S", columnWidths: [256])], [Sheet(name: "S", columnWidths: [.nan])],
            [Sheet(name: "S", rowHeights: [0: 1])], [Sheet(name: "S", rowHeights: [1: 410])],
            [Sheet(name: "S", frozenRows: -1)], [Sheet(name: "S", frozenColumns: 16_384)],
            [Sheet(name: "S", print: PrintSetup(repeatRows: 0...1))],
            [
                Sheet(
                    name: "S",
                    print: PrintSetup(header: HeaderFooter(left: [.text(String(repeating: "x", count: 256))])))
            ],
            [list([])], [list([""])], [list(["a\nb"])], [rule(.listRange(sheet: "T", range: one))],
            [rule(.listRange(sheet: "S", range: square))], [rule(.decimal(from: "2", through: "1"))],
            [rule(.decimal(from: "x", through: "1"))], [rule(.wholeNumber(1...2), String(repeating: "x", count: 256))],
            [Sheet(name: "S", charts: [BarChart(title: "t", categories: one, values: two, position: corner)])],
            [Sheet(name: "S", charts: [BarChart(title: "=t", categories: two, values: two, position: corner)])],
            [
                Sheet(
                    name: "S",
                    charts: [BarChart(title: "t", dataSheet: "T", categories: two, values: two, position: corner)])
            ],
            [Sheet(name: "S", rows: [[Cell(.blank, style: CellStyle(numberFormat: .custom("")))]])],
        ]
        for sheets in bad {
            let failure = error { _ = try XLSXWriter().bytes(of: Workbook(sheets: sheets)) }
            #expect(failure?.kind == .invalidModel, "\(sheets)")
        }
        let early = Workbook(sheets: [Sheet(name: "S")], properties: DocumentProperties(created: 0))
        #expect(error { _ = try XLSXWriter().bytes(of: early) }?.kind == .invalidModel)
        #expect(error { _ = try XLSXWriter(fontName: "").bytes(of: Workbook(sheets: [Sheet(name: "S")])) } != nil)
    }

    /// A limit on file sizes stands for a full disk: the temporary files of libxlsxwriter come out cut short.
    @Test func noticesAFullDisk() async throws {
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 20_000, rlim_max: 20_000)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            let rows = (1...5000).map { [Cell(.integer($0)), Cell(.number(Double($0) / 7))] }
            let failure = SpreadsheetTests.error {
                try XLSXWriter().bytes(of: Workbook(sheets: [Sheet(name: "S", rows: rows)]))
            }
            exit(failure?.kind == .cannotWrite ? 0 : 1)
        }
    }
}
