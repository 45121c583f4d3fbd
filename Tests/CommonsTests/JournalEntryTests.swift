import Commons
import Secrets
import Testing

struct JournalEntryTests {
    private static var content: JournalContent {
        var content = JournalContent(at: 1_790_000_000_000, by: "01h0", way: "page", on: "person/01h1")
        content.notes = [JournalContent.Note(act: "personal.look", details: ["field": "phone", "purpose": "回访"])]
        content.rows = [
            "person/01h1": ["language": .text("zh"), "version": .number(3), "name": .commitment("aa"), "x": .nothing],
            "membership/01h1/01h2/expert": nil, "setting/policy": ["content": .digest("bb")],
        ]
        return content
    }

    @Test func aContentReadsBackAndIsWrittenTheSameWay() throws {
        let text = try Self.content.text
        let entry = JournalEntry(sequence: 0, content: text, previous: JournalEntry.beforeFirst)
        #expect(entry.decoded == Self.content)
        #expect(try entry.decoded?.text == text)
        #expect(
            text == """
                {"at":1790000000000,"by":"01h0","notes":[{"act":"personal.look","details":{"field":"phone",\
                "purpose":"回访"}}],"on":"person/01h1","rows":{"membership/01h1/01h2/expert":null,"person/01h1":\
                {"language":"zh","name":{"commitment":"aa"},"version":3,"x":null},"setting/policy":{"content":\
                {"sha256":"bb"}}},"way":"page"}
                """)
    }

    @Test func theLeafHangsOnEveryPart() throws {
        let text = try Self.content.text
        let entry = JournalEntry(sequence: 7, content: text, previous: JournalEntry.beforeFirst)
        var others = [entry, entry, entry]
        others[0].sequence = 8
        others[1].content += " "
        others[2].previous = MerkleTree.emptyRoot
        for other in others { #expect(other.leaf != entry.leaf) }
        #expect(
            entry.leaf
                == MerkleTree.leaf(
                    Array("linli journal 1\n7\n\(String(repeating: "0", count: 64))\n\(text)".utf8)))
    }

    @Test func aCommitmentTellsNothingWithoutItsSalt() {
        let (one, two) = ([UInt8](repeating: 1, count: 16), [UInt8](repeating: 2, count: 16))
        let value = Array("13800000000".utf8)
        #expect(JournalValue.commitment(to: value, salt: one) == .commitment(to: value, salt: one))
        #expect(JournalValue.commitment(to: value, salt: one) != .commitment(to: value, salt: two))
        #expect(JournalValue.commitment(to: value, salt: one) != .commitment(to: value + [0], salt: one))
    }
}
