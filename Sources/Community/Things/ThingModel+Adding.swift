import Commons
import Foundation
import Rulebook

extension ThingModel {
    /// The JSON of a model with what was announced in it. What stands there stays as somebody wrote it; ranges are
    /// widened and values of a text added.
    /// - Parameter text: of the model as it is; empty: there is none yet.
    /// - Throws: what was announced is something else there.
    static func adding(_ announced: DeviceAnnouncement.Announced, to text: String) throws(Refusal) -> String {
        let before = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
        var properties = before["properties"] as? [String: Any] ?? [:]
        for (property, isReadOnly) in announced.properties.map({ ($0, true) }) + announced.settings.map({ ($0, false) })
        {
            if let there = properties[property.id] as? [String: Any] {
                properties[property.id] = try widened(there, property, isReadOnly)
            } else {
                properties[property.id] = part(property, isReadOnly)
            }
        }
        var actions = before["actions"] as? [String: Any] ?? [:]
        for command in announced.commands where actions[command.id] == nil {
            actions[command.id] = part(command)
        }
        var after = before
        after["title"] = before["title"] ?? announced.title
        if !properties.isEmpty { after["properties"] = properties }
        if !actions.isEmpty { after["actions"] = actions }
        if NSDictionary(dictionary: before).isEqual(to: after) { return text }
        guard
            let data = try? JSONSerialization.data(
                withJSONObject: after, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        else { throw Refusal(.invalid, zh: "无法写成物模型", en: "this cannot be written as a model") }
        return String(decoding: data, as: UTF8.self)
    }

    private static func part(_ property: DeviceModel.Property, _ isReadOnly: Bool) -> [String: Any] {
        var part: [String: Any] = ["titles": ["zh": property.title.zh, "en": property.title.en]]
        if isReadOnly { part["readOnly"] = true }
        if !property.unit.isEmpty { part["unit"] = property.unit }
        if let silence = property.silence { part["linli:silence"] = silence }
        switch property.content {
        case .flag: part["type"] = "boolean"
        case .state(let options):
            part["type"] = "string"
            part["enum"] = options.map(\.id)
        case .number(let range):
            part["type"] = "number"
            // What stands in neither is the widest that there is.
            if range.lowerBound > widest.lowerBound { part["minimum"] = range.lowerBound }
            if range.upperBound < widest.upperBound { part["maximum"] = range.upperBound }
        }
        return part
    }

    private static func part(_ command: DeviceModel.Command) -> [String: Any] {
        var part: [String: Any] = [
            "titles": ["zh": command.title.zh, "en": command.title.en], "linli:term": command.term,
        ]
        part["linli:opposite"] = command.opposite
        return part
    }

    private static func widened(
        _ there: [String: Any], _ property: DeviceModel.Property, _ isReadOnly: Bool
    ) throws(Refusal) -> [String: Any] {
        var part = there
        let type = there["type"] as? String
        let isSame = there["readOnly"] as? Bool ?? false == isReadOnly
        switch property.content {
        case .flag where isSame && type == "boolean": break
        case .number(let range) where isSame && (type == "number" || type == "integer"):
            // Where nothing was said of a range, what people have written stays.
            if let least = there["minimum"] as? Double, widest.lowerBound < range.lowerBound, range.lowerBound < least {
                part["minimum"] = range.lowerBound
            }
            if let most = there["maximum"] as? Double, most < range.upperBound, range.upperBound < widest.upperBound {
                part["maximum"] = range.upperBound
            }
        case .state(let options) where isSame && type == "string":
            if var values = there["oneOf"] as? [[String: Any]] {
                let known = Set(values.compactMap { $0["const"] as? String })
                values += options.filter { !known.contains($0.id) }.map { ["const": $0.id] }
                part["oneOf"] = values
            } else {
                let values = there["enum"] as? [String] ?? []
                part["enum"] = values + options.map(\.id).filter { !values.contains($0) }
            }
        default:
            throw Refusal(
                .invalid, zh: "型号中“\(property.id)”是另一种内容", en: "'\(property.id)' is something else in the model",
                place: "definition")
        }
        return part
    }
}
