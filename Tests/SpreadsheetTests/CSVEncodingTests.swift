import Testing

@testable import Spreadsheet

@Suite struct CSVEncodingTests {
    /// 编号,名称 / 1,水泵 / 2,𠮷 in GB 18030; the last character takes four bytes.
    private let chinese: [UInt8] =
        [
            0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xC3, 0xFB, 0xB3, 0xC6, 0x0D, 0x0A, 0x31, 0x2C, 0xCB, 0xAE, 0xB1, 0xC3, 0x0D,
            0x0A,
        ]
        + [0x32, 0x2C, 0x95, 0x34, 0xB2, 0x35]
    private let expected = [["编号", "名称"], ["1", "水泵"], ["2", "𠮷"]]

    private func read(_ bytes: [UInt8], capacity: Int = 256 << 10) throws -> (TextEncoding, [[String]]) {
        var reader = try CSVReader(bytes: bytes, options: .init(), capacity: capacity)
        let records = try CSVReaderTests.records(of: &reader)
        return (reader.encoding, records.map { $0.fields.map { String(decoding: $0, as: UTF8.self) } })
    }

    private func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
        ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
            let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            return bigEndian ? bytes.reversed() : bytes
        }
    }

    @Test(arguments: 16..<64)
    func everyEncodingAtEveryBufferSize(_ capacity: Int) throws {
        let text = expected.map { $0.joined(separator: ",") }.joined(separator: "\r\n")
        let files: [(TextEncoding, [UInt8])] = [
            (.utf8, Array(text.utf8)), (.utf8, [0xEF, 0xBB, 0xBF] + Array(text.utf8)), (.gb18030, chinese),
            (.gb18030, [0x84, 0x31, 0x95, 0x33] + chinese), (.utf16LittleEndian, utf16(text, bigEndian: false)),
            (.utf16BigEndian, utf16(text, bigEndian: true)),
        ]
        for (encoding, bytes) in files {
            let (found, records) = try read(bytes, capacity: capacity)
            #expect(found == encoding && records == expected, "\(encoding)")
        }
    }

    /// More than the converter takes at once, at every alignment.
    @Test func longConversions() throws {
        for shift in 0..<4 {
            var bytes = [UInt8](repeating: 0x78, count: shift) + [0x2C]
            for _ in 0..<60_000 { bytes += [0xCB, 0xAE, 0x95, 0x34, 0xB2, 0x35] }
            let (encoding, records) = try read(bytes)
            #expect(encoding == .gb18030)
            #expect(records == [[String(repeating: "x", count: shift), String(repeating: "水𠮷", count: 60_000)]])
        }
    }

    /// Only the last byte tells that this is not UTF-8.
    @Test func decidesByTheWholeFile() throws {
        let bytes = Array(String(repeating: "1,2\n", count: 100_000).utf8) + [0xB1, 0xE0]
        let (encoding, records) = try read(bytes)
        #expect(encoding == .gb18030 && records.last == ["编"])
    }

    @Test func namesTheOffset() {
        let bad: [([UInt8], String)] = [
            ([0x61, 0x0A, 0xFF, 0x62], "byte 2"), ([0x61, 0x80], "byte 1"),
            ([0xEF, 0xBB, 0xBF, 0x61, 0xB1, 0xE0], "byte 4"), ([0xFF, 0xFE, 0x61, 0x00, 0x00, 0xD8], "byte 4"),
            ([0xFF, 0xFE, 0x61], "byte 2"), ([0xFF, 0xFE, 0x00, 0x00, 0x61, 0, 0, 0], "byte 0"),
            ([0x61, 0x62, 0x63, 0xB1], "byte 3"), ([0xFE, 0xFF, 0xD8, 0x00, 0x00, 0x61], "byte 2"),
        ]
        for (bytes, place) in bad {
            let failure = error { try read(bytes) }
            #expect(failure?.kind == .encoding, "\(bytes)")
            #expect(failure?.en.contains(place) == true, "\(bytes): \(failure?.en ?? "")")
        }
    }

    /// Every scalar in UTF-8 is valid; everything that differs from what Swift itself accepts is not.
    @Test func utf8ValidatorAgreesWithSwift() {
        var random = SeededGenerator(seed: 3)
        let pieces: [[UInt8]] = [
            [0x41], [0xC3, 0xA9], [0xE4, 0xB8, 0xAD], [0xF0, 0x9F, 0x8F, 0xA0], [0xC0, 0x80], [0xE0, 0x80, 0x80],
            [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5], [0x80], [0xE4, 0xB8], [0xF0, 0x8F, 0xBF, 0xBF], [0xEF, 0xBF, 0xBF],
            [0xF4, 0x8F, 0xBF, 0xBF],
        ]
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...12, using: &random) { bytes += pieces.randomElement(using: &random) ?? [] }
            let split = Int.random(in: 0...bytes.count, using: &random)
            var validator = UTF8Validator()
            var invalid: Int?
            for part in [bytes[..<split], bytes[split...]] where invalid == nil {
                invalid = Array(part).withUnsafeBytes { validator.firstInvalid(in: $0) }
            }
            invalid = invalid ?? validator.finish()
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            #expect((invalid == nil) == isValid, "\(bytes)")
            if let invalid {
                #expect(String(validating: bytes[..<invalid], as: UTF8.self) != nil, "\(bytes)")
            }
        }
    }
}
