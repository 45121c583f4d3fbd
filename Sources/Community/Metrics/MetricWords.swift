import Commons
public import Rulebook

/// How a metric is computed, in words.
public struct MetricWords {
    let metric: Metric
    let catalog: Catalog

    public init(_ metric: Metric, in catalog: Catalog) {
        self.metric = metric
        self.catalog = catalog
    }

    /// `最近 30 天（到计算时为止）`
    public var span: Phrase {
        guard let days = metric.span else { return Phrase(zh: "计算时的状态", en: "as things are at that moment") }
        return Phrase(zh: "前 \(days) 天和当天到计算时为止", en: "\(days) days before, and the day itself so far")
    }

    public var needs: Phrase? {
        var needs: [Phrase] = []
        if metric.least > 0 { needs.append(Phrase(zh: "至少 \(metric.least) 个样本", en: "at least \(metric.least)")) }
        if metric.leastDays > 0 {
            needs.append(
                Phrase(zh: "至少运行 \(metric.leastDays) 天", en: "at least \(metric.leastDays) days in operation"))
        }
        return needs.isEmpty ? nil : needs.joined()
    }

    public var computation: Phrase {
        switch metric.computation {
        case .count(let items): words(items) + Phrase(zh: "的数量", en: ", counted")
        case .share(let part, let all, let field): share(part, all, by: field)
        case .response(let items, let acts, let figure):
            Phrase(
                zh: "\(words(items).zh)，从登记到首次“\(titles(acts, items.kind).zh)”的\(pace(figure, items.kind).zh)",
                en: "\(words(items).en), from entry to the first '\(titles(acts, items.kind).en)': "
                    + pace(figure, items.kind).en)
        case .answers(let items, let act, let field, let figure): answers(items, act, field, figure)
        case .events(let kinds):
            Phrase(zh: "事件“\(events(kinds).zh)”的数量，演练不计", en: "events '\(events(kinds).en)', drills left out")
        case .online(let models): online(models)
        case .covered(let spaces, let devices, let relation): covered(spaces, devices, through: relation)
        case .fit(let devices): fit(devices)
        case .carriedOut(let models, let commands): carriedOut(models, commands)
        case .placed(let level, let items):
            Phrase(
                zh: "启用的\(self.level(level).zh)中，有\(words(items).zh)的占比",
                en: "\(self.level(level).en) spaces in use at which there is \(words(items).en)")
        case .acted(let items, let act):
            Phrase(
                zh: "\(words(items).zh)中，办过“\(titles([act], items.kind).zh)”的占比",
                en: "\(words(items).en): those on which '\(titles([act], items.kind).en)' was done")
        case .filled(let items, let fields):
            Phrase(
                zh: "\(words(items).zh)中，“\(fieldTitles(items.kind, fields).zh)”均已填写的占比",
                en: "\(words(items).en): those with '\(fieldTitles(items.kind, fields).en)' filled in")
        case .active(let roles):
            Phrase(
                zh: "可登录的\(roleTitles(roles).zh)中，区间内办理、阅读或答复过的占比",
                en: "\(roleTitles(roles).en) with a log-in: those who did, read or answered something")
        case .received(let items, .read):
            Phrase(zh: "\(words(items).zh)的收件人中已阅读的占比", en: "of whom \(words(items).en) went to: those who read it")
        case .received(let items, .answered):
            Phrase(zh: "\(words(items).zh)的收件人中已答复的占比", en: "of whom \(words(items).en) went to: those who answered")
        case .reading(let model, let property, let figure): reading(model, property, figure)
        case .recorded: Phrase(zh: "有设备数据的整天数，不含当天", en: "whole days with readings, the day itself left out")
        case .roles(let respect):
            Phrase(
                zh: "有人在用的角色中，\(respect.title.zh)互不相同的角色数",
                en: "roles held by people with a log-in that differ in their \(respect.title.en)")
        case .passedOn: Phrase(zh: "区间内推送给合作方系统并被接收的次数", en: "how often partners' programs were told and took it")
        case .kept(let kinds):
            Phrase(
                zh: "“\(events(kinds).zh)”从开始运行或最近一次到期清理的界限到当天的天数；没有发生事件的日子不算缺失",
                en: "'\(events(kinds).en)': days since operation began or since the end of what was deleted last; days "
                    + "on which nothing happened are no gaps")
        }
    }

    // MARK: Parts

    func words(_ items: Metric.Items) -> Phrase {
        guard let kind = catalog.kind(items.kind) else { return .same(items.kind) }
        var parts: [Phrase] = []
        if !items.states.isEmpty {
            let states = items.states.map { kind.lifeCycle.state($0)?.title ?? .same($0) }.joined()
            parts.append(Phrase(zh: "状态为\(states.zh)", en: "in \(states.en)"))
        }
        for (field, word) in items.having.sorted(by: { $0.key < $1.key }) {
            parts.append(value(kind, field, word, Phrase(zh: "为", en: "is")))
        }
        for (field, word) in items.lacking.sorted(by: { $0.key < $1.key }) {
            parts.append(value(kind, field, word, Phrase(zh: "不为", en: "is not")))
        }
        for (field, words) in items.any.sorted(by: { $0.key < $1.key }) { parts.append(values(kind, field, words)) }
        for (field, values) in items.referring.sorted(by: { $0.key < $1.key }) {
            guard let other = kind.form[field]?.referredKind.flatMap(catalog.kind) else { continue }
            for (name, word) in values.sorted(by: { $0.key < $1.key }) {
                parts.append(value(other, name, word, Phrase(zh: "为", en: "is")))
            }
        }
        if !items.by.isEmpty {
            let roles = roleTitles(items.by)
            parts.append(Phrase(zh: "由\(roles.zh)登记", en: "entered by \(roles.en)"))
        }
        if items.holds { parts.append(Phrase(zh: "当日有效", en: "holding on that day")) }
        if metric.span != nil, !isOfSpaces { parts.append(Phrase(zh: "在区间内登记", en: "entered in the span")) }
        if parts.isEmpty { return kind.title }
        let all = parts.joined()
        return Phrase(zh: "\(kind.title.zh)（\(all.zh)）", en: "\(kind.title.en) (\(all.en))")
    }

    /// Spaces count whenever they were entered.
    private var isOfSpaces: Bool { if case .covered = metric.computation { true } else { false } }

    private func option(_ kind: Kind, _ field: String, _ word: String) -> Phrase {
        let flag = ["true": Phrase(zh: "是", en: "yes"), "false": Phrase(zh: "否", en: "no")][word]
        // Kinds of events are known here alone, and not to the form.
        let event = field == "event" ? catalog.event(word)?.title : nil
        return kind.form[field]?.options.first { $0.id == word }?.title ?? event ?? flag ?? .same(word)
    }

    private func values(_ kind: Kind, _ field: String, _ words: [String]) -> Phrase {
        let title = kind.form[field]?.title ?? .same(field)
        let options = words.map { option(kind, field, $0) }.joined()
        return Phrase(zh: "\(title.zh)为\(options.zh)之一", en: "\(title.en) is one of \(options.en)")
    }

    private func value(_ kind: Kind, _ field: String, _ word: String, _ relation: Phrase) -> Phrase {
        let title = kind.form[field]?.title ?? .same(field)
        let option = option(kind, field, word)
        return Phrase(
            zh: "\(title.zh)\(relation.zh)“\(option.zh)”", en: "\(title.en) \(relation.en) '\(option.en)'")
    }

    private func fieldTitles(_ kind: String, _ fields: [String]) -> Phrase {
        fields.map { catalog.kind(kind)?.form[$0]?.title ?? .same($0) }.joined()
    }

    private func roleTitles(_ roles: [String]) -> Phrase {
        roles.map { Role(rawValue: $0)?.title ?? .same($0) }.joined()
    }

    private func titles(_ acts: [String], _ kind: String) -> Phrase {
        acts.map { catalog.kind(kind)?.act($0)?.title ?? .same($0) }.joined()
    }

    private func pace(_ figure: Metric.Pace, _ kind: String) -> Phrase {
        switch figure {
        case .median: Phrase(zh: "用时的中位数", en: "the median of the times")
        case .mean: Phrase(zh: "用时的平均值", en: "the mean of the times")
        case .within(let minutes):
            Phrase(zh: "用时不超过 \(minutes) 分钟的占比", en: "those within \(minutes) minutes")
        case .inTerm(let states):
            Phrase(zh: "用时不超过时限 \(minutes(kind, states)) 分钟的占比", en: "those within \(minutes(kind, states)) minutes")
        }
    }

    private func minutes(_ kind: String, _ states: [String]) -> Int {
        states.reduce(0) { $0 + (catalog.kind(kind)?.lifeCycle.state($1)?.minutes ?? 0) }
    }

    private func answers(_ items: Metric.Items, _ act: String, _ field: String, _ figure: Metric.Grade) -> Phrase {
        let title = catalog.kind(items.kind)?.act(act)?.form[field]?.title ?? .same(field)
        let which = titles([act], items.kind)
        return switch figure {
        case .mean:
            Phrase(zh: "区间内“\(which.zh)”所填“\(title.zh)”的平均值", en: "the mean of '\(title.en)' in '\(which.en)'")
        case .atLeast(let least):
            Phrase(
                zh: "区间内“\(which.zh)”所填“\(title.zh)”不低于 \(least) 的占比",
                en: "'\(title.en)' of at least \(least) in '\(which.en)'")
        }
    }

    private func online(_ models: [String]) -> Phrase {
        let which = models.isEmpty ? Phrase(zh: "设备", en: "devices") : self.models(models)
        return Phrase(
            zh: "在用且应定时上报的\(which.zh)中，没有静默的占比", en: "of \(which.en) in use that have to speak, those not silent")
    }

    private func reading(_ model: String, _ property: String, _ figure: Metric.Statistic) -> Phrase {
        let title = catalog.model(model)?.property(property)?.title ?? .same(property)
        let name =
            switch figure {
            case .mean: Phrase(zh: "平均值", en: "the mean")
            case .total: Phrase(zh: "合计", en: "the sum")
            case .least: Phrase(zh: "最小值", en: "the least")
            case .most: Phrase(zh: "最大值", en: "the most")
            }
        let whole = metric.span == nil ? Phrase(zh: "", en: "") : Phrase(zh: "，只计整天", en: ", whole days only")
        return Phrase(
            zh: "\(models([model]).zh)“\(title.zh)”的\(name.zh)",
            en: "\(name.en) of '\(title.en)' of \(models([model]).en)")
            + whole
    }

    private func level(_ id: String) -> Phrase {
        Estate.spaceLevels.first { $0.id == id }?.title ?? .same(id)
    }

    private func events(_ kinds: [String]) -> Phrase { kinds.map { catalog.event($0)?.title ?? .same($0) }.joined() }
    func models(_ ids: [String]) -> Phrase { ids.map { catalog.model($0)?.title ?? .same($0) }.joined() }
}
