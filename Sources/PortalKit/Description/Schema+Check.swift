import Commons
import Rulebook

extension Schema {
    /// What is wrong with a value, each with its place such as `findings[3].clause`; at most 50 points.
    func problems(of value: JSON) -> [Refusal.Detail] {
        var check = SchemaCheck()
        check.check(value, self, "")
        return check.problems
    }

    /// What is wrong with a text that stands for a value, as in a path or a query.
    func problem(ofText text: String, place: String) -> Refusal.Detail? {
        var check = SchemaCheck()
        check.check(SchemaCheck.value(text, self), self, place)
        return check.problems.first
    }
}

/// Compares a value with a schema and collects what does not fit.
private struct SchemaCheck {
    private static let most = 50

    private(set) var problems: [Refusal.Detail] = []
    /// The named shapes around the present one, for references.
    private var named: [String: Schema] = [:]

    /// A text as the kind of value that the schema wants, if it can be one.
    static func value(_ text: String, _ schema: Schema) -> JSON {
        switch schema.shape {
        case .integer:
            // `+5` and `05` are other texts for the same number; one number has one text.
            if let value = Int(text), String(value) == text { return .integer(value) }
            return .string(text)
        case .number: return (try? JSONParser.parse(Array(text.utf8))) ?? .string(text)
        case .boolean: return text == "true" ? true : text == "false" ? false : .string(text)
        case .named(_, let schema): return value(text, schema)
        default: return .string(text)
        }
    }

    private mutating func note(_ place: String, _ reason: Phrase) {
        if problems.count < SchemaCheck.most { problems.append(Refusal.Detail(place, reason)) }
    }

    mutating func check(_ value: JSON, _ schema: Schema, _ place: String) {
        if schema.isNullable, value == .null { return }
        switch schema.shape {
        case .anything: break
        case .string(let text): checkText(value, text, place)
        case .integer(let range): checkInteger(value, range, place)
        case .number:
            guard case .number = value else { return note(place, Phrase(zh: "必须是数字", en: "must be a number")) }
        case .boolean:
            guard case .boolean = value else {
                return note(place, Phrase(zh: "必须是 true 或 false", en: "must be true or false"))
            }
        case .array(let item, let count): checkArray(value, item, count, place)
        case .object(let properties, let open, let count): checkObject(value, properties, open, count, place)
        case .oneOf(let schemas): checkOneOf(value, schemas, place)
        case .named(let name, let inner):
            named[name] = schema
            check(value, inner, place)
        case .reference(let name):
            if let schema = named[name], case .named(_, let inner) = schema.shape { check(value, inner, place) }
        }
    }

    private mutating func checkText(_ value: JSON, _ text: Schema.Text, _ place: String) {
        guard case .string(let string) = value else { return note(place, Phrase(zh: "必须是文字", en: "must be text")) }
        if !text.choices.isEmpty {
            if !text.choices.contains(string) {
                let words = text.choices.joined(separator: ", ")
                note(place, Phrase(zh: "只能是：\(words)", en: "must be one of: \(words)"))
            }
            return
        }
        // Bytes first: counting scalars of a short text is not needed to know that it is short.
        let bytes = string.utf8.count
        if bytes < text.length.lowerBound || bytes > text.length.upperBound || text.length.lowerBound > 0 {
            let count = string.unicodeScalars.count
            if !text.length.contains(count) {
                let (low, high) = (text.length.lowerBound, text.length.upperBound)
                note(place, Phrase(zh: "须有 \(low) 到 \(high) 个字符", en: "must have \(low) to \(high) characters"))
                return
            }
        }
        let pattern = text.pattern ?? .text
        if !pattern.holds(string) {
            note(place, Phrase(zh: "格式须符合 \(pattern.expression)", en: "must look like \(pattern.expression)"))
        }
    }

    private mutating func checkInteger(_ value: JSON, _ range: ClosedRange<Int>, _ place: String) {
        guard let integer = value.integer else {
            return note(place, Phrase(zh: "必须是整数", en: "must be a whole number"))
        }
        if !range.contains(integer) {
            let (low, high) = (range.lowerBound, range.upperBound)
            note(place, Phrase(zh: "须在 \(low) 到 \(high) 之间", en: "must be from \(low) to \(high)"))
        }
    }

    private mutating func checkArray(_ value: JSON, _ item: Schema, _ count: ClosedRange<Int>, _ place: String) {
        guard case .array(let items) = value else { return note(place, Phrase(zh: "必须是列表", en: "must be a list")) }
        if !count.contains(items.count) {
            let (low, high) = (count.lowerBound, count.upperBound)
            return note(place, Phrase(zh: "须有 \(low) 到 \(high) 项", en: "must have \(low) to \(high) items"))
        }
        for (index, value) in items.enumerated() { check(value, item, "\(place)[\(index)]") }
    }

    private mutating func checkObject(
        _ value: JSON, _ properties: [Schema.Property], _ open: Bool, _ count: ClosedRange<Int>?, _ place: String
    ) {
        guard case .object(let members) = value else {
            return note(place, Phrase(zh: "必须是对象", en: "must be an object"))
        }
        if let count, !count.contains(members.count) {
            let (low, high) = (count.lowerBound, count.upperBound)
            return note(
                place,
                low == high
                    ? Phrase(zh: "须恰好有 \(low) 个成员", en: "must have exactly \(low) members")
                    : Phrase(zh: "须有 \(low) 到 \(high) 个成员", en: "must have \(low) to \(high) members"))
        }
        let within = { (name: String) in place.isEmpty ? name : "\(place).\(name)" }
        for property in properties {
            if let value = value[property.name] {
                check(value, property.schema, within(property.name))
            } else if property.isRequired {
                note(within(property.name), Phrase(zh: "必填", en: "is missing"))
            }
        }
        if open { return }
        for member in members where !properties.contains(where: { $0.name == member.name }) {
            let name = String(member.name.prefix(100))
            note(within(name), Phrase(zh: "没有这个字段", en: "there is no such field"))
        }
    }

    private mutating func checkOneOf(_ value: JSON, _ schemas: [Schema], _ place: String) {
        let fitting = schemas.count { schema in
            var other = SchemaCheck()
            other.named = named
            other.check(value, schema, place)
            return other.problems.isEmpty
        }
        if fitting != 1 {
            note(place, Phrase(zh: "须恰好符合其中一种形式", en: "must be exactly one of the shapes that are allowed"))
        }
    }
}
