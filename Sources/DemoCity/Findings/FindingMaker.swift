import Commons
import Evaluation
import Rulebook

/// Findings in the shape that each rule asks for.
struct FindingMaker {
    let settlement: Settlement
    var dice: Dice

    /// That an item is met, or not; of those that count or measure, how well in per cent.
    mutating func finding(_ item: Item, isMet: Bool, level: Int) -> Finding {
        switch item.rule {
        case .control, .all: return ticked(item, isMet)
        case .count(let rule): return counted(rule, isMet ? max(level, 50) : level / 3)
        case .share(let rule): return shared(rule, isMet, level)
        case .list(let rule): return listed(rule, isMet ? level : level / 3)
        case .veto: return Finding(.occurred(false))
        case .deduct: return Finding(.count(Observation.Counted(count: isMet ? 0 : 2)))
        case .choice(let rule): return Finding(rule.options.first.map { .choice($0.id) })
        case .award(let rule): return Finding(.points(isMet ? rule.maximum : .zero))
        // What measures has no place in the draft; a rulebook that does is left unjudged there.
        case .steps, .linear, .target: return Finding()
        }
    }

    /// All requirements ticked, or all but one or two.
    private mutating func ticked(_ item: Item, _ isMet: Bool) -> Finding {
        var lacking: Set<String> = []
        if !isMet, !item.checks.isEmpty {
            let count = item.checks.count > 2 && dice.chance(30) ? 2 : 1
            lacking = Talk.lacking[item.clause] ?? Set(dice.pick(count, of: item.checks).map(\.id))
        }
        let checks = item.checks.map { Finding.Check(id: $0.id, holds: !lacking.contains($0.id)) }
        let remark = isMet ? "" : Talk.all[item.clause]?.fault ?? lackingWords(item, lacking)
        return Finding(.met(isMet), checks: checks, remark: remark)
    }

    private func lackingWords(_ item: Item, _ lacking: Set<String>) -> String {
        guard !lacking.isEmpty else { return "目前不具备" }
        return "缺：" + item.checks.filter { lacking.contains($0.id) }.map(\.title.zh).joined(separator: "、")
    }

    private mutating func counted(_ rule: CountRule, _ level: Int) -> Finding {
        let most = rule.kinds.isEmpty ? rule.fullCount : rule.kinds.count
        let wanted = (rule.fullCount * level + dice.within(20...70)) / 100
        let count = min(max(wanted, 0), most)
        let present = dice.pick(rule.kinds.isEmpty ? 0 : count, of: rule.kinds.map(\.id))
        let extra = rule.extra != nil && count > 0 && dice.chance(level)
        return Finding(.count(Observation.Counted(count: count, present: present, extra: extra)))
    }

    private mutating func shared(_ rule: ShareRule, _ isMet: Bool, _ level: Int) -> Finding {
        let isOfBuildings = rule.whole == "buildings"
        let whole = isOfBuildings ? settlement.buildings : dice.within(80...240)
        var parts = [rule.whole: whole]
        // Smaller than the one before: what holds three stars holds two as well.
        var rest = whole
        for part in rule.parts {
            let percent = isMet ? (level > 85 ? dice.within(86...97) : dice.within(67...84)) : dice.within(10...50)
            rest = isOfBuildings && !isMet && level < 40 ? 0 : min(rest, (whole * percent + 99) / 100)
            parts[part] = rest
            rest = rest * (level > 90 ? 9 : 3) / 10
        }
        return Finding(.parts(parts))
    }

    private static let innovations: [(name: String, kind: String)] = [
        ("“邻里时间银行”互助记账", "business"), ("地库积水预警与闸板联动", "technology"), ("物业费透明账本", "business"),
        ("高空抛物算法与楼栋公约结合", "technology"), ("街巷记忆馆与口述史档案", "culture"), ("电动车换电柜统一调度", "technology"),
        ("一老一小共享厨房", "business"), ("数字孪生供热调控", "technology"), ("社区花园共建计划", "culture"),
    ]

    private mutating func listed(_ rule: ListRule, _ level: Int) -> Finding {
        let wanted = level * 4 / 100 + (dice.chance(level) ? 1 : 0)
        let kinds = Set(rule.kinds.map(\.id))
        let entries = dice.pick(min(wanted + 1, 5), of: FindingMaker.innovations).enumerated().map { index, entry in
            let responses = dice.within(90...220)
            // The last one on the list is the one that nobody was convinced of.
            let isGood = index < wanted
            let percent = isGood ? dice.within(66...94) : dice.within(40...60)
            return Observation.Entry(
                name: entry.name, kind: kinds.contains(entry.kind) ? entry.kind : "", isRecognised: isGood,
                responses: responses, satisfied: responses * percent / 100)
        }
        return Finding(.entries(entries))
    }
}
