import Commons
import Evaluation
import Rulebook

/// How one case goes, day by day, from the draft to where it stands today.
struct Story {
    let plan: CasePlan
    /// Its place among all cases: who reviews, which words are chosen.
    let number: Int
    let today: Day
    let rulebook: Rulebook
    let settlement: Settlement
    /// Logins.
    let applicant: String
    let reviewer: String
    let panel: [String]
    let layers: Layers
    let exhibits: [Exhibit]
    var dice: Dice
    /// The first is the day that the case is opened on.
    private(set) var beats: [Beat] = []

    init(_ plan: CasePlan, number: Int, today: Day, rulebook: Rulebook, seed: UInt64) {
        var dice = Dice(seed, "\(plan.settlement)/\(number)")
        self.plan = plan
        self.number = number
        self.today = today
        self.rulebook = rulebook
        settlement = Settlement.with(plan.settlement)
        applicant = Cast.applicant(of: settlement.applicant)
        reviewer = Cast.reviewer(of: plan.body, number)
        panel = Cast.panel(of: plan.body, &dice)
        layers = Layers(plan, rulebook, experts: panel.count, Dice(seed, "layers/\(plan.settlement)/\(number)"))
        exhibits = Story.exhibits(layers.own, &dice)
        self.dice = dice
        beats = allBeats()
    }

    /// The day that it begins on, so that it ends where the plan says.
    var firstDay: Day {
        let last = beats.firstIndex(where: \.issues) ?? beats.count - 1
        let length = beats[...last].reduce(0) { $0 + $1.gap }
        return today.adding(days: -plan.days - length)
    }

    /// What is there to prove what is claimed.
    private static func exhibits(_ own: [String: FindingRecord], _ dice: inout Dice) -> [Exhibit] {
        let more = Exhibit.more.filter { exhibit in
            exhibit.clauses.contains { clause in
                guard let observation = own[clause]?.finding.observation else { return false }
                return observation != .met(false)
            }
        }
        // Up to 25 in all.
        return Exhibit.must + dice.pick(min(15, more.count * 4 / 5), of: more)
    }

    private mutating func allBeats() -> [Beat] {
        var beats = [Beat(0, [])]
        if plan.ending == .emptyDraft { return beats }
        beats += applying()
        if plan.ending == .halfDraft { return beats }
        if plan.ending == .refused {
            let reason = "申报材料中的竣工验收备案号与社区名称不符，平台等级保护测评报告属于另一项目；请核对后重新申报。"
            return beats + [Beat(4, [.act(reviewer, .refuse(reason: reason))])]
        }
        if plan.reach < 2 { return beats }
        beats += reviewing()
        if plan.ending == .withdrawn {
            let reason = "年底将对消防和弱电系统进行整体改造，改造完成后再申报，申请撤回。"
            return beats + [Beat(9, [.act(applicant, .withdraw(reason: reason))])]
        }
        if plan.reach < 4 { return beats }
        beats += panelling()
        if plan.reach < 5 { return beats }
        beats += visiting()
        if plan.reach < 7 { return beats }
        beats += settling()
        if plan.reach < 8 { return beats }
        beats += reporting()
        if plan.reach < 9 { return beats }
        beats += noticing()
        if plan.reach < 11 { return beats }
        return beats + certifying()
    }
}
