import Fuzzing
import Spreadsheet
import Testing

/// Mutations of good files, the same on every run. Whatever comes in, the result is sound or an error that says
/// something.
@Suite struct FuzzTests {
    private static func mutate(_ bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            guard !bytes.isEmpty else { return bytes }
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 1...24, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
            case 4: bytes.replaceSubrange(place..<end, with: [0xFF, 0xFF, 0xFF, 0xFF].prefix(end - place))
            default: bytes[place] = "0123456789<>\"/=:AZ&; ".utf8.randomElement(using: &random) ?? 0
            }
        }
        return bytes
    }

    /// True if the file was read.
    private func check(_ bytes: [UInt8]) -> Bool {
        let limits = XLSXReader.Limits(fileBytes: 1 << 20, unpackedBytes: 4 << 20, entries: 100, cells: 1000)
        do throws(SpreadsheetError) {
            for sheet in try XLSXReader.read(bytes: bytes, limits: limits) {
                #expect(zip(sheet.cells, sheet.cells.dropFirst()).allSatisfy { $0.reference < $1.reference })
                for cell in sheet.cells {
                    #expect(CellReference(cell.reference.description) == cell.reference)
                    if case .number(let raw) = cell.value { #expect(DecimalText.isNumber(raw)) }
                    #expect(cell.isMerged == (sheet.mergedRange(containing: cell.reference) != nil))
                    _ = sheet.moment(of: cell)
                    _ = cell.plainText
                }
            }
            return true
        } catch {
            #expect(!error.zh.isEmpty && !error.en.isEmpty && error.kind != .cannotWrite && error.kind != .invalidModel)
            return false
        }
    }

    @Test(arguments: ["openpyxl.xlsx", "libreoffice.xlsx"])
    func archives(_ name: String) {
        let good = TestFolder.bytes(of: TestFolder.fixture(name))
        var random = SeededGenerator(seed: 11)
        #expect(check(good))
        var refused = 0
        for _ in 0..<1000 * Fuzz.times where !check(Self.mutate(good, using: &random)) { refused += 1 }
        #expect(refused > 300 * Fuzz.times)
    }

    @Test func parts() throws {
        let rows = """
            <row r="1"><c r="A1" t="s" s="1"><v>0</v></c><c r="B1" s="1"><f>A1</f><v>45292.5</v></c>\
            <c t="b"><v>1</v></c></row>
            <row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c><c r="D2" t="e"><v>#N/A</v></c>\
            <c t="d"><v>2024-01-31</v></c></row>
            """
        let good = TestParts(
            rows, shared: "<si><r><t>_x0041_</t></r><rPh><t>p</t></rPh></si>",
            styles:
                "<numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy\"/></numFmts><cellXfs><xf/><xf "
                + "numFmtId=\"170\"/></cellXfs>",
            after: "<mergeCells><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"D2:E3\"/></mergeCells>",
            workbookPr: "<workbookPr date1904=\"1\"/>")
        let entries = good.parts.map { (name: $0.name, bytes: Array($0.text.utf8)) }
        #expect(check(try Zip.archive(entries)))
        var random = SeededGenerator(seed: 13)
        var read = 0
        for round in 0..<2000 * Fuzz.times {
            var mutated = entries
            let index = round % entries.count
            mutated[index].bytes = Self.mutate(mutated[index].bytes, using: &random)
            if check(try Zip.archive(mutated)) { read += 1 }
        }
        #expect(read > 100 * Fuzz.times && read < 1900 * Fuzz.times)
    }

    @Test func csv() {
        let good = Array("编号,名称\r\n1,\"水\"\"泵\"\r\n2,\"a,b\nc\"\r\n\r\n3,x\n".utf8)
        var random = SeededGenerator(seed: 17)
        var read = 0
        for round in 0..<4000 * Fuzz.times {
            let bytes = Self.mutate(good, using: &random)
            do throws(SpreadsheetError) {
                var reader = try CSVReader(bytes: bytes, options: .init(recordBytes: 60 + round % 50, fields: 8))
                while try reader.next() {
                    reader.withRecord { record in
                        #expect(record.count >= 1 && record.line >= 1 && record.strings.count == record.count)
                    }
                }
                read += 1
            } catch {
                let kinds: Set<SpreadsheetError.Kind> = [.syntax, .tooLarge, .encoding]
                #expect(kinds.contains(error.kind) && !error.zh.isEmpty)
            }
        }
        #expect(read > 500 * Fuzz.times && read < 3500 * Fuzz.times)
    }
}
