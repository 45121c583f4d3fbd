import Rulebook

/// What some JSON looks like (JSON Schema 2020-12): checked at the door, and told to the world in the OpenAPI document.
public struct Schema: Hashable, Sendable {
    indirect enum Shape: Hashable, Sendable {
        case string(Text)
        case integer(ClosedRange<Int>)
        case number
        case boolean
        case array(Schema, ClosedRange<Int>)
        case object([Property], open: Bool, count: ClosedRange<Int>?)
        case oneOf([Schema])
        case named(String, Schema)
        /// By name; for shapes that hold themselves.
        case reference(String)
        case anything
    }

    /// A member of an object.
    public struct Property: Hashable, Sendable {
        public var name: String
        public var schema: Schema
        public var isRequired: Bool

        public static func required(_ name: String, _ schema: Schema) -> Property {
            Property(name: name, schema: schema, isRequired: true)
        }

        public static func optional(_ name: String, _ schema: Schema) -> Property {
            Property(name: name, schema: schema, isRequired: false)
        }
    }

    struct Text: Hashable, Sendable {
        var length: ClosedRange<Int>
        var pattern: Pattern?
        var format: String?
        var choices: [String]
    }

    /// How many characters a text may have that says nothing else.
    public static let longestText = 10_000

    static let anythingName = "Anything"
    static let anythingReference = "#/components/schemas/" + anythingName

    var shape: Shape
    var isNullable = false
    var meaning: Phrase?

    init(_ shape: Shape) { self.shape = shape }

    // MARK: Making one

    /// - `length`: in Unicode scalars.
    /// - `format`: such as `date`; told, not checked: a pattern is.
    public static func string(
        _ length: ClosedRange<Int> = 0...longestText, pattern: Pattern? = nil, format: String? = nil
    ) -> Schema {
        Schema(.string(Text(length: length, pattern: pattern, format: format, choices: [])))
    }

    /// One of these words.
    public static func oneOf(words: [String]) -> Schema {
        Schema(.string(Text(length: 0...longestText, pattern: nil, format: nil, choices: words)))
    }

    public static func integer(_ range: ClosedRange<Int>) -> Schema { Schema(.integer(range)) }
    public static var number: Schema { Schema(.number) }
    public static var boolean: Schema { Schema(.boolean) }
    public static var anything: Schema { Schema(.anything) }

    /// `count`: how many items there may be.
    public static func array(of schema: Schema, _ count: ClosedRange<Int> = 0...10_000) -> Schema {
        Schema(.array(schema, count))
    }

    /// - `open`: members that are not listed are let through; otherwise they are refused.
    /// - `count`: how many members there must be; nil: as many as there are.
    public static func object(_ properties: [Property], open: Bool = false, count: ClosedRange<Int>? = nil) -> Schema {
        Schema(.object(properties, open: open, count: count))
    }

    /// Exactly one of them.
    public static func oneOf(_ schemas: [Schema]) -> Schema { Schema(.oneOf(schemas)) }

    /// A shape with a name, written once into the document and referred to by everything that uses it.
    /// `name`: letters and digits.
    public static func named(_ name: String, _ schema: Schema) -> Schema { Schema(.named(name, schema)) }

    /// A shape that some `named` one declares, for those that hold themselves.
    public static func reference(_ name: String) -> Schema { Schema(.reference(name)) }

    /// This, or `null`.
    public var nullable: Schema {
        var copy = self
        copy.isNullable = true
        return copy
    }

    /// What it means, for readers of the document.
    public func meaning(zh: String, en: String) -> Schema {
        var copy = self
        copy.meaning = Phrase(zh: zh, en: en)
        return copy
    }
}
