import Commons
import Rulebook

extension RuleReader {
    /// The kind of the item that sets it off; nil: none does.
    var subject: Kind? {
        switch waiting {
        case .event: catalog.kind(Estate.alarm.id)
        case .state, .overdue: text("state").flatMap(RuleReader.parts).flatMap { catalog.kind($0.0) }
        default: nil
        }
    }

    mutating func conditions() -> [Rule.Condition] {
        var found: [Rule.Condition] = []
        switch (fields["hoursFrom"]?.number, fields["hoursUntil"]?.number) {
        case (nil, nil): break
        case (let from?, let until?):
            if waiting == .clock {
                wrong("hoursFrom", "不用于这种触发方式，请清空", "means nothing for this trigger: leave it empty")
            } else if from == until || (from == 0 && until == 24) {
                wrong("hoursUntil", "与开始相同或为全天，请清空两项", "leaves no hours or all: leave both empty")
            } else {
                found.append(.hours(from: from, until: until == 24 ? 0 : until))
            }
        case (nil, _): wrong("hoursFrom", "必填", "is missing")
        case (_, nil): wrong("hoursUntil", "必填", "is missing")
        }
        if let word = text("level"), let level = EventKind.Level(rawValue: word) {
            if subject?.form["level"] == nil {
                wrong("level", "不适用：触发它的没有级别", "cannot be: what sets it off has no level")
            } else {
                found.append(.level(atLeast: level))
            }
        }
        if let condition = fieldCondition() { found.append(condition) }
        return found
    }

    private mutating func fieldCondition() -> Rule.Condition? {
        guard let id = text("field") else {
            if text("equals") != nil { wrong("field", "必填", "is missing") }
            return nil
        }
        guard let (kind, name) = RuleReader.parts(id), let field = catalog.kind(kind)?.form[name] else {
            wrong("field", "没有这个字段", "is no field")
            return nil
        }
        guard kind == subject?.id else {
            wrong("field", "不是触发它的事项的字段", "is no field of what sets it off")
            return nil
        }
        guard let word = needed("equals") else { return nil }
        do {
            return try field.read([word])?.words.first.map { .field(name, equals: $0) }
        } catch {
            details.append(.init("equals", error.reason))
            return nil
        }
    }
}
