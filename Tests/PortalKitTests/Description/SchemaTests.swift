import Commons
import Testing

@testable import PortalKit

@Suite struct SchemaTests {
    static func places(_ schema: Schema, _ value: JSON) -> [String] { schema.problems(of: value).map(\.place) }
    static let thing = Schema.object([
        .required("name", .string(1...3)), .optional("n", .integer(1...9)),
        .optional("list", .array(of: .boolean, 1...2)),
        .optional("word", .oneOf(words: ["a", "b"])), .optional("x", .number.nullable),
        .optional("id", .string(pattern: .of("0-9a-z_-", 2...4))),
    ])

    @Test(
        arguments: [
            (["name": "abc"], []), (["name": "中文字"], []), (["name": "abcd"], ["name"]), (["name": ""], ["name"]),
            ([:], ["name"]),
            (["name": "a", "n": 0], ["n"]), (["name": "a", "n": 9], []), (["name": "a", "n": 10], ["n"]),
            (["name": "a", "n": nil], ["n"]), (["name": "a", "x": nil], []), (["name": "a", "x": "1"], ["x"]),
            (["name": "a", "list": []], ["list"]), (["name": "a", "list": [true, 1]], ["list[1]"]),
            (["name": "a", "list": [true, true, true]], ["list"]), (["name": "a", "word": "c"], ["word"]),
            (["name": "a", "id": "a"], ["id"]), (["name": "a", "id": "a-_9"], []), (["name": "a", "id": "A1"], ["id"]),
            (["name": 1, "zz": 1], ["name", "zz"]), ([1], [""]),
        ] as [(JSON, [String])])
    func objects(value: JSON, places: [String]) {
        #expect(Self.places(Self.thing, value) == places)
    }

    @Test func namesAndReferences() {
        let tree = Schema.named(
            "Tree", .object([.optional("children", .array(of: .reference("Tree"))), .optional("n", .integer(0...1))]))
        #expect(Self.places(tree, ["children": [["children": []], ["n": 1]]]) == [])
        #expect(Self.places(tree, ["children": [["children": [["n": 5]]]]]) == ["children[0].children[0].n"])
        let both = Schema.oneOf([.integer(0...5), .integer(5...9), .string()])
        #expect(Self.places(both, 4) == [] && Self.places(both, 5) == [""] && Self.places(both, true) == [""])
        #expect(Self.places(both, "a") == [])
    }

    @Test func howManyMembers() {
        let one = Schema.object([.optional("a", .boolean), .optional("b", .boolean)], count: 1...1)
        #expect(Self.places(one, [:]) == [""] && Self.places(one, ["a": true, "b": true]) == [""])
        #expect(Self.places(one, ["a": true]) == [] && Self.places(one, ["c": true]) == ["c"])
        let some = Schema.object([], open: true, count: 1...2)
        #expect(Self.places(some, [:]) == [""] && Self.places(some, ["a": 1, "b": 2]) == [])
        #expect(Self.places(some, ["a": 1, "b": 2, "c": 3]) == [""])
        #expect(one.json["minProperties"] == 1 && one.json["maxProperties"] == 1)
        #expect(some.json["additionalProperties"] == ["$ref": "#/components/schemas/Anything"])
    }

    @Test func problemsAreBounded() {
        let value = JSON.array((0..<1000).map { .integer($0) })
        #expect(Schema.array(of: .boolean).problems(of: value).count == 50)
    }

    @Test func patterns() {
        #expect(Pattern.id.holds(String(repeating: "a", count: 26)) && !Pattern.id.holds("A"))
        #expect(Pattern.day.holds("2026-03-01") && !Pattern.day.holds("2026-3-01") && !Pattern.day.holds("2026-03-0١"))
        for pattern in [Pattern.id, .day, .pathPart, .of("0-9a-z_-", 2...4)] {
            #expect(
                !pattern.holds("a\n") && !pattern.holds("") && !pattern.holds("é" + String(repeating: "0", count: 25)))
        }
    }

    /// The function says what the expression says.
    @Test func patternsAgreeWithTheirExpressions() throws {
        for pattern in [Pattern.day, .pathPart, .of("0-9a-z_-", 2...4), .of("0-9a-z.", 1...10)] {
            let expression = try Regex(pattern.expression)
            for text in [
                "", "a", "ab", "a-_9", "abcd", "abcde", "2026-03-01", "2026-03-010", "..", "~", "A", "中", "a b",
            ] {
                #expect(
                    pattern.holds(text) == (text.wholeMatch(of: expression) != nil), "\(pattern.expression) \(text)")
            }
        }
    }
}
