import Commons
import Rulebook

extension EvaluationCase {
    /// Fewest experts of a panel. The draft names no number; three is the least that can agree against one.
    public static let fewestExperts = 3

    func checkReview(_ act: Act, _ context: ActContext) throws(Refusal) {
        switch act {
        case .ask(let clause, let question):
            try item(clause, context.rulebook)
            try EvaluationCase.text(question, "question")
        case .dropQuestion(let clause):
            guard rounds.last?.sentAt == nil, asked.contains(clause) else {
                throw Refusal(.missing, zh: "没有这一问题", en: "there is no such question", place: clause)
            }
        case .sendQuestions:
            guard let round = rounds.last, round.sentAt == nil, !round.questions.isEmpty else {
                throw Refusal(.invalid, zh: "还没有问题可发", en: "there is no question to send")
            }
        case .answer(let clause, let text):
            guard asked.contains(clause) else {
                throw Refusal(.missing, zh: "没有这一问题", en: "there is no such question", place: clause)
            }
            try EvaluationCase.text(text, "text")
        case .returnAnswers:
            let open = rounds.last?.questions.filter { $0.answer == nil } ?? []
            guard open.isEmpty else {
                throw Refusal(
                    .invalid, zh: "还有 \(open.count) 个问题没有答复", en: "\(open.count) questions have no answer",
                    details: open.map { Refusal.Detail($0.clause, .same($0.text)) })
            }
        case .saveReview(let clause, let record, let reason):
            try known(clause, record, context.rulebook)
            try change(from: selfFindings[clause]?.record, to: record, because: reason)
        case .closeReview:
            if let round = rounds.last, round.sentAt == nil {
                throw Refusal(
                    .invalid, zh: "有 \(round.questions.count) 个问题还没有发出",
                    en: "\(round.questions.count) questions have not been sent")
            }
            let open = (context.rulebook.controls + context.rulebook.items).filter {
                reviewFindings[$0.clause]?.record.isJudged != true && selfFindings[$0.clause]?.record.isJudged == true
            }
            guard open.isEmpty else {
                throw Refusal(
                    .invalid, zh: "还有 \(open.count) 条没有审查认定", en: "\(open.count) clauses have no review finding",
                    details: open.map { Refusal.Detail($0.clause, $0.title) })
            }
        default: break
        }
    }

    /// A change between layers needs a reason.
    private func change(from old: FindingRecord?, to new: FindingRecord, because reason: String) throws(Refusal) {
        try EvaluationCase.short(reason, "reason")
        guard !new.agrees(with: old), new.isJudged else { return }
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(
                .invalid, zh: "认定与上一层不同，请说明理由", en: "this differs from the layer before: say why", place: "reason")
        }
    }

    func checkPanel(_ act: Act, _ context: ActContext) throws(Refusal) {
        switch act {
        case .invite(let expert, _, let organisation, _, _): try checkInvitation(expert, organisation)
        case .dismiss(let expert, let reason):
            guard panelist(expert) != nil else {
                throw Refusal(.missing, zh: "专家组没有此人", en: "nobody like that on the panel", place: "expert")
            }
            if state == "site", judges.count <= EvaluationCase.fewestExperts {
                throw Refusal(
                    .invalid, zh: "现场核查阶段专家组不能少于 \(EvaluationCase.fewestExperts) 人",
                    en: "a panel on site has at least \(EvaluationCase.fewestExperts) experts")
            }
            try EvaluationCase.text(reason, "reason")
        case .declare(let hasConflict, let reason):
            try member(context)
            if hasConflict {
                try EvaluationCase.text(reason, "reason")
            } else {
                try EvaluationCase.short(reason, "reason")
            }
        case .startVisit: try checkPanelIsReady()
        case .saveVisit(let clause, let record, let reason):
            let panelist = try member(context)
            guard panelist.finishedAt == nil else {
                throw Refusal(.locked, zh: "您已完成现场核查，不能再改", en: "you have finished your visit; it cannot change")
            }
            guard panelist.hasConflict == false else {
                throw Refusal(.forbidden, zh: "有利益关系的专家不能评判", en: "an expert with an interest cannot judge")
            }
            try known(clause, record, context.rulebook)
            try change(from: reviewFindings[clause]?.record, to: record, because: reason)
        case .finishVisit:
            guard try member(context).finishedAt == nil else {
                throw Refusal(.locked, zh: "您已完成现场核查", en: "you have finished already")
            }
            try checkVisitIsWhole(context)
        case .settle(let clause, let record, let reason):
            try leads(context)
            try known(clause, record, context.rulebook)
            try EvaluationCase.text(reason, "reason")
        case .closePanel:
            try leads(context)
            let open = divergent(context.rulebook).filter { settled[$0] == nil }
            guard open.isEmpty else {
                throw Refusal(
                    .invalid, zh: "还有 \(open.count) 条分歧没有合议", en: "\(open.count) divergent clauses are not settled",
                    details: open.map { Refusal.Detail($0, context.rulebook.item($0)?.title ?? .same($0)) })
            }
        default: break
        }
    }

    /// A conflicted expert is refused, with the reason.
    private func checkInvitation(_ expert: String, _ organisation: String) throws(Refusal) {
        if organisation == application.applicant {
            throw Refusal(
                .forbidden, zh: "该专家属于申请方“\(application.applicantName)”，有利益关系，不能指派",
                en: "the expert belongs to the applicant, \(application.applicantName): a conflict of interest",
                place: "expert")
        }
        if let declared = conflicts[expert] {
            throw Refusal(
                .forbidden, zh: "该专家已申报利益关系（\(declared)），不能指派",
                en: "the expert declared an interest (\(declared))", place: "expert")
        }
        guard panel.count < EvaluationLimits.experts || panelist(expert) != nil else {
            throw Refusal(.tooMany, zh: "专家组人数已满", en: "the panel is full")
        }
    }

    private func checkPanelIsReady() throws(Refusal) {
        var details: [Refusal.Detail] = []
        for member in panel where member.hasConflict != false {
            details.append(
                Refusal.Detail(
                    member.name,
                    member.hasConflict == nil
                        ? Phrase(zh: "尚未申报利益关系", en: "has not declared their interests")
                        : Phrase(zh: "有利益关系，请移出", en: "has a conflict of interest; remove them")))
        }
        if judges.count < EvaluationCase.fewestExperts {
            details.append(
                Refusal.Detail(
                    "panel",
                    Phrase(
                        zh: "至少需要 \(EvaluationCase.fewestExperts) 名无利益关系的专家",
                        en: "at least \(EvaluationCase.fewestExperts) experts without an interest are needed")))
        }
        if leader == nil {
            details.append(Refusal.Detail("leader", Phrase(zh: "没有组长", en: "there is no leader")))
        }
        guard details.isEmpty else {
            throw Refusal(.invalid, zh: "专家组尚未就绪", en: "the panel is not ready", details: details)
        }
    }

    private func checkVisitIsWhole(_ context: ActContext) throws(Refusal) {
        let own = visitFindings[context.person?.id ?? ""] ?? [:]
        let open = context.rulebook.controls.filter { own[$0.clause]?.record.isJudged != true }
        guard open.isEmpty else {
            throw Refusal(
                .invalid, zh: "还有 \(open.count) 个控制项没有现场认定", en: "\(open.count) control items have no site finding",
                details: open.map { Refusal.Detail($0.clause, $0.title) })
        }
    }

    @discardableResult
    private func member(_ context: ActContext) throws(Refusal) -> Panelist {
        guard let panelist = panelist(context.person?.id) else {
            throw Refusal(.forbidden, zh: "您不在这一专家组", en: "you are not on this panel")
        }
        return panelist
    }

    private func leads(_ context: ActContext) throws(Refusal) {
        guard try member(context).isLeader else {
            throw Refusal(.forbidden, zh: "合议由专家组组长记录", en: "the panel's leader records the consensus")
        }
    }
}
