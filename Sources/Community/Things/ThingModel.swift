import Commons
import Foundation
import Rulebook

/// A device model as JSON: a Thing Model of the W3C Web of Things (Thing Description 1.1). What is read-only is a
/// property, what can be written is a setting. `linli:silence`, `linli:term` and `linli:opposite` say what the standard
/// has no words for.
struct ThingModel: Decodable {
    /// A property or an action.
    private struct Affordance: Decodable {
        /// One of the values of a text.
        struct Value: Decodable {
            var const: String
            var title: String?
            var titles: [String: String]?
        }

        var title: String?
        var titles: [String: String]?
        var type: String?
        var unit: String?
        var readOnly: Bool?
        var minimum: Double?
        var maximum: Double?
        var `enum`: [String]?
        var oneOf: [Value]?
        var silence: Int64?
        var term: Int64?
        var opposite: String?

        enum CodingKeys: String, CodingKey {
            case title, titles, type, unit, readOnly, minimum, maximum, `enum`, oneOf
            case silence = "linli:silence"
            case term = "linli:term"
            case opposite = "linli:opposite"
        }
    }

    private struct Nothing: Decodable {}

    /// What a number is in that says neither minimum nor maximum.
    static let widest = -1e12...1e12
    static let mostProperties = 100
    static let mostCommands = 50
    private static let mostStates = 100

    private var title: String?
    private var titles: [String: String]?
    private var properties: [String: Affordance]?
    private var actions: [String: Affordance]?
    private var events: [String: Nothing]?

    /// - Throws: what is wrong, with its place in the JSON.
    init(_ text: String) throws(Refusal) {
        do {
            self = try JSONDecoder().decode(ThingModel.self, from: Data(text.utf8))
        } catch let error as DecodingError {
            let path: [any CodingKey]
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context): path = context.codingPath
            case .keyNotFound(let key, let context): path = context.codingPath + [key]
            case .dataCorrupted: throw Self.wrong("", zh: "不是 JSON 对象", en: "not a JSON object")
            @unknown default: throw Self.wrong("", zh: "不是 JSON 对象", en: "not a JSON object")
            }
            if path.isEmpty { throw Self.wrong("", zh: "不是 JSON 对象", en: "not a JSON object") }
            let place = path.map { $0.intValue.map(String.init) ?? $0.stringValue.cut(to: 40) }.joined(separator: ".")
            throw Self.wrong(place, zh: "缺少，或类型不对", en: "is missing, or of another type")
        } catch {
            throw Self.wrong("", zh: "不是 JSON 对象", en: "not a JSON object")
        }
    }

    private static func wrong(_ path: String, zh: String, en: String) -> Refusal {
        Refusal(
            .invalid, zh: (path.isEmpty ? "" : "\(path)：") + zh, en: (path.isEmpty ? "" : "\(path): ") + en,
            place: "definition")
    }

    /// What can stand as a part of a rule, a topic or an address.
    static func isName(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    func model(_ id: String, _ name: String) throws(Refusal) -> DeviceModel {
        let english = Self.title(title, titles, else: name).en
        var model = DeviceModel(id, zh: name, en: english)
        for (path, one, part) in try Self.parts(properties, "properties", most: Self.mostProperties) {
            let property = try Self.property(path, one, part)
            if part.readOnly == true { model.properties.append(property) } else { model.settings.append(property) }
        }
        for (path, one, part) in try Self.parts(actions, "actions", most: Self.mostCommands) {
            let title = Self.title(part.title, part.titles, else: one)
            let term = try Self.seconds(part.term, "\(path).linli:term", 1...86_400) ?? 60
            model.commands.append(.init(one, zh: title.zh, en: title.en, opposite: part.opposite, term: term))
        }
        guard (events?.count ?? 0) <= 50 else { throw Self.wrong("events", zh: "最多 50 项", en: "at most 50") }
        model.events = events?.keys.sorted() ?? []
        return model
    }

    /// In the order of their names.
    private static func parts(
        _ all: [String: Affordance]?, _ key: String, most: Int
    ) throws(Refusal) -> [(path: String, name: String, part: Affordance)] {
        let all = all ?? [:]
        guard all.count <= most else { throw wrong(key, zh: "最多 \(most) 项", en: "at most \(most)") }
        for name in all.keys.sorted() where !isName(name) {
            throw wrong(
                "\(key).\(name.cut(to: 40))", zh: "名称只能用 1 至 40 个字母、数字、- 和 _",
                en: "a name is 1 to 40 letters, digits, - and _")
        }
        return all.sorted { $0.key < $1.key }.map { ("\(key).\($0.key)", $0.key, $0.value) }
    }

    private static func title(_ title: String?, _ titles: [String: String]?, else name: String) -> Phrase {
        func text(_ language: String) -> String? {
            titles?.sorted { $0.key < $1.key }.first { $0.key.lowercased().hasPrefix(language) }?.value
        }
        let zh = text("zh") ?? title ?? name
        return Phrase(zh: String(zh.prefix(100)), en: String((text("en") ?? title ?? name).prefix(100)))
    }

    private static func seconds(
        _ seconds: Int64?, _ path: String, _ range: ClosedRange<Int64>
    ) throws(Refusal) -> Int64? {
        guard let seconds else { return nil }
        guard range.contains(seconds) else {
            throw wrong(
                path, zh: "应为 \(range.lowerBound) 至 \(range.upperBound) 秒",
                en: "should be \(range.lowerBound) to \(range.upperBound) seconds")
        }
        return seconds
    }

    private static func property(_ path: String, _ id: String, _ part: Affordance) throws(Refusal)
        -> DeviceModel.Property
    {
        let title = title(part.title, part.titles, else: id)
        let silence = try seconds(part.silence, "\(path).linli:silence", 1...31_536_000)
        return DeviceModel.Property(
            id, zh: title.zh, en: title.en, try content(path, part), unit: String((part.unit ?? "").prefix(20)),
            silence: part.readOnly == true ? silence : nil)
    }

    private static func content(_ path: String, _ part: Affordance) throws(Refusal) -> DeviceModel.Property.Content {
        switch part.type {
        case "number", "integer":
            let (least, most) = (part.minimum ?? widest.lowerBound, part.maximum ?? widest.upperBound)
            guard least <= most else { throw wrong(path, zh: "minimum 大于 maximum", en: "minimum is above maximum") }
            return .number(least...most)
        case "boolean": return .flag
        case "string": return .state(try states(path, part))
        default:
            throw wrong(
                "\(path).type", zh: "应为 number、integer、boolean，或带 enum 或 oneOf 的 string",
                en: "should be number, integer, boolean, or string with enum or oneOf")
        }
    }

    private static func states(_ path: String, _ part: Affordance) throws(Refusal) -> [Field.Option] {
        let named = part.oneOf?.map { one in
            let title = title(one.title, one.titles, else: one.const)
            return Field.Option(one.const, zh: title.zh, en: title.en)
        }
        let options = named ?? part.enum?.map { Field.Option($0, zh: $0, en: $0) } ?? []
        guard (1...mostStates).contains(options.count), Set(options.map(\.id)).count == options.count,
            options.allSatisfy({ (1...60).contains($0.id.utf8.count) })
        else {
            throw wrong(
                path, zh: "文字须以 enum 或 oneOf 列出 1 至 \(mostStates) 个互不相同的取值",
                en: "a string lists its 1 to \(mostStates) different values by enum or oneOf")
        }
        return options
    }
}

extension DeviceModel {
    /// The model that somebody wrote.
    /// - Throws: what is wrong with it, with its place.
    init(_ item: Item, _ declared: Catalog) throws(Refusal) {
        let code = item.fields["code"]?.text ?? ""
        guard ThingModel.isName(code) else {
            throw Refusal(
                .invalid, zh: "只能用 1 至 40 个字母、数字、- 和 _", en: "1 to 40 letters, digits, - and _", place: "code")
        }
        self = try ThingModel(item.fields["definition"]?.text ?? "").model(code, item.fields["name"]?.text ?? code)
        for event in events where declared.event(event) == nil {
            throw Refusal(
                .invalid, zh: "events.\(event)：没有这种事件", en: "events.\(event): there is no such event",
                place: "definition")
        }
        for command in commands {
            guard let opposite = command.opposite else { continue }
            guard commands.contains(where: { $0.id == opposite && $0.opposite == command.id }) else {
                throw Refusal(
                    .invalid, zh: "actions.\(command.id)：“\(opposite)”没有反过来指它",
                    en: "actions.\(command.id): '\(opposite)' does not undo it", place: "definition")
            }
        }
    }

    /// What was kept with the model before could no longer be read with this one.
    func lost(from before: DeviceModel) -> String? {
        let commands = before.commands.first { old in !self.commands.contains { $0.id == old.id } }?.id
        return DeviceModel.lost(before.properties, properties) ?? DeviceModel.lost(before.settings, settings)
            ?? commands
    }

    private static func lost(_ old: [Property], _ new: [Property]) -> String? {
        old.first { one in
            guard let now = new.first(where: { $0.id == one.id }) else { return true }
            // Rules may wait for its silence.
            if one.silence != nil, now.silence == nil { return true }
            switch (one.content, now.content) {
            case (.number, .number), (.flag, .flag): return false
            // A state is kept by its place in the list.
            case (.state(let before), .state(let after)): return !after.map(\.id).starts(with: before.map(\.id))
            default: return true
            }
        }?.id
    }
}
