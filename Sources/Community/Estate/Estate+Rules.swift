import Commons
import Rulebook

extension Estate {
    /// What a rule waits for, as the form asks it.
    enum Waiting: String, CaseIterable {
        case reading, event, state, overdue, silence, clock

        var title: Phrase {
            switch self {
            case .reading: Phrase(zh: "监测数据越限", en: "A reading crosses a limit")
            case .event: Phrase(zh: "发生事件", en: "An event happens")
            case .state: Phrase(zh: "事项进入某状态", en: "Something comes into a state")
            case .overdue: Phrase(zh: "事项停留超时", en: "Something is in a state beyond its term")
            case .silence: Phrase(zh: "设备断线", en: "A device says nothing")
            case .clock: Phrase(zh: "每天定时", en: "Every day at a time")
            }
        }
    }

    /// The state that a rule holds in.
    static let ruleActive = "active"

    private static func only(_ waiting: Waiting...) -> Phrase {
        let titles = waiting.map { Phrase(zh: "“\($0.title.zh)”", en: "'\($0.title.en)'") }
        return Phrase(
            zh: "仅用于触发方式" + titles.map(\.zh).joined(separator: "、"),
            en: "only for: " + titles.map(\.en).joined(separator: ", "))
    }

    /// A rule that people of the community write; what there is to choose from only `Catalog` knows.
    public static let rule = Kind(
        "rule", zh: "联动规则", en: "Rule", form: Form(ruleTrigger + ruleConditions + ruleActions), title: "name",
        placing: .optional, numbering: .counted(prefix: "RU"),
        states: [
            .init("draft", zh: "草稿", en: "Draft"), .init(ruleActive, zh: "启用", en: "Active"),
            .init("paused", zh: "停用", en: "Paused"), .init("retired", zh: "作废", en: "Retired", isFinal: true),
        ],
        acts: [
            KindAct("activate", zh: "启用", en: "Activate", in: ["draft", "paused"], to: ruleActive, .handle),
            KindAct("pause", zh: "停用", en: "Pause", in: [ruleActive], to: "paused", .handle),
            KindAct("retire", zh: "作废", en: "Retire", in: ["draft", "paused"], to: "retired", .handle),
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export),
            .init(.duty, .organisation, .read),
        ])

    private static let ruleTrigger = [
        Field(
            "name", zh: "名称", en: "Name", .line(most: 100),
            note: .init(zh: "位置留空时对本单位全部空间有效", en: "without a place it holds everywhere"), isRequired: true),
        Field(
            "trigger", zh: "触发方式", en: "Trigger",
            .choice(Waiting.allCases.map { .init($0.rawValue, zh: $0.title.zh, en: $0.title.en) }), isRequired: true,
            isListed: true, isFiltered: true),
        Field("property", zh: "监测项", en: "Property", .line(most: 130), note: only(.reading)),
        Field(
            "comparison", zh: "比较", en: "Comparison",
            .choice([
                .init("above", zh: "高于", en: "above"), .init("below", zh: "低于", en: "below"),
                .init("equal", zh: "等于", en: "equal to"),
            ]), note: only(.reading)),
        Field("limit", zh: "界限值", en: "Limit", .line(most: 60), note: only(.reading)),
        Field("events", zh: "事件类型", en: "Kinds of events", .choices([]), note: only(.event)),
        Field("state", zh: "事项与状态", en: "What, and its state", .line(most: 130), note: only(.state, .overdue)),
        Field("model", zh: "设备型号", en: "Model", .line(most: 60), note: only(.silence)),
        Field(
            "time", zh: "时刻", en: "Time of day", .line(most: 5),
            note: only(.clock) + Phrase(zh: "，如 07:30（北京时间）", en: ", such as 07:30")),
    ]

    private static let ruleConditions = [
        Field("hoursFrom", zh: "条件：从几点", en: "Condition: from hour", .integer(0...23)),
        Field("hoursUntil", zh: "条件：到几点", en: "Condition: until hour", .integer(0...24)),
        Field(
            "level", zh: "条件：级别不低于", en: "Condition: at least of level", .choice(levels),
            note: only(.event, .state, .overdue)),
        Field(
            "field", zh: "条件：字段", en: "Condition: field", .line(most: 130), note: only(.event, .state, .overdue)),
        Field("equals", zh: "条件：等于", en: "Condition: equals", .line(most: 100)),
    ]

    private static let ruleActions = [
        Field("raise", zh: "动作：产生事件", en: "Action: an event", .line(most: 60)),
        Field(
            "order", zh: "动作：登记工单", en: "Action: a work order", .line(most: 200),
            note: .init(
                zh: "工单的事项，可用 {title}、{number}、{place}",
                en: "what it is about; {title}, {number}, {place} stand for what set it off"
            )),
        Field("orderLevel", zh: "工单紧急程度", en: "Its urgency", .choice(levels)),
        Field(
            "act", zh: "动作：办理事项", en: "Action: do an act", .line(most: 130), note: only(.event, .state, .overdue)),
        Field("notify", zh: "动作：通知", en: "Action: tell", .choices(ruleRoles)),
        Field("command", zh: "动作：设备命令", en: "Action: a command to devices", .line(most: 130)),
        Field(
            "around", zh: "命令范围", en: "How far", .integer(0...5), unit: "层",
            note: .init(zh: "0 为同一空间，1 为外一层空间之内", en: "0: in the same space; 1: in the space around it")),
        Field("call", zh: "动作：呼叫外部系统", en: "Action: call outside", .line(most: 100)),
    ]

    private static let ruleRoles: [Field.Option] = [Role.manager, .duty, .worker].map {
        .init($0.rawValue, zh: $0.title.zh, en: $0.title.en)
    }

    /// The kind with what there is to choose from.
    static func rule(
        _ kind: Kind, _ kinds: [Kind], _ models: [DeviceModel], _ events: [EventKind], calls: [String]
    ) -> Kind {
        func pair(_ id: String, _ title: Phrase, _ part: String, _ of: Phrase) -> Field.Option {
            .init("\(id).\(part)", zh: "\(title.zh) · \(of.zh)", en: "\(title.en): \(of.en)")
        }
        let others = kinds.filter { $0.id != kind.id }
        let kindOfEvents = events.map { Field.Option($0.id, zh: $0.title.zh, en: $0.title.en) }
        let contents: [String: [Field.Option]] = [
            "property": models.flatMap { model in
                model.properties.map { pair(model.id, model.title, $0.id, $0.title) }
            },
            "state": others.flatMap { kind in
                kind.lifeCycle.states.map { pair(kind.id, kind.title, $0.id, $0.title) }
            },
            "model": models.filter { $0.properties.contains { $0.silence != nil } }.map {
                .init($0.id, zh: $0.title.zh, en: $0.title.en)
            },
            "field": others.flatMap { kind in
                kind.form.fields.filter(\.canBeCondition).map { pair(kind.id, kind.title, $0.id, $0.title) }
            },
            "raise": kindOfEvents,
            "act": others.flatMap { kind in
                kind.acts.filter(\.canBeDoneByRules).map { pair(kind.id, kind.title, $0.id, $0.title) }
            },
            "command": models.flatMap { model in
                model.commands.map { pair(model.id, model.title, $0.id, $0.title) }
            },
            "call": calls.map { .init($0, zh: $0, en: $0) },
        ]
        let growing: Set = ["property", "model", "command"]
        return contents.reduce(kind.asking("events", .choices(kindOfEvents))) {
            $0.asking($1.key, .choice($1.value), grows: growing.contains($1.key))
        }
    }
}

extension Field {
    /// Whether a rule can ask what stands in it.
    fileprivate var canBeCondition: Bool {
        guard secrecy == .open else { return false }
        return content == .flag || !options.isEmpty
    }
}

extension KindAct {
    /// Nobody has to answer for it or say anything.
    fileprivate var canBeDoneByRules: Bool { !isGrave && assigns == nil && !form.fields.contains(where: \.isRequired) }
}
