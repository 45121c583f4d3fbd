import Commons
import Rulebook

extension RuleReader {
    private static let own: [Estate.Waiting: Set<String>] = [
        .reading: ["property", "comparison", "limit"], .event: ["events"], .state: ["state"], .overdue: ["state"],
        .silence: ["model"], .clock: ["time"],
    ]

    mutating func trigger() -> Rule.Trigger? {
        guard let waiting else {
            wrong("trigger", "必填", "is missing")
            return nil
        }
        let foreign = Set(RuleReader.own.values.joined()).subtracting(RuleReader.own[waiting] ?? [])
        for field in Estate.rule.form.fields.map(\.id) where foreign.contains(field) && fields[field] != nil {
            wrong(field, "不用于这种触发方式，请清空", "means nothing for this trigger: leave it empty")
        }
        switch waiting {
        case .reading: return reading()
        case .event:
            guard let kinds = fields["events"]?.list, !kinds.isEmpty else {
                wrong("events", "必填", "is missing")
                return nil
            }
            if kinds.contains(where: { catalog.event($0) == nil }) {
                wrong("events", "没有这种事件", "there is no such event")
            }
            return .event(kinds)
        case .state, .overdue: return state(isOver: waiting == .overdue)
        case .silence:
            guard let id = needed("model") else { return nil }
            if catalog.model(id)?.properties.contains(where: { $0.silence != nil }) != true {
                wrong("model", "没有规定多久算断线", "says nothing of silence")
            }
            return .silence(model: id)
        case .clock:
            guard let text = needed("time") else { return nil }
            guard let minute = RuleReader.minute(text) else {
                wrong("time", "应写作 07:30", "is written as 07:30")
                return nil
            }
            return .clock(minute: minute)
        }
    }

    static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    private mutating func reading() -> Rule.Trigger? {
        let (id, comparison, limit) = (needed("property"), needed("comparison"), needed("limit"))
        guard let id else { return nil }
        guard let (model, name) = RuleReader.parts(id), let property = catalog.model(model)?.property(name) else {
            wrong("property", "不是任何设备型号的监测项", "is no property of a model")
            return nil
        }
        guard let comparison, let limit else { return nil }
        let value: Double
        switch property.content {
        case .number(let range):
            guard let number = RuleReader.number(limit) else {
                wrong("limit", "应是数", "is a number")
                return nil
            }
            let isReached =
                switch comparison {
                case "above": range.contains(number) && number < range.upperBound
                case "below": range.contains(number) && number > range.lowerBound
                default: range.contains(number)
                }
            if !isReached {
                let (low, high) = (property.shown(range.lowerBound, .zh), property.shown(range.upperBound, .zh))
                wrong("limit", "永远不会越过：量程为 \(low) 至 \(high)", "is never crossed: it measures \(low) to \(high)")
            }
            value = number
        case .flag:
            guard
                let flag = ["是": 1.0, "yes": 1, "true": 1, "1": 1, "否": 0, "no": 0, "false": 0, "0": 0][
                    limit.lowercased()]
            else {
                wrong("limit", "只能是：是、否", "is yes or no")
                return nil
            }
            value = flag
        case .state(let options):
            let found = options.firstIndex { $0.id == limit || $0.title.zh == limit || $0.title.en == limit }
            guard let found else {
                let names = options.map(\.title).joined()
                wrong("limit", "只能是：\(names.zh)", "is one of \(names.en)")
                return nil
            }
            value = Double(found)
        }
        if case .number = property.content {
            return .reading(
                model: model, property: name,
                comparison == "above" ? .above(value) : comparison == "below" ? .below(value) : .equal(value))
        }
        if comparison != "equal" { wrong("comparison", "对状态只能是“等于”", "is 'equal to' where there are no numbers") }
        return .reading(model: model, property: name, .equal(value))
    }

    private static func number(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 || $0 == 46 }), let number = Double(text) else {
            return nil
        }
        return number.isFinite ? number : nil
    }

    private mutating func state(isOver: Bool) -> Rule.Trigger? {
        guard let id = needed("state") else { return nil }
        guard let (kind, name) = RuleReader.parts(id), kind != Estate.rule.id,
            let state = catalog.kind(kind)?.lifeCycle.state(name)
        else {
            wrong("state", "不是任何事项的状态", "is no state of anything")
            return nil
        }
        if isOver, state.minutes == nil, state.term == nil { wrong("state", "没有时限，不会超时", "has no term") }
        return isOver ? .overdue(kind: kind, state: name) : .state(kind: kind, state: name)
    }
}
