import Commons
import Rulebook

extension EvaluationDesk {
    /// Who is told of something.
    enum Audience: Sendable {
        case applicant
        case body(Role)
        case people([String])
    }

    /// Notices and webhooks of an act, in the transaction of the act.
    func tell(
        _ act: Act, _ before: EvaluationCase, _ after: EvaluationCase, _ records: any EvaluationRecords, _ now: Instant
    ) throws {
        for (audience, text) in EvaluationDesk.messages(act, before, after) {
            for person in try people(audience, after, records) {
                try NoticePost.put(
                    message(text, "case." + act.name, surroundings.newID(), person, after, now), in: records)
            }
        }
        guard before.state != after.state || act.name.hasSuffix("Certificate") else { return }
        let event = "case." + act.name
        let payload = EventPayload(
            event: event, caseID: after.id, number: after.number, community: after.community.name, state: after.state,
            at: now.iso)
        try WebhookPost.put(
            event, Array(try CanonicalJSON.encode(payload)), organisations: after.subject.organisations, in: records,
            surroundings)
    }

    func message(
        _ text: Phrase, _ kind: String, _ id: String, _ person: String, _ evaluation: EvaluationCase, _ now: Instant
    ) -> Notice {
        Notice(
            id: id, person: person, at: now, kind: kind,
            subject: Phrase(
                zh: "\(evaluation.community.name)（\(evaluation.number)）：\(text.zh)",
                en: "\(evaluation.community.name) (\(evaluation.number)): \(text.en)"),
            body: text, link: "/cases/\(evaluation.id)")
    }

    private struct EventPayload: Encodable {
        var event: String
        var caseID: String
        var number: String
        var community: String
        var state: String
        var at: String
    }

    func people(
        _ audience: Audience, _ evaluation: EvaluationCase, _ records: any EvaluationRecords
    ) throws -> [String] {
        switch audience {
        case .people(let people): return people
        case .applicant:
            let query = MemberQuery(organisation: evaluation.application.applicant, role: .applicant)
            return try records.members(query).map(\.person.id)
        case .body(let role):
            let query = MemberQuery(organisation: evaluation.application.body, role: role)
            return try records.members(query).map(\.person.id)
        }
    }

    private static func messages(
        _ act: Act, _ before: EvaluationCase, _ after: EvaluationCase
    ) -> [(Audience, Phrase)] {
        func to(_ audience: Audience, _ zh: String, _ en: String) -> [(Audience, Phrase)] {
            [(audience, Phrase(zh: zh, en: en))]
        }
        switch act {
        case .submit: return to(.body(.reviewer), "申报已提交，请受理", "submitted; please accept or refuse it")
        case .accept: return to(.applicant, "申报已受理，进入材料审查", "accepted; its documents are under review")
        case .refuse(let reason): return to(.applicant, "不予受理：\(reason)", "refused: \(reason)")
        case .withdraw: return to(.body(.reviewer), "申请方已撤回申报", "withdrawn by the applicant")
        case .sendQuestions:
            let count = after.rounds.last?.questions.count ?? 0
            return to(
                .applicant, "第 \(after.rounds.count) 轮补正，共 \(count) 个问题",
                "round \(after.rounds.count): \(count) questions")
        case .returnAnswers: return to(.body(.reviewer), "补正已提交", "the answers are back")
        case .closeReview: return to(.body(.approver), "材料审查结束，请组建专家组", "the review is closed; put a panel together")
        case .invite(let expert, _, _, _, _):
            return to(.people([expert]), "邀请您加入专家组，请申报利益关系", "you are invited to the panel; declare your interests")
        case .dismiss(let expert, let reason):
            return to(.people([expert]), "您已不在专家组：\(reason)", "you are no longer on the panel: \(reason)")
        case .declare(hasConflict: true, _):
            return to(.body(.reviewer), "有专家申报了利益关系", "an expert declared a conflict of interest")
        case .startVisit(let on):
            return to(.people(after.judges.map(\.expert)), "现场核查开始（\(on.day)）", "the site visit begins (\(on.day))")
        case .finishVisit where after.state == "consensus":
            return to(
                .people([after.leader?.expert].compactMap(\.self)), "专家均已完成，请合议", "all experts have finished; settle")
        case .closePanel: return to(.body(.reviewer), "合议结束，请起草报告", "the panel is closed; draft the report")
        case .draftReport: return to(.body(.approver), "报告待批准", "the report waits for approval")
        case .sendBack(let reason): return to(.body(.reviewer), "报告退回：\(reason)", "the report came back: \(reason)")
        case .publish(let until):
            return to(.applicant, "评价结果公示至 \(until.day)", "the result is on notice until \(until.day)")
        case .object: return to(.body(.reviewer), "收到公示异议", "an objection has come in")
        case .appeal: return to(.body(.approver), "申请方提出申诉", "the applicant appeals")
        case .decideAppeal(_, _, let isUpheld):
            return to(
                .applicant, isUpheld ? "申诉成立，重新合议" : "申诉不成立",
                isUpheld ? "the appeal is upheld" : "the appeal is not upheld")
        case .decide: return to(.applicant, "评价结果已决定", "the result is decided")
        case .issueCertificate(let number, _):
            return to(.applicant, "证书已发放：\(number)", "the certificate is issued: \(number)")
        case .suspendCertificate(let reason):
            return to(.applicant, "证书暂停：\(reason)", "the certificate is suspended: \(reason)")
        case .resumeCertificate: return to(.applicant, "证书恢复有效", "the certificate is valid again")
        case .revokeCertificate(let reason):
            return to(.applicant, "证书撤销：\(reason)", "the certificate is revoked: \(reason)")
        default: return []
        }
    }
}
