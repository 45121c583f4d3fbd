import Commons
import Evaluation
import PortalKit
import Rulebook

/// A case but for its findings, as one visitor sees it.
enum CaseJSON {
    static let schema = Schema.named(
        "Case",
        .object([
            .required("id", APISchema.id), .required("number", .string(1...64)), .required("state", APISchema.state),
            .required("stateSince", APISchema.instant), .required("sequence", APISchema.version),
            .required("openedAt", APISchema.instant), .required("submittedOn", APISchema.day.nullable),
            .required("dueOn", APISchema.day.nullable), .required("applicant", APISchema.party),
            .required("body", APISchema.party), .required("rulebook", APISchema.pin),
            .required("community", APISchema.community), .required("previous", APISchema.id.nullable),
            .required("milestones", .array(of: milestone)), .required("panel", .array(of: panelist)),
            .required("visitOn", APISchema.day.nullable), .required("rounds", .array(of: round)),
            .required("report", report.nullable), .required("approvals", .array(of: approval)),
            .required("noticeSince", APISchema.day.nullable), .required("noticeUntil", APISchema.day.nullable),
            .required("objections", .array(of: objection)), .required("appeals", .array(of: objection)),
            .required("decidedOn", APISchema.day.nullable), .required("certificate", certificate.nullable),
            .required("closingReason", APISchema.text.nullable),
        ]))

    private static let milestone = Schema.named(
        "Milestone", .object([.required("state", APISchema.state), .required("at", APISchema.instant)]))

    private static let panelist = Schema.named(
        "Panelist",
        .object([
            .required("expert", APISchema.id), .required("name", APISchema.name),
            .required("fields", .array(of: .string(1...200))), .required("isLeader", .boolean),
            .required("hasConflict", .boolean.nullable), .required("declaration", APISchema.text),
            .required("finishedAt", APISchema.instant.nullable),
        ]))

    private static let round = Schema.named(
        "Round",
        .object([
            .required("number", .integer(1...Int.max)), .required("sentAt", APISchema.instant.nullable),
            .required("returnedAt", APISchema.instant.nullable),
            .required(
                "questions",
                .array(
                    of: .object([
                        .required("clause", APISchema.clause), .required("text", APISchema.text),
                        .required("answer", APISchema.text.nullable),
                    ]))),
        ]))

    private static let report = Schema.named(
        "ReportDraft",
        .object([
            .required("conclusion", APISchema.text), .required("strengths", APISchema.text),
            .required("problems", APISchema.text), .required("advice", APISchema.text),
            .required("on", APISchema.day),
            .required("digest", APISchema.digest.meaning(zh: "待批准内容的 SHA-256", en: "SHA-256 of what is approved")),
        ]))

    private static let approval = Schema.named(
        "Approval", .object([.required("at", APISchema.instant), .required("digest", APISchema.digest)]))

    private static let objection = Schema.named(
        "Objection",
        .object([
            .required("number", .integer(1...Int.max)), .required("name", APISchema.text),
            .required("contact", APISchema.text), .required("text", APISchema.text),
            .required("clauses", .array(of: APISchema.clause)), .required("at", APISchema.instant),
            .required("answer", APISchema.text.nullable), .required("isUpheld", .boolean.nullable),
            .required("answeredAt", APISchema.instant.nullable),
        ]))

    private static let certificate = Schema.named(
        "Certificate",
        .object([
            .required("number", .string(1...64)), .required("issuedOn", APISchema.day),
            .required("until", APISchema.day), .required("digest", .string(0...64)),
            .required("isSuspended", .boolean), .required("isRevoked", .boolean),
            .required(
                "checks",
                .array(
                    of: .object([
                        .required("year", .integer(1...9999)), .required("isPassed", .boolean),
                        .required("remark", APISchema.text),
                    ]))),
        ]))

    // MARK: Values

    static func json(_ opened: EvaluationDesk.Opened) -> JSON {
        let evaluation = opened.evaluation
        let application = evaluation.application
        return .object(
            state(evaluation, opened.head) + [
                .init("applicant", party(application.applicant, application.applicantName)),
                .init("body", party(application.body, application.bodyName)),
                .init("rulebook", json(application.rulebook)), .init("community", json(evaluation.community)),
                .init("previous", .optional(application.previous)),
                .init(
                    "milestones",
                    .array(evaluation.milestones.map { ["state": .string($0.state), "at": .string($0.at.iso)] })),
                .init("panel", .array(evaluation.panel.map(json))), .init("visitOn", .optional(evaluation.visitOn)),
                .init("rounds", .array(evaluation.rounds.map(json))),
            ] + outcome(evaluation))
    }

    private static func state(_ evaluation: EvaluationCase, _ head: CaseHead) -> [JSON.Member] {
        [
            .init("id", .string(evaluation.id)), .init("number", .string(evaluation.number)),
            .init("state", .string(evaluation.state)), .init("stateSince", .string(evaluation.stateSince.iso)),
            .init("sequence", .integer(evaluation.sequence)), .init("openedAt", .string(evaluation.openedAt.iso)),
            .init("submittedOn", .optional(evaluation.submittedOn)),
            .init("dueOn", .optional(head.due?.day.adding(days: -1))),
        ]
    }

    private static func outcome(_ evaluation: EvaluationCase) -> [JSON.Member] {
        let approvals = evaluation.approvals.map { approval -> JSON in
            ["at": .string(approval.at.iso), "digest": .string(approval.digest)]
        }
        return [
            .init("report", evaluation.report.map(json) ?? .null), .init("approvals", .array(approvals)),
            .init("noticeSince", .optional(evaluation.noticeSince)),
            .init("noticeUntil", .optional(evaluation.noticeUntil)),
            .init("objections", .array(evaluation.objections.map(json))),
            .init("appeals", .array(evaluation.appeals.map(json))), .init("decidedOn", .optional(evaluation.decidedOn)),
            .init("certificate", evaluation.certificate.map(json) ?? .null),
            .init("closingReason", .optional(evaluation.closingReason)),
        ]
    }

    static func party(_ id: String, _ name: String) -> JSON { ["id": .string(id), "name": .string(name)] }

    static func json(_ pin: RulebookPin) -> JSON {
        ["id": .string(pin.id), "edition": .string(pin.edition), "digest": .string(pin.digest)]
    }

    /// Without what is not said.
    static func json(_ community: CommunityFile) -> JSON {
        let members: [(String, JSON)] = [
            ("name", .string(community.name)), ("address", .string(community.address)),
            ("region", .string(community.region)), ("kind", .optional(community.kind)),
            ("acceptedOn", .optional(community.acceptedOn?.day)),
            ("operatingSince", .optional(community.operatingSince?.day)),
            ("households", .optional(community.households)), ("longitude", .optional(community.longitude)),
            ("latitude", .optional(community.latitude)), ("contactName", .string(community.contactName)),
            ("contactPhone", .string(community.contactPhone)),
        ]
        return .object(members.filter { $0.1 != .null }.map { .init($0.0, $0.1) })
    }

    private static func json(_ member: EvaluationCase.Panelist) -> JSON {
        [
            "expert": .string(member.expert), "name": .string(member.name), "fields": .strings(member.fields),
            "isLeader": .boolean(member.isLeader), "hasConflict": .optional(member.hasConflict),
            "declaration": .string(member.declaration), "finishedAt": .optional(member.finishedAt),
        ]
    }

    private static func json(_ round: EvaluationCase.Round) -> JSON {
        let questions = round.questions.map { question -> JSON in
            [
                "clause": .string(question.clause), "text": .string(question.text),
                "answer": .optional(question.answer),
            ]
        }
        return [
            "number": .integer(round.number), "sentAt": .optional(round.sentAt),
            "returnedAt": .optional(round.returnedAt), "questions": .array(questions),
        ]
    }

    private static func json(_ report: EvaluationCase.ReportDraft) -> JSON {
        [
            "conclusion": .string(report.words.conclusion), "strengths": .string(report.words.strengths),
            "problems": .string(report.words.problems), "advice": .string(report.words.advice),
            "on": .string(report.on.description), "digest": .string(report.digest),
        ]
    }

    private static func json(_ objection: EvaluationCase.Objection) -> JSON {
        [
            "number": .integer(objection.number), "name": .string(objection.name),
            "contact": .string(objection.contact), "text": .string(objection.text),
            "clauses": .strings(objection.clauses), "at": .string(objection.at.iso),
            "answer": .optional(objection.answer), "isUpheld": .optional(objection.isUpheld),
            "answeredAt": .optional(objection.answeredAt),
        ]
    }

    private static func json(_ certificate: Certificate) -> JSON {
        let checks = certificate.checks.map { check -> JSON in
            [
                "year": .integer(check.year), "isPassed": .boolean(check.isPassed), "remark": .string(check.remark),
            ]
        }
        return [
            "number": .string(certificate.number), "issuedOn": .string(certificate.issuedOn.description),
            "until": .string(certificate.until.description), "digest": .string(certificate.digest),
            "isSuspended": .boolean(certificate.isSuspended), "isRevoked": .boolean(certificate.isRevoked),
            "checks": .array(checks),
        ]
    }
}
