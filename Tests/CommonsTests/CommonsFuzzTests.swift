import Commons
import Foundation
import Fuzzing
import Testing

/// What people type, name and upload, and what administrators keep, damaged.
@Suite struct CommonsFuzzTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func dayLists() {
        let outcome = Fuzz.run(3000, Fuzz.lines("days")) { bytes in
            guard let days = try? DayList.read(text(bytes), place: "days") else { return .refused }
            // Written and read again they are the same.
            return .taken(if: (try? DayList.read(DayList.text(days), place: "days")) == days)
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func fileNames() {
        let outcome = Fuzz.run(3000, Fuzz.lines("names") + [[UInt8](repeating: 65, count: 400)]) { bytes in
            let name = FileName.cleaned(text(bytes))
            guard !name.isEmpty, name.unicodeScalars.count <= FileName.longest, FileName.cleaned(name) == name,
                !name.contains(where: { "/\\<>:\"|?*\r\n\u{0}".contains($0) }), name != ".", name != ".."
            else { return .wrong("name") }
            for header in [ContentDisposition.attachment(name), ContentDisposition.inline(text(bytes))] {
                let isPlain = header.utf8.allSatisfy { (32...126).contains($0) }
                guard isPlain, header.count(where: { $0 == "\"" }) == 2 else { return .wrong("header \(header)") }
            }
            return name == text(bytes) ? .taken : .refused
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    /// Whatever a file claims to be: never a type that browsers run, and the same for the same bytes.
    @Test func fileTypes() {
        let heads: [[UInt8]] = [
            Array("%PDF-1.7\n".utf8), [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], [0xFF, 0xD8, 0xFF, 0xE0],
            Array("GIF89a".utf8), Array("RIFF\u{0}\u{0}\u{0}\u{0}WEBPVP8 ".utf8),
            [0, 0, 0, 24] + Array("ftypisom".utf8),
            [0, 0, 0, 24] + Array("ftypheic".utf8), [0x1A, 0x45, 0xDF, 0xA3, 0x42, 0x82, 0x84] + Array("webm".utf8),
            [0x50, 0x4B, 3, 4] + Array("[Content_Types].xml xl/workbook.xml".utf8), Array("<script>是".utf8),
            Array("a,b\n1,2\n".utf8),
        ]
        let outcome = Fuzz.run(4000, heads) { bytes in
            let type = FileType(head: bytes, tail: Array(bytes.suffix(20)), name: "a.csv")
            guard type == FileType(head: bytes, tail: Array(bytes.suffix(20)), name: "a.csv") else {
                return .wrong("type")
            }
            let isMarkup = text(bytes).contains("<script>") && type.isInline
            // What begins as a picture or a PDF is shown as that alone, with nosniff; text never is.
            guard
                !isMarkup || bytes.starts(with: "%PDF-".utf8) || bytes[0] >= 0x80 || bytes.starts(with: "GIF8".utf8)
                    || bytes.starts(with: "RIFF".utf8)
            else { return .wrong("inline") }
            return type == .binary ? .refused : .taken
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func settings() {
        let outcome = Fuzz.run(2000, [Fuzz.file("calendar.json"), Fuzz.file("policy.json")]) { bytes in
            if let calendar = try? CanonicalJSON.decode(WorkCalendar.self, bytes) {
                let again = (try? CanonicalJSON.encode(calendar)).flatMap {
                    try? CanonicalJSON.decode(WorkCalendar.self, Array($0))
                }
                return .taken(if: again == calendar, "calendar")
            }
            guard let policy = try? CanonicalJSON.decode(Policy.self, bytes) else { return .refused }
            let again = (try? CanonicalJSON.encode(policy)).flatMap {
                try? CanonicalJSON.decode(Policy.self, Array($0))
            }
            return .taken(if: again == policy, "policy")
        }
        #expect(outcome.isSound, "\(outcome)")
    }
}
