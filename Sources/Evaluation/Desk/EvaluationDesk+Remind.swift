import Commons
import Rulebook

extension EvaluationDesk {
    /// How many working days before the last day of a term whoever it waits for is reminded.
    static let workingDaysAhead = 2
    /// How many days before the last day of a certificate its holder is reminded, first and last.
    static let certificateDaysAhead = [90, 30]
    /// What became due while no server ran is told within so many days; afterwards lists show it.
    static let tellsLate = 14

    /// Reminds of terms that end soon, and of those that have ended. Each reminder goes out once, however often this
    /// runs and on however many nodes.
    /// - Returns: How many notices went out.
    @discardableResult
    public func remindOfTerms() async throws -> Int {
        let today = surroundings.now().day
        let calendar = surroundings.calendar()
        // The longest way that so many working days may take is around a long holiday.
        let horizon = Instant(today.adding(days: 31))
        var query = CaseQuery(
            kind: EvaluationLifeCycle.kind, reach: [.all], states: Array(EvaluationDesk.waiting.keys.sorted()),
            dueBefore: horizon, limit: 500)
        var sent = 0
        while true {
            let asked = query
            let heads = try await store.readEvaluations { try $0.heads(asked) }
            for head in heads {
                guard let last = head.due?.day.adding(days: -1), let waiting = EvaluationDesk.waiting[head.state],
                    last.adding(days: EvaluationDesk.tellsLate) >= today
                else { continue }
                let text: (stage: String, Phrase)
                if last < today {
                    text = ("late", waiting.late(last))
                } else if let soon = waiting.soon,
                    calendar.adding(workingDays: Self.workingDaysAhead, to: today) >= last
                {
                    text = ("soon", soon(last))
                } else {
                    continue
                }
                sent += try await remind(head.id, "\(head.state)-\(last)-\(text.stage)", text.1, waiting.audience)
            }
            guard heads.count == 500, let end = heads.last else { return sent }
            query.after = CaseQuery.Cursor(changedAt: end.changedAt, id: end.id)
        }
    }

    /// Reminds holders and bodies of certificates that end soon or have ended, each once.
    /// - Returns: How many notices went out.
    @discardableResult
    public func remindOfCertificates() async throws -> Int {
        let today = surroundings.now().day
        var (sent, after) = (0, String?.none)
        while true {
            let query = SummaryQuery(certifiedOnly: true, after: after, limit: 500)
            let summaries = try await store.readEvaluations { try $0.summaries(query) }
            for summary in summaries where !summary.isRevoked {
                guard let until = summary.validUntil?.day, let number = summary.certificate else { continue }
                let left = until.ordinal - today.ordinal
                let text: (stage: String, Phrase)
                if left < 0, left >= -EvaluationDesk.tellsLate {
                    text = (
                        "ended",
                        Phrase(zh: "证书 \(number) 已于 \(until) 到期", en: "certificate \(number) ended on \(until)")
                    )
                } else if left >= 0, let stage = EvaluationDesk.certificateDaysAhead.last(where: { left <= $0 }) {
                    text = (
                        "ends-\(stage)",
                        Phrase(
                            zh: "证书 \(number) 将于 \(until) 到期，请及时申请复评",
                            en: "certificate \(number) ends on \(until); apply for re-evaluation in time")
                    )
                } else {
                    continue
                }
                for audience in [Audience.applicant, .body(.approver)] {
                    sent += try await remind(summary.caseID, "\(until)-\(text.stage)", text.1) { _ in audience }
                }
            }
            guard summaries.count == 500, let last = summaries.last else { return sent }
            after = last.number
        }
    }

    /// Puts a reminder to everybody it is for, unless they have it.
    private func remind(
        _ id: String, _ key: String, _ text: Phrase, _ audience: @escaping @Sendable (EvaluationCase) -> Audience
    ) async throws -> Int {
        let now = surroundings.now()
        return try await store.writeEvaluations { records in
            let (evaluation, _, _) = try load(id, records)
            var sent = 0
            for person in try people(audience(evaluation), evaluation, records) {
                // The id is the memory of having sent it.
                let notice = "remind-\(id)-\(key)-\(person)"
                guard try records.notice(notice) == nil else { continue }
                try NoticePost.put(message(text, "case.reminder", notice, person, evaluation, now), in: records)
                sent += 1
            }
            return sent
        }
    }

    private struct Waiting: Sendable {
        var audience: @Sendable (EvaluationCase) -> Audience
        /// nil: nothing to be done before it ends.
        var soon: (@Sendable (Day) -> Phrase)?
        var late: @Sendable (Day) -> Phrase

        init(_ audience: @escaping @Sendable (EvaluationCase) -> Audience, _ zh: String, _ en: String) {
            self.audience = audience
            soon = { Phrase(zh: "\(zh)的期限是 \($0)", en: "\(en) is due by \($0)") }
            late = { Phrase(zh: "\(zh)已超过期限（\($0)）", en: "\(en) is overdue since \($0)") }
        }
    }

    /// For whom a case waits in each state that has a term.
    private static let waiting: [String: Waiting] = {
        var notice = Waiting({ _ in .body(.reviewer) }, "", "")
        notice.soon = nil
        notice.late = { Phrase(zh: "公示已于 \($0) 期满，请作出决定", en: "the public notice ended on \($0); decide") }
        return [
            "submitted": Waiting({ _ in .body(.reviewer) }, "受理", "accepting or refusing it"),
            "review": Waiting({ _ in .body(.reviewer) }, "材料审查", "the review of documents"),
            "clarification": Waiting({ _ in .applicant }, "补正说明", "the clarification"),
            "panel": Waiting({ _ in .body(.approver) }, "组建专家组", "the panel"),
            "site": Waiting(
                { .people($0.judges.filter { $0.finishedAt == nil }.map(\.expert)) }, "现场核查", "the site visit"),
            "consensus": Waiting(
                { .people([$0.leader?.expert].compactMap(\.self)) }, "专家合议", "the consensus"),
            "report": Waiting({ _ in .body(.reviewer) }, "起草报告", "the report"),
            "approval": Waiting({ _ in .body(.approver) }, "内部批准", "the approval"),
            "notice": notice,
            "appeal": Waiting({ _ in .body(.approver) }, "申诉处理", "the appeal"),
            "decided": Waiting({ _ in .body(.approver) }, "发放证书", "the certificate"),
        ]
    }()
}
