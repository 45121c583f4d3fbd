import Commons
import Community
import Rulebook

/// What a rule says, in words.
struct RuleWords {
    var rule: Rule
    var catalog: Catalog

    var trigger: Phrase {
        switch rule.trigger {
        case .reading(let model, let property, let comparison):
            let declared = catalog.model(model)
            let known = declared?.property(property)
            let what = known?.title ?? .same(property)
            let device = declared?.title ?? .same(model)
            let limit = RuleWords.words(comparison, known)
            return Phrase(zh: "\(device.zh)的“\(what.zh)”\(limit.zh)", en: "\(what.en) of \(device.en) \(limit.en)")
        case .event(let kinds):
            let titles = kinds.map { catalog.event($0)?.title ?? .same($0) }.joined()
            return Phrase(zh: "发生事件：\(titles.zh)", en: "an event: \(titles.en)")
        case .state(let kind, let state):
            let (title, state) = (self.title(kind), self.state(kind, state))
            return Phrase(zh: "\(title.zh)进入“\(state.zh)”", en: "\(title.en) comes into the state '\(state.en)'")
        case .overdue(let kind, let state):
            let (title, state) = (self.title(kind), self.state(kind, state))
            return Phrase(
                zh: "\(title.zh)停留在“\(state.zh)”超过时限", en: "\(title.en) is in the state '\(state.en)' beyond its term")
        case .silence(let model):
            guard let model else { return Phrase(zh: "设备断线", en: "a device says nothing for too long") }
            let device = catalog.model(model)?.title ?? .same(model)
            return Phrase(zh: "\(device.zh)断线", en: "\(device.en): says nothing for too long")
        case .clock(let minute):
            let time = RuleWords.time(minute)
            return Phrase(zh: "每天 \(time)", en: "every day at \(time)")
        }
    }

    private static func words(_ comparison: Rule.Comparison, _ property: DeviceModel.Property?) -> Phrase {
        func shown(_ value: Double, _ language: Language) -> String { property?.shown(value, language) ?? "\(value)" }
        switch comparison {
        case .above(let limit): return Phrase(zh: "升到 \(shown(limit, .zh)) 以上", en: "rises above \(shown(limit, .en))")
        case .below(let limit): return Phrase(zh: "降到 \(shown(limit, .zh)) 以下", en: "falls below \(shown(limit, .en))")
        case .equal(let value): return Phrase(zh: "变为“\(shown(value, .zh))”", en: "becomes '\(shown(value, .en))'")
        }
    }

    var conditions: [Phrase] {
        rule.conditions.map { condition in
            switch condition {
            case .hours(let from, let until):
                let times = "\(RuleWords.hour(from))–\(RuleWords.hour(until))"
                return Phrase(zh: "时间在 \(times)", en: "it is \(times)")
            case .level(let level):
                return Phrase(zh: "级别不低于“\(level.title.zh)”", en: "its level is at least '\(level.title.en)'")
            case .field(let field, let word):
                let known = subject.flatMap { catalog.kind($0)?.form[field] }
                let title = known?.title ?? .same(field)
                let value = known?.options.first { $0.id == word }?.title ?? .same(word)
                return Phrase(zh: "“\(title.zh)”为“\(value.zh)”", en: "\(title.en) is '\(value.en)'")
            }
        }
    }

    private static func today(_ word: String) -> Phrase {
        if word.contains("{weekday}") { return Phrase(zh: "当天的星期", en: "of this day of the week") }
        if word.contains("{monthday}") { return Phrase(zh: "当天的日期", en: "of this day of the month") }
        return .same(word)
    }

    private static func hour(_ hour: Int) -> String { time(hour * 60) }

    private static func time(_ minute: Int) -> String {
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
        return "\(two(minute / 60)):\(two(minute % 60))"
    }

    var actions: [Phrase] { rule.actions.map(words) }

    private func words(_ action: Rule.Action) -> Phrase {
        switch action {
        case .event(let kind):
            let title = catalog.event(kind)?.title ?? .same(kind)
            return Phrase(zh: "产生事件“\(title.zh)”", en: "there is an event '\(title.en)'")
        case .open(let kind, _):
            let title = title(kind)
            return Phrase(zh: "登记\(title.zh)", en: "enter: \(title.en)")
        case .openEach(let kind, .items(let other, let state, let words), _, _):
            let (title, each, state) = (title(kind), title(other), self.state(other, state))
            let form = catalog.kind(other)?.form
            let narrowed = words.sorted { $0.key < $1.key }.map { field, word in
                form?[field]?.options.first { $0.id == word }?.title ?? RuleWords.today(word)
            }
            let which = narrowed.reduce(state) { $0 + Phrase(zh: "、", en: ", ") + $1 }
            return Phrase(
                zh: "为每个“\(which.zh)”的\(each.zh)登记\(title.zh)",
                en: "for each \(each.en) that is '\(which.en)' enter: \(title.en)")
        case .openEach(let kind, .field(let path), _, _):
            let (title, each) = (title(kind), fieldTitle(path))
            return Phrase(zh: "为其中每个“\(each.zh)”登记\(title.zh)", en: "for each of its '\(each.en)' enter: \(title.en)")
        case .act(let act):
            let title = subject.flatMap { catalog.kind($0)?.act(act)?.title } ?? .same(act)
            return Phrase(zh: "执行“\(title.zh)”", en: "do '\(title.en)'")
        case .notify(let role): return Phrase(zh: "通知\(role.title.zh)", en: "tell: \(role.title.en)")
        case .command(let model, let command, let around):
            let declared = catalog.model(model)
            let device = declared?.title ?? .same(model)
            let what = declared?.commands.first { $0.id == command }?.title ?? .same(command)
            let there =
                around == 0
                ? Phrase(zh: "同一空间", en: "in the same space")
                : Phrase(zh: "外 \(around) 层空间内", en: "in the space \(around) steps around it")
            return Phrase(
                zh: "让\(there.zh)的\(device.zh)“\(what.zh)”", en: "every \(device.en) \(there.en): \(what.en)")
        case .call(let name): return Phrase(zh: "呼叫外部系统 \(name)", en: "call outside: \(name)")
        }
    }

    /// Of the last field of a way through items.
    private func fieldTitle(_ path: String) -> Phrase {
        var kind = subject.flatMap(catalog.kind)
        var title = Phrase.same(path)
        for part in path.split(separator: ".") {
            guard let field = kind?.form[String(part)] else { break }
            title = field.title
            kind = field.referredKind.flatMap(catalog.kind)
        }
        return title
    }

    /// The kind of the item that sets it off.
    private var subject: String? { rule.subject }

    private func title(_ kind: String) -> Phrase { catalog.kind(kind)?.title ?? .same(kind) }

    private func state(_ kind: String, _ state: String) -> Phrase {
        catalog.kind(kind)?.lifeCycle.state(state)?.title ?? .same(state)
    }
}
