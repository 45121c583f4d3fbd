import Commons
import Testing

@testable import PortalKit

@Suite struct FieldsTests {
    enum Colour: String, CaseIterable { case red, green }

    static func fields(_ text: String) throws -> Fields { try #require(Fields(encoded: text.utf8)) }

    @Test func pairs() throws {
        let fields = try Self.fields("a=1&b=x%3Dy=z&&c&d=&a=2&%E4%B8%AD=+%2B")
        #expect(fields.names == ["a", "b", "c", "d", "a", "中"])
        #expect(fields.pairs.map(\.value) == ["1", "x=y=z", "", "", "2", " +"])
        #expect(fields.all("a") == ["1", "2"])
        #expect(Fields(encoded: "a=1&b=2&c=3".utf8, most: 2) == nil)
    }

    @Test func getters() throws {
        let fields = try Self.fields("text=+a+b+&empty=&blank=++&n=5&big=99&word=x&on=on&off=false&colour=red")
        #expect(try fields.text("text") == "a b")
        #expect(try fields.optional("empty") == "" && fields.filled("empty") == nil)
        #expect(try fields.filled("blank") == nil && fields.filled("none") == nil)
        #expect(try fields.integer("n", in: 0...9) == 5)
        #expect(try fields.integer("empty", in: 0...9, or: 3) == 3)
        #expect(try fields.flag("on") && !fields.flag("off") && !fields.flag("none") && !fields.flag("empty"))
        #expect(try fields.choice("colour", of: Colour.self) == .red)
    }

    @Test func errorsNameTheField() throws {
        let fields = try Self.fields("empty=&n=5&big=99&word=x&twice=1&twice=2")
        let tries: [(String, () throws -> Void)] = [
            ("empty", { _ = try fields.text("empty") }), ("none", { _ = try fields.text("none") }),
            ("word", { _ = try fields.integer("word") }), ("big", { _ = try fields.integer("big", in: 0...9) }),
            ("big", { _ = try fields.integer("big", in: 0...9, or: 1) }),
            ("twice", { _ = try fields.optional("twice") }), ("twice", { _ = try fields.flag("twice") }),
            ("word", { _ = try fields.choice("word", of: Colour.self) }),
            ("word", { _ = try fields.text("word", most: 0) }),
        ]
        for (name, body) in tries {
            let refusal = #expect(throws: Refusal.self) { try body() }
            #expect(refusal?.kind == .invalid && refusal?.place == name)
        }
    }

    @Test(arguments: ["%", "%4", "%4g", "%C3", "a=%ff", "%00=a", "a=%ED%A0%80"]) func wronglyEncoded(text: String) {
        #expect(Fields(encoded: text.utf8) == nil)
    }

    @Test func percent() {
        #expect(Percent.encode("aZ09-._~") == "aZ09-._~")
        #expect(Percent.encode("a b/中+%") == "a%20b%2F%E4%B8%AD%2B%25")
        #expect(Percent.decode("a%20b%2f+".utf8) == "a b/+")
        #expect(Percent.decode("a+b".utf8, plus: true) == "a b")
    }
}
