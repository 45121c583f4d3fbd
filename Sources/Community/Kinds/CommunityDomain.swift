public import Commons
public import Rulebook

/// What a domain declares. It owns no table, no route and no SQL: pages, API, rights, journal, import and export come
/// from the primitives.
public struct CommunityDomain: Sendable {
    public var id: String
    public var title: Phrase
    public var kinds: [Kind]
    public var models: [DeviceModel]
    public var events: [EventKind]
    public var rules: [Rule]
    public var metrics: [Metric]
    public var starts: [Start]

    public init(
        _ id: String, zh: String, en: String, kinds: [Kind] = [], models: [DeviceModel] = [],
        events: [EventKind] = [], rules: [Rule] = [], metrics: [Metric] = [],
        starts: [Start] = []
    ) {
        self.id = id
        title = Phrase(zh: zh, en: en)
        self.kinds = kinds
        self.models = models
        self.events = events
        self.rules = rules
        self.metrics = metrics
        self.starts = starts
    }
}

/// All that the domains of an installation declare.
public struct Catalog: Sendable {
    public let domains: [CommunityDomain]
    public let kinds: [Kind]
    public let models: [DeviceModel]
    public let events: [EventKind]
    public let rules: [Rule]
    public let metrics: [Metric]
    public let starts: [Start]
    private let kindByID: [String: Kind]
    private let modelByID: [String: DeviceModel]
    private let eventByID: [String: EventKind]

    /// Two with the same id are a mistake in the program and stop it.
    /// `added`: models that people have added.
    public init(_ domains: [CommunityDomain], models added: [DeviceModel] = []) {
        self.domains = domains
        let models = domains.flatMap(\.models) + added
        self.models = models
        let events = domains.flatMap(\.events)
        // What models and events there are is known only here.
        let rules = domains.flatMap(\.rules)
        let declared = domains.flatMap(\.kinds).map { kind in
            switch kind.id {
            case Estate.device.id, Estate.provisioning.id:
                kind.asking(
                    "model", .choice(models.map { .init($0.id, zh: $0.title.zh, en: $0.title.en) }), grows: true)
            case Estate.alarm.id:
                kind.asking("event", .choice(events.map { .init($0.id, zh: $0.title.zh, en: $0.title.en) }))
            default: kind
            }
        }
        kinds = declared.map { kind in
            guard kind.id == Estate.rule.id else { return kind }
            return Estate.rule(kind, declared, models, events, calls: Catalog.calls(rules).map(\.id))
        }
        self.events = events
        self.rules = rules
        metrics = domains.flatMap(\.metrics)
        starts = domains.flatMap(\.starts)
        kindByID = Dictionary(uniqueKeysWithValues: kinds.map { ($0.id, $0) })
        modelByID = Dictionary(uniqueKeysWithValues: models.map { ($0.id, $0) })
        eventByID = Dictionary(uniqueKeysWithValues: events.map { ($0.id, $0) })
    }

    /// Names of what rules call outside, with the rules that do.
    public var calls: [(id: String, title: Phrase)] { Catalog.calls(rules) }

    private static func calls(_ rules: [Rule]) -> [(id: String, title: Phrase)] {
        var calls: [(id: String, title: Phrase)] = []
        for rule in rules {
            for case .call(let name) in rule.actions where !calls.contains(where: { $0.id == name }) {
                calls.append((name, rule.title))
            }
        }
        return calls
    }

    public func kind(_ id: String) -> Kind? { kindByID[id] }
    public func model(_ id: String) -> DeviceModel? { modelByID[id] }
    public func event(_ id: String) -> EventKind? { eventByID[id] }

    public var functions: [Function] { kinds.flatMap(\.functions) + CommunityFunction.all }
    public var grants: [Policy.Grant] { kinds.flatMap(\.grants) + CommunityFunction.grants }
}

/// What one may do beside what kinds declare.
public enum CommunityFunction {
    public static let sendReadings = Function("reading.write", zh: "上传监测数据", en: "send readings")
    public static let readReadings = Function("reading.read", zh: "查看监测数据", en: "read readings")
    public static let deviceKeys = Function("device.keys", zh: "管理设备密钥", en: "manage keys of devices")
    public static let command = Function("device.command", zh: "控制设备", en: "command devices")
    public static let overview = Function("community.overview", zh: "查看社区概览", en: "see the community as a whole")
    public static let events = Function("event.read", zh: "查看事件记录", en: "read the log of events")
    public static let duty = Function("duty.watch", zh: "值班监看", en: "watch alarms")
    public static let drill = Function("drill.run", zh: "组织演练", en: "run drills")
    public static let rules = Estate.rule.function(.read)
    public static let readMessages = Function("message.read", zh: "查看发给本人的通知", en: "read what one is told")
    public static let answerMessages = Function(
        "message.answer", zh: "参加投票和问卷", en: "answer polls and surveys")
    /// A form is the same for all organisations of an installation.
    public static let forms = Function("form.edit", zh: "管理表单字段", en: "change forms")
    public static let readMoney = Function("money.read", zh: "查看收费账目", en: "read the books")
    public static let postMoney = Function("money.post", zh: "批量出账", en: "run bills")
    public static let payBills = Function("bill.pay", zh: "扫码缴费", en: "pay bills by a code")
    public static let ownBills = Function("bill.own", zh: "查看本人房屋的账单", en: "see the bills of one's home")
    public static let metrics = Function("metric.read", zh: "查看指标", en: "read metrics")
    public static let compute = Function("metric.compute", zh: "计算指标", en: "compute metrics")
    public static let retention = Function("retention.set", zh: "设置保存期限", en: "set how long things are kept")

    public static let all = [
        overview, sendReadings, readReadings, deviceKeys, command, events, duty, drill,
        readMessages, answerMessages,
        readMoney, postMoney, payBills, ownBills,
        metrics, compute, retention,
        forms,
    ]

    static var grants: [Policy.Grant] {
        func grants(_ role: Role, _ functions: [Function]) -> [Policy.Grant] {
            functions.map { Policy.Grant(role, $0.id, .organisation) }
        }
        return grants(.manager, [sendReadings, readReadings, deviceKeys, command, events, duty, drill, .manageHooks])
            + grants(.duty, [readReadings, command, events, duty, drill]) + grants(.worker, [readReadings])
            + [Role.manager, .duty, .worker].flatMap { grants($0, [overview]) }
            + [Policy.Grant(.regulator, overview.id, .region)]
            + grants(.manager, [readMoney, postMoney, payBills])
            + [payBills, ownBills].map { Policy.Grant(.resident, $0.id, .home) }
            + grants(.manager, [metrics, compute, retention]) + grants(.duty, [metrics])
            + [Policy.Grant(.regulator, metrics.id, .region), Policy.Grant(.administrator, retention.id, .all)]
            + grants(.gateway, [sendReadings])
            + [Role.manager, .duty, .worker, .resident].flatMap { grants($0, [readMessages, answerMessages]) }
            + [Policy.Grant(.administrator, forms.id, .all)]
    }
}
