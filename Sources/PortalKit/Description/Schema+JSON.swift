import Rulebook

extension Schema {
    /// As JSON Schema (2020-12); named shapes are referred to.
    var json: JSON {
        var members = plainMembers
        if let meaning { members.append(.init("description", .string("\(meaning.en) / \(meaning.zh)"))) }
        return .object(members)
    }

    private var plainMembers: [JSON.Member] {
        switch shape {
        case .anything: return [.init("$ref", .string(Schema.anythingReference))]
        case .string(let text): return type("string") + Schema.members(text, isNullable: isNullable)
        case .integer(let range):
            return type("integer") + [
                .init("minimum", .integer(range.lowerBound)), .init("maximum", .integer(range.upperBound)),
            ]
        case .number: return type("number")
        case .boolean: return type("boolean")
        case .array(let item, let count):
            return type("array") + [
                .init("items", item.json), .init("minItems", .integer(count.lowerBound)),
                .init("maxItems", .integer(count.upperBound)),
            ]
        case .object(let properties, let open, let count):
            return type("object") + Schema.members(properties, open, count)
        case .oneOf(let schemas):
            return orNull([.init("oneOf", .array(schemas.map(\.json)))])
        case .named(let name, _), .reference(let name):
            return orNull([.init("$ref", .string("#/components/schemas/\(name)"))])
        }
    }

    private func type(_ name: String) -> [JSON.Member] {
        [.init("type", isNullable ? .array([.string(name), "null"]) : .string(name))]
    }

    private func orNull(_ members: [JSON.Member]) -> [JSON.Member] {
        isNullable ? [.init("anyOf", .array([.object(members), ["type": "null"]]))] : members
    }

    private static func members(_ text: Text, isNullable: Bool) -> [JSON.Member] {
        if !text.choices.isEmpty {
            return [.init("enum", .array(text.choices.map { .string($0) } + (isNullable ? [.null] : [])))]
        }
        var members: [JSON.Member] = []
        // A pattern that counts its characters says more than the usual length.
        if text.pattern == nil || text.length != 0...longestText {
            if text.length.lowerBound > 0 { members.append(.init("minLength", .integer(text.length.lowerBound))) }
            members.append(.init("maxLength", .integer(text.length.upperBound)))
        }
        members.append(.init("pattern", .string((text.pattern ?? .text).expression)))
        if let format = text.format { members.append(.init("format", .string(format))) }
        return members
    }

    private static func members(_ properties: [Property], _ open: Bool, _ count: ClosedRange<Int>?) -> [JSON.Member] {
        let required = properties.filter(\.isRequired).map { JSON.string($0.name) }
        var members: [JSON.Member] = []
        if !properties.isEmpty {
            members.append(.init("properties", .object(properties.map { .init($0.name, $0.schema.json) })))
        }
        if !required.isEmpty { members.append(.init("required", .array(required))) }
        if open {
            members.append(.init("propertyNames", ["pattern": .string(Pattern.text.expression)]))
            members.append(.init("additionalProperties", ["$ref": .string(Schema.anythingReference)]))
        } else {
            members.append(.init("additionalProperties", false))
        }
        if let count {
            members.append(.init("minProperties", .integer(count.lowerBound)))
            members.append(.init("maxProperties", .integer(count.upperBound)))
        }
        return members
    }

    /// The named shapes in this one, by name.
    func collectNamed(into found: inout [String: Schema]) {
        switch shape {
        case .array(let item, _): item.collectNamed(into: &found)
        case .object(let properties, _, _): for property in properties { property.schema.collectNamed(into: &found) }
        case .oneOf(let schemas): for schema in schemas { schema.collectNamed(into: &found) }
        case .named(let name, let inner):
            if let other = found[name] {
                precondition(other == inner, "two different shapes are named '\(name)'")
            } else {
                found[name] = inner
                inner.collectNamed(into: &found)
            }
        case .string, .integer, .number, .boolean, .reference, .anything: break
        }
    }
}
