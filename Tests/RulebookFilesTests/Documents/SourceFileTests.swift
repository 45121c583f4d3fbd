import Foundation
import Testing

@testable import RulebookFiles

@Suite struct SourceFileTests {
    private func told(_ bytes: [UInt8], _ name: String = "a.yaml") -> [String] {
        document(SourceFile(name: name, bytes: bytes)).told.english
    }

    @Test(arguments: ["a.yaml", "a.json", "a"])
    func anEmptyFile(_ name: String) {
        #expect(told([], name) == ["\(name):1:1: error: the file is empty"])
    }

    @Test(arguments: ["a.yaml", "a.json"])
    func binaryFiles(_ name: String) {
        let marked = Marked("甲: 1\n乙: §\0")
        #expect(
            document(marked.source(name)).told.english
                == marked.expected(name, ["not a text file (it holds a zero byte)"]))
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
        #expect(told(png, name) == ["\(name):3:1: error: not a text file (it holds a zero byte)"])
    }

    /// 社区 in GB 18030, in UTF-16, cut in half, overlong, a lone surrogate, beyond the last plane.
    @Test(
        arguments: [
            [0xC9, 0xE7, 0xC7, 0xF8], [0xE7, 0xA4], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
            [0xFF],
        ] as [[UInt8]])
    func textThatIsNotUTF8(_ wrong: [UInt8]) {
        for name in ["a.yaml", "a.json"] {
            let bytes = Array("a: 1\n名称: ".utf8) + wrong
            let found = told(bytes, name)
            #expect(found == ["\(name):2:5: error: not UTF-8 text (GB 18030, perhaps); save it as UTF-8"])
        }
        #expect(!told(Array("\u{FEFF}".utf8) + wrong).isEmpty)
    }

    @Test func tenMegabytesAreTheMost() {
        let line = Array("# 12345678901234567890123456789012345678901234567\n".utf8)
        let comment = Array(repeating: line, count: 10_000_000 / line.count).flatMap { $0 }.prefix(9_999_995)
        let most = Array("a: 1\n".utf8) + comment
        #expect(most.count == 10_000_000)
        #expect(document(SourceFile(name: "a.yaml", bytes: most)).root?.shown == "{a: 1}")
        for name in ["a.yaml", "a.json"] {
            let found = told(most + [0x0A], name)
            #expect(
                found == [
                    "\(name):1:1: error: a single document over 10 MB; give masses of cases "
                        + "as CSV or JSON lines (.jsonl)"
                ])
        }
    }

    @Test func theNameTellsTheFormat() {
        for name in ["a.json", "A.JSON", "x/y.Json"] {
            #expect(told(Array("a: 1".utf8), name).first?.contains("not JSON") == true)
        }
        for name in ["a.yaml", "a.yml", "json", "a.json.txt"] { #expect(told(Array("a: 1".utf8), name).isEmpty) }
    }

    @Test func filesAreReadFromTheDisk() throws {
        let file = try SourceFile(path: Tiny.path + "/standard.yaml")
        #expect(file.name == Tiny.path + "/standard.yaml" && !file.bytes.isEmpty)
        #expect(throws: SourceFile.Problem.self) { try SourceFile(path: Tiny.path) }
        #expect {
            try SourceFile(path: Tiny.path + "/nothing.yaml")
        } throws: {
            if case SourceFile.Problem.missing = $0 { true } else { false }
        }
    }
}
