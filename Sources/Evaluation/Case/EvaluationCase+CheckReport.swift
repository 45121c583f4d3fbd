import Commons
import Rulebook

extension EvaluationCase {
    /// Approvals that a report needs, by different people.
    public static let approvalsNeeded = 2
    /// Working days that a notice is open at least.
    public static let noticeDays = 5

    func checkReport(_ act: Act, _ context: ActContext) throws(Refusal) {
        switch act {
        case .draftReport(let words, _):
            try EvaluationCase.text(words.conclusion, "conclusion")
            for (place, text) in [
                ("strengths", words.strengths), ("problems", words.problems), ("advice", words.advice),
            ] { try EvaluationCase.short(text, place) }
        case .approve(let digest): try checkApproval(digest, context)
        case .publish(let until):
            guard approvals.count >= EvaluationCase.approvalsNeeded else {
                throw Refusal(
                    .invalid, zh: "需要 \(EvaluationCase.approvalsNeeded) 人批准，现有 \(approvals.count) 人",
                    en: "\(EvaluationCase.approvalsNeeded) approvals are needed, \(approvals.count) are there")
            }
            let earliest = context.calendar.adding(workingDays: EvaluationCase.noticeDays, to: context.today)
            guard until.day >= earliest else {
                throw Refusal(
                    .invalid, zh: "公示至少 \(EvaluationCase.noticeDays) 个工作日，即到 \(earliest)",
                    en: "a notice is open for at least \(EvaluationCase.noticeDays) working days, to \(earliest)",
                    place: "until")
            }
        case .object(let name, let contact, let text):
            try inTime(context)
            try EvaluationCase.text(name, "name", limit: EvaluationLimits.name)
            try EvaluationCase.text(contact, "contact", limit: EvaluationLimits.name)
            try EvaluationCase.text(text, "text")
            guard objections.count < EvaluationLimits.objections else {
                throw Refusal(.tooMany, zh: "异议数量已达上限", en: "no more objections can be taken")
            }
        case .answerObjection(let number, let text, _): try answerable(objections, number, text)
        case .appeal(let text, let clauses):
            try inTime(context)
            try EvaluationCase.text(text, "text")
            for clause in clauses { try item(clause, context.rulebook) }
        case .decideAppeal(let number, let text, _):
            try answerable(appeals, number, text)
            if let person = context.person?.id, approvals.contains(where: { $0.by == person }) {
                throw Refusal(
                    .forbidden, zh: "申诉应由没有批准过本报告的人处理",
                    en: "an appeal is decided by somebody who did not approve the report")
            }
        case .decide: try checkDecision(context)
        default: break
        }
    }

    private func checkApproval(_ digest: String, _ context: ActContext) throws(Refusal) {
        guard let report, let person = context.person?.id else {
            throw Refusal(.missing, zh: "没有报告可批准", en: "there is no report to approve")
        }
        guard digest == report.digest else {
            throw Refusal(
                .conflict, zh: "报告已经变化，请查看最新版本后再批准", en: "the report has changed; look at it again before approving",
                place: "digest")
        }
        if report.by == person {
            throw Refusal(.forbidden, zh: "起草人不能批准自己的报告", en: "whoever drafted a report cannot approve it")
        }
        if panelist(person) != nil {
            throw Refusal(.forbidden, zh: "专家组成员不能批准", en: "members of the panel cannot approve")
        }
        if approvals.contains(where: { $0.by == person }) {
            throw Refusal(.forbidden, zh: "您已批准，须由另一人再批准", en: "you have approved; somebody else has to, too")
        }
        guard approvals.count < EvaluationCase.approvalsNeeded else {
            throw Refusal(.invalid, zh: "已有足够的批准", en: "it has all the approvals it needs")
        }
    }

    private func inTime(_ context: ActContext) throws(Refusal) {
        guard let noticeUntil, context.today <= noticeUntil else {
            throw Refusal(.locked, zh: "公示期已过", en: "the notice is over")
        }
    }

    private func answerable(_ list: [Objection], _ number: Int, _ text: String) throws(Refusal) {
        guard let objection = list.first(where: { $0.number == number }) else {
            throw Refusal(.missing, zh: "没有第 \(number) 号", en: "there is no number \(number)", place: "number")
        }
        guard objection.answer == nil else {
            throw Refusal(.locked, zh: "第 \(number) 号已经答复", en: "number \(number) has its answer", place: "number")
        }
        try EvaluationCase.text(text, "text")
    }

    private func checkDecision(_ context: ActContext) throws(Refusal) {
        guard let noticeUntil, context.today > noticeUntil else {
            throw Refusal(
                .invalid, zh: "公示到 \(noticeUntil?.description ?? "")，期满后才能决定",
                en: "the notice runs to \(noticeUntil?.description ?? ""); decide after it", place: "until")
        }
        let open = objections.filter { $0.answer == nil }
        guard open.isEmpty else {
            throw Refusal(
                .invalid, zh: "还有 \(open.count) 条异议没有答复", en: "\(open.count) objections have no answer",
                details: open.map { Refusal.Detail(String($0.number), .same($0.name)) })
        }
    }

    func checkCertificate(_ act: Act, _ context: ActContext) throws(Refusal) {
        let status = certificate?.status(on: context.today)
        switch act {
        case .issueCertificate(let number, let until):
            guard score(.consensus, context.rulebook).grade.grade != nil else {
                throw Refusal(.invalid, zh: "没有等级，不能发证", en: "there is no grade to certify")
            }
            try EvaluationCase.text(number, "number", limit: 64)
            guard until.day > context.today, until.day <= context.today.adding(months: 120) else {
                throw Refusal(.invalid, zh: "有效期应在今后十年之内", en: "valid for at most ten years from today", place: "until")
            }
        case .suspendCertificate(let reason):
            try EvaluationCase.text(reason, "reason")
            try has(status, .valid)
        case .resumeCertificate(let reason):
            try EvaluationCase.text(reason, "reason")
            try has(status, .suspended)
        case .revokeCertificate(let reason):
            try EvaluationCase.text(reason, "reason")
            guard status != .revoked else { throw Refusal(.locked, zh: "证书已撤销", en: "the certificate is revoked") }
        case .checkCertificate(let year, _, let remark):
            try EvaluationCase.short(remark, "remark")
            guard status == .valid || status == .suspended, let certificate else {
                throw Refusal(.locked, zh: "证书已失效", en: "the certificate is no longer in force")
            }
            guard certificate.issuedOn.year <= year, year <= context.today.year else {
                throw Refusal(.invalid, zh: "年度不在证书有效期内", en: "not a year of the certificate", place: "year")
            }
            guard !certificate.checks.contains(where: { $0.year == year }) else {
                throw Refusal(.conflict, zh: "\(year) 年度已检查", en: "\(year) has been checked", place: "year")
            }
        default: break
        }
    }

    private func has(_ status: Certificate.Status?, _ wanted: Certificate.Status) throws(Refusal) {
        guard status == wanted else {
            let now = status?.title ?? Phrase(zh: "无证书", en: "none")
            throw Refusal(
                .locked, zh: "证书状态是“\(now.zh)”，不能这样做", en: "the certificate is \(now.en.lowercased()): not possible")
        }
    }
}
