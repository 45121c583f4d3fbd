import Commons
import Foundation
import Rulebook

/// A device model as JSON: a Thing Model of the W3C Web of Things (Thing Description 1.1). What is read-only is a property,
/// what can be written is a setting. `linli:silence`, `linli:term` and `linli:opposite` say what the standard has no
/// words for.
struct ThingModel {
    private typealias Members = [String: Any]

    static let mostProperties = 100
    static let mostCommands = 50
    private static let mostStates = 100

    private let members: Members

    /// - Throws: what is wrong, with its place in the JSON.
    init(_ text: String) throws(Refusal) {
        guard let found = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? Members else {
            throw Self.wrong("", zh: "不是 JSON 对象", en: "not a JSON object")
        }
        members = found
    }

    private static func wrong(_ path: String, zh: String, en: String) -> Refusal {
        let place = path.isEmpty ? "" : "\(path)："
        return Refusal(
            .invalid, zh: place + zh, en: (path.isEmpty ? "" : "\(path): ") + en, place: "definition")
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
        let titles = Self.title(members, else: name)
        var model = DeviceModel(id, zh: name, en: titles.en == titles.zh ? name : titles.en)
        for (path, one, members) in try Self.parts(members, "properties", most: Self.mostProperties) {
            let isReadOnly = members["readOnly"] as? Bool ?? false
            let property = try Self.property(path, one, members, isSetting: !isReadOnly)
            if isReadOnly { model.properties.append(property) } else { model.settings.append(property) }
        }
        for (path, one, members) in try Self.parts(members, "actions", most: Self.mostCommands) {
            let title = Self.title(members, else: one)
            let term = try Self.number(members, "linli:term", path, 1...86_400) ?? 60
            model.commands.append(
                .init(
                    one, zh: title.zh, en: title.en, opposite: members["linli:opposite"] as? String, term: Int64(term)))
        }
        model.events = try Self.parts(members, "events", most: 50, isNamed: false).map(\.name)
        return model
    }

    /// The objects of an object, in the order of their names.
    private static func parts(
        _ members: Members, _ key: String, most: Int, isNamed: Bool = true
    ) throws(Refusal) -> [(path: String, name: String, members: Members)] {
        guard let value = members[key] else { return [] }
        guard let object = value as? Members else { throw wrong(key, zh: "应为对象", en: "should be an object") }
        guard object.count <= most else { throw wrong(key, zh: "最多 \(most) 项", en: "at most \(most)") }
        var parts: [(String, String, Members)] = []
        for (name, part) in object.sorted(by: { $0.key < $1.key }) {
            let path = "\(key).\(name.cut(to: 40))"
            guard !isNamed || isName(name) else {
                throw wrong(
                    path, zh: "名称只能用 1 至 40 个字母、数字、- 和 _", en: "a name is 1 to 40 letters, digits, - and _")
            }
            guard let part = part as? Members else { throw wrong(path, zh: "应为对象", en: "should be an object") }
            parts.append((path, name, part))
        }
        return parts
    }

    private static func title(_ members: Members, else name: String) -> Phrase {
        let titles = members["titles"] as? Members ?? [:]
        let plain = members["title"] as? String
        func text(_ language: String) -> String? {
            titles.first { $0.key.lowercased().hasPrefix(language) }?.value as? String
        }
        let zh = text("zh") ?? plain ?? name
        return Phrase(zh: String(zh.prefix(100)), en: String((text("en") ?? plain ?? name).prefix(100)))
    }

    private static func number(
        _ members: Members, _ key: String, _ path: String, _ range: ClosedRange<Double>
    ) throws(Refusal) -> Double? {
        guard let value = members[key] else { return nil }
        // A JSON flag comes as a number as well.
        guard !(value is Bool), let number = (value as? NSNumber)?.doubleValue, range.contains(number) else {
            throw wrong(
                "\(path).\(key)", zh: "应为 \(range.lowerBound) 至 \(range.upperBound) 的数",
                en: "should be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func property(
        _ path: String, _ id: String, _ members: Members, isSetting: Bool
    ) throws(Refusal) -> DeviceModel.Property {
        let title = title(members, else: id)
        let silence = try number(members, "linli:silence", path, 1...31_536_000).map { Int64($0) }
        return DeviceModel.Property(
            id, zh: title.zh, en: title.en, try content(path, members),
            unit: String((members["unit"] as? String ?? "").prefix(20)), silence: isSetting ? nil : silence)
    }

    private static func content(_ path: String, _ members: Members) throws(Refusal) -> DeviceModel.Property.Content {
        switch members["type"] as? String {
        case "number", "integer":
            let everything = -1e12...1e12
            let least = try number(members, "minimum", path, everything) ?? everything.lowerBound
            let most = try number(members, "maximum", path, everything) ?? everything.upperBound
            guard least <= most else {
                throw wrong(path, zh: "minimum 大于 maximum", en: "minimum is above maximum")
            }
            return .number(least...most)
        case "boolean": return .flag
        case "string": return .state(try states(path, members))
        default:
            throw wrong(
                "\(path).type", zh: "应为 number、integer、boolean，或带 enum 或 oneOf 的 string",
                en: "should be number, integer, boolean, or string with enum or oneOf")
        }
    }

    private static func states(_ path: String, _ members: Members) throws(Refusal) -> [Field.Option] {
        let named = (members["oneOf"] as? [Members])?.map { one in
            (one["const"] as? String).map { Field.Option($0, zh: title(one, else: $0).zh, en: title(one, else: $0).en) }
        }
        let plain = (members["enum"] as? [Any])?.map { one in (one as? String).map { Field.Option($0, zh: $0, en: $0) } }
        guard let states = named ?? plain, (1...mostStates).contains(states.count) else {
            throw wrong(
                path, zh: "文字须以 enum 或 oneOf 列出 1 至 \(mostStates) 个取值",
                en: "a string lists its 1 to \(mostStates) values by enum or oneOf")
        }
        let options = states.compactMap(\.self)
        guard options.count == states.count, Set(options.map(\.id)).count == options.count,
            options.allSatisfy({ (1...60).contains($0.id.utf8.count) })
        else { throw wrong(path, zh: "取值应为互不相同的文字", en: "its values are different texts") }
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
        let (old, new) = (before.properties + before.settings, properties + settings)
        return old.first { one in
            guard let now = new.first(where: { $0.id == one.id }) else { return true }
            switch (one.content, now.content) {
            case (.number, .number), (.flag, .flag): return false
            // A state is kept by its place in the list.
            case (.state(let before), .state(let after)): return !after.map(\.id).starts(with: before.map(\.id))
            default: return true
            }
        }?.id
    }
}
