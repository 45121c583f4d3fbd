import Commons
import Evaluation
import Rulebook

/// What the applicant, the reviewer, the experts and the panel say of one case, so that it goes together.
struct Layers {
    struct Change {
        var clause: String
        var record: FindingRecord
        var reason: String
    }

    struct Question {
        var clause: String
        var question: String
        var answer: String
        /// What the applicant corrects with the answer.
        var correction: FindingRecord?
    }

    /// The application as it is submitted.
    private(set) var own: [String: FindingRecord] = [:]
    /// Two rounds; the second may be empty.
    private(set) var rounds: [[Question]] = [[], []]
    /// Where the review differs from the application.
    private(set) var review: [Change] = []
    /// Where experts differ from the review, in the order of the panel.
    private(set) var visits: [[Change]] = []
    /// What the panel settled.
    private(set) var settled: [Change] = []
    /// What became known in the end, by clause.
    let truth: [String: Finding]
    /// What the panel came to anew after an appeal.
    private(set) var reversal: Change?

    private var dice: Dice

    init(_ plan: CasePlan, _ rulebook: Rulebook, experts: Int, _ dice: Dice) {
        self.dice = dice
        var truth = Truth(plan, rulebook, dice)
        self.truth = truth.findings
        own = truth.findings.mapValues(FindingRecord.init)
        visits = Array(repeating: [], count: experts)
        let clauses = rulebook.items.map(\.clause).filter { Talk.all[$0] != nil && own[$0] != nil }
        var lacking = clauses.filter { truth.findings[$0]?.observation == .met(false) }
        var having = clauses.filter(truth.isMet)
        askOfPapers()

        // What the applicant claims and does not have: some is found at once, some on site, some not by everybody.
        let claimed = take(
            plan.isReopened ? 6 : min(self.dice.within(3...6), lacking.count / 2 + 1), from: &lacking)
        for (index, clause) in claimed.enumerated() {
            guard let claim = truth.opposite(clause), let real = truth.findings[clause] else { continue }
            own[clause] = FindingRecord(claim)
            switch index {
            case 0: correct(clause, real)
            case 1, 4: find(clause, real)
            case 2: findOnSite(clause, real)
            default: differ(clause, from: FindingRecord(claim), real: real)
            }
        }
        // What papers do not prove, and what somebody overlooks on site.
        for clause in take(1, from: &having) { doubt(clause, &truth) }
        for clause in take(self.dice.within(plan.ending == .consensus ? 2...3 : 0...2), from: &having) {
            overlook(clause, &truth)
        }
        for clause in take(3, from: &having) { ask(clause, round: 0) }
        for clause in take(1, from: &having) { ask(clause, round: 1) }
        if let clause = plan.failing { fail(clause, rulebook) }
        if plan.isReopened, let clause = contested, let other = truth.opposite(clause) {
            let seen = Talk.all[clause]?.seen ?? "已整改"
            reversal = Change(
                clause: clause, record: FindingRecord(other), reason: "申诉成立后重新合议，复看现场：\(seen)，改为满足。")
        }
    }

    /// What the applicant claimed and the panel came to see otherwise: what an appeal is about.
    var contested: String? {
        let denied = (settled + review + (visits.first ?? [])).filter { $0.record.finding.observation == .met(false) }
        return denied.map(\.clause).first { truth[$0]?.observation == .met(false) }
    }

    private mutating func take(_ count: Int, from list: inout [String]) -> [String] {
        let taken = dice.pick(count, of: list)
        list.removeAll(where: taken.contains)
        return taken
    }

    private mutating func ask(_ clause: String, round: Int, correction: FindingRecord? = nil) {
        guard let talk = Talk.all[clause] else { return }
        rounds[round].append(
            Question(clause: clause, question: talk.question, answer: talk.answer, correction: correction))
    }

    /// About a paper that proves a control item; a newer one comes with the answer.
    private mutating func askOfPapers() {
        let papers = [
            ("6.1.2", "综合服务中心平面图没有标注自助终端和热线席位，请更新后重新上传。", "平面图已补充标注并重新上传。"),
            ("9.1.1", "消防设备电子台账缺最近一个月的巡检记录，请更新后重新上传。", "台账已导出到本月并重新上传。"),
        ]
        let (clause, question, answer) = dice.pick(papers)
        rounds[0].append(Question(clause: clause, question: question, answer: answer))
    }

    /// Asked about, the applicant admits it.
    private mutating func correct(_ clause: String, _ real: Finding) {
        guard let talk = Talk.all[clause] else { return }
        rounds[0].append(
            Question(
                clause: clause, question: talk.question, answer: "经自查，\(talk.fault)，现更正自评。",
                correction: FindingRecord(real)))
    }

    /// The review finds it in the papers.
    private mutating func find(_ clause: String, _ real: Finding) {
        guard let talk = Talk.all[clause] else { return }
        ask(clause, round: rounds[0].count < 4 ? 0 : 1)
        review.append(
            Change(clause: clause, record: FindingRecord(real), reason: "材料审查：\(talk.fault)，补正材料仍不能证明，按不满足认定。"))
    }

    /// Every expert sees it on site.
    private mutating func findOnSite(_ clause: String, _ real: Finding) {
        guard let talk = Talk.all[clause] else { return }
        let openings = ["现场核查：", "现场查看时发现", "抽查发现", "与值班人员核实，", "现场测试："]
        for index in visits.indices {
            visits[index].append(
                Change(
                    clause: clause, record: FindingRecord(real),
                    reason: openings[index % openings.count] + talk.fault + "。"))
        }
    }

    /// Some experts see it, the others do not.
    private mutating func differ(_ clause: String, from claim: FindingRecord, real: Finding) {
        guard let talk = Talk.all[clause], visits.count > 2 else { return }
        for index in visits.indices.dropFirst(visits.count / 2) {
            visits[index].append(
                Change(clause: clause, record: FindingRecord(real), reason: "现场核查：\(talk.fault)。"))
        }
        settled.append(
            Change(
                clause: clause, record: FindingRecord(real),
                reason: "合议时共同调阅记录并复看现场照片，确认\(talk.fault)，一致认定不满足。"))
    }

    /// The review does not believe it, the panel sees that it is there.
    private mutating func doubt(_ clause: String, _ truth: inout Truth) {
        guard let talk = Talk.all[clause], var doubted = truth.opposite(clause), let real = truth.findings[clause]
        else { return }
        doubted.remark = ""
        review.append(
            Change(
                clause: clause, record: FindingRecord(doubted), reason: "现有材料不足以证明，暂按不满足认定，请专家现场核实。"))
        for index in visits.indices {
            visits[index].append(
                Change(clause: clause, record: FindingRecord(real), reason: "现场核实：\(talk.seen)，认定满足。"))
        }
    }

    /// One expert doubts what the others saw.
    private mutating func overlook(_ clause: String, _ truth: inout Truth) {
        guard let talk = Talk.all[clause], visits.count > 2, let other = truth.opposite(clause),
            let real = truth.findings[clause]
        else { return }
        visits[1 + dice.below(visits.count - 1)].append(
            Change(clause: clause, record: FindingRecord(other), reason: "抽查一处时\(talk.fault)。"))
        settled.append(
            Change(
                clause: clause, record: FindingRecord(real), reason: "合议时组织二次抽查：\(talk.seen)；个别问题已当场整改，一致认定满足。"))
    }

    /// A control item that the panel finds not met.
    private mutating func fail(_ clause: String, _ rulebook: Rulebook) {
        guard let item = rulebook.item(clause), let real = truth[clause] else { return }
        var maker = FindingMaker(settlement: Settlement.all[0], dice: dice)
        own[clause] = FindingRecord(maker.finding(item, isMet: true, level: 100))
        let fault = "抽查 3 栋，2 栋的自动喷水灭火系统末端压力不足，消防主机有 14 个点位长期屏蔽"
        for index in visits.indices {
            visits[index].append(Change(clause: clause, record: FindingRecord(real), reason: "现场核查：\(fault)。"))
        }
    }
}
