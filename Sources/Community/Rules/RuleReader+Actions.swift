import Commons
import Rulebook

extension RuleReader {
    mutating func actions() -> [Rule.Action] {
        let before = details.count
        var found: [Rule.Action] = []
        if let kind = text("raise") {
            if catalog.event(kind) == nil { wrong("raise", "没有这种事件", "there is no such event") }
            found.append(.event(kind: kind))
        }
        let isNowhere = waiting == .clock && !isPlaced
        if let title = text("order") {
            if isNowhere { wrong("order", "需要位置：请填写规则的位置", "needs a place: say where the rule holds") }
            var values = ["title": title, "type": "alarm"]
            if let level = text("orderLevel") { values["level"] = level }
            found.append(.open(kind: Estate.order.id, fields: values))
        } else if text("orderLevel") != nil {
            wrong("order", "必填", "is missing")
        }
        if let id = text("act") {
            if let (kind, name) = RuleReader.parts(id), let act = catalog.kind(kind)?.act(name), kind == subject?.id {
                if case .state(_, let state)? = stateTrigger, !act.states.contains(state) {
                    wrong("act", "在触发它的状态下不能办理", "cannot be done in the state that sets it off")
                }
                found.append(.act(name))
            } else {
                wrong("act", "不是触发它的事项能办理的", "is no act of what sets it off")
            }
        }
        for word in fields["notify"]?.list ?? [] {
            if let role = Role(rawValue: word) { found.append(.notify(role)) }
        }
        if let id = text("command") {
            if isNowhere { wrong("command", "需要位置：请填写规则的位置", "needs a place: say where the rule holds") }
            if let (model, name) = RuleReader.parts(id),
                catalog.model(model)?.commands.contains(where: { $0.id == name }) == true
            {
                found.append(.command(model: model, command: name, around: fields["around"]?.number ?? 0))
            } else {
                wrong("command", "不是任何设备型号的命令", "is no command of a model")
            }
        } else if fields["around"] != nil {
            wrong("command", "必填", "is missing")
        }
        if let name = text("call") {
            if isNowhere { wrong("call", "需要位置：请填写规则的位置", "needs a place: say where the rule holds") }
            found.append(.call(name))
        }
        if found.isEmpty, details.count == before {
            details.append(.init("raise", Phrase(zh: "请至少填写一个动作", en: "it has to do something")))
        }
        return found
    }

    private var stateTrigger: Rule.Trigger? {
        guard waiting == .state || waiting == .overdue, let (kind, state) = text("state").flatMap(RuleReader.parts)
        else { return nil }
        return .state(kind: kind, state: state)
    }
}
