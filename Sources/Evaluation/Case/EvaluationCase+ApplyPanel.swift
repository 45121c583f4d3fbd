import Commons
import Rulebook

extension EvaluationCase {
    mutating func applyPanel(_ act: Act, _ entry: CaseEntry) {
        switch act {
        case .invite(let expert, let name, let organisation, let fields, let isLeader):
            if isLeader { for index in panel.indices { panel[index].isLeader = false } }
            panel.removeAll { $0.expert == expert }
            panel.append(
                Panelist(
                    expert: expert, name: name, organisation: organisation, fields: fields, isLeader: isLeader,
                    hasConflict: nil, declaration: "", finishedAt: nil))
        case .dismiss(let expert, _):
            panel.removeAll { $0.expert == expert }
            visitFindings[expert] = nil
            guard state == "site" else { return }
            // Nobody can be invited any more, and somebody has to record the consensus: the next in order does.
            if leader == nil, !panel.isEmpty { panel[0].isLeader = true }
            closeVisitIfFinished(entry)
        case .declare(let hasConflict, let reason):
            change(entry.person) {
                $0.hasConflict = hasConflict
                $0.declaration = reason
            }
            if let person = entry.person { conflicts[person] = hasConflict ? reason : nil }
        case .startVisit(let day):
            visitOn = day.day
            enter("site", entry)
        case .saveVisit(let clause, let record, let reason):
            visitFindings[entry.person ?? "", default: [:]][clause] = layerFinding(record, reason, entry)
        case .adoptReview:
            let expert = entry.person ?? ""
            for (clause, finding) in reviewFindings where visitFindings[expert]?[clause] == nil {
                visitFindings[expert, default: [:]][clause] = layerFinding(finding.record, "", entry)
            }
        case .finishVisit:
            change(entry.person) { $0.finishedAt = entry.at }
            closeVisitIfFinished(entry)
        case .settle(let clause, let record, let reason): settled[clause] = layerFinding(record, reason, entry)
        case .closePanel: enter("report", entry)
        default: break
        }
    }

    private mutating func change(_ person: String?, _ change: (inout Panelist) -> Void) {
        guard let index = panel.firstIndex(where: { $0.expert == person }) else { return }
        change(&panel[index])
    }

    private mutating func closeVisitIfFinished(_ entry: CaseEntry) {
        if !judges.isEmpty, judges.allSatisfy({ $0.finishedAt != nil }) { enter("consensus", entry) }
    }

    mutating func applyReport(_ act: Act, _ entry: CaseEntry) {
        switch act {
        case .draftReport(let words, let digest):
            report = ReportDraft(words: words, by: entry.person, at: entry.at, on: entry.at.day, digest: digest)
            approvals = []
            enter("approval", entry)
        case .sendBack:
            approvals = []
            enter("report", entry)
        case .approve(let digest):
            approvals.append(Approval(by: entry.person ?? "", at: entry.at, digest: digest))
        case .publish(let until):
            noticeSince = entry.at.day
            noticeUntil = until.day
            enter("notice", entry)
        case .object(let name, let contact, let text):
            objections.append(
                Objection(
                    number: objections.count + 1, name: name, contact: contact, text: text, clauses: [], at: entry.at))
        case .answerObjection(let number, let text, let isUpheld):
            EvaluationCase.answer(&objections, number, text, isUpheld, entry.at)
            if isUpheld { reopen(entry) }
        case .appeal(let text, let clauses):
            appeals.append(
                Objection(
                    number: appeals.count + 1, name: application.applicantName, contact: "", text: text,
                    clauses: clauses, at: entry.at))
            enter("appeal", entry)
        case .decideAppeal(let number, let text, let isUpheld):
            EvaluationCase.answer(&appeals, number, text, isUpheld, entry.at)
            if isUpheld { reopen(entry) } else { enter("notice", entry) }
        case .decide:
            decidedOn = entry.at.day
            enter("decided", entry)
        default: break
        }
    }

    private static func answer(
        _ list: inout [Objection], _ number: Int, _ text: String, _ isUpheld: Bool, _ at: Instant
    ) {
        guard let index = list.firstIndex(where: { $0.number == number }) else { return }
        list[index].answer = text
        list[index].isUpheld = isUpheld
        list[index].answeredAt = at
    }

    /// Back to the panel, which settles anew; nothing approved stands any longer.
    private mutating func reopen(_ entry: CaseEntry) {
        report = nil
        approvals = []
        noticeUntil = nil
        enter("consensus", entry)
    }

    mutating func applyCertificate(_ act: Act, _ entry: CaseEntry) {
        switch act {
        case .issueCertificate(let number, let until):
            certificate = Certificate(
                number: number, issuedOn: entry.at.day, until: until.day, digest: report?.digest ?? "",
                events: [Certificate.Event(act: act.name, reason: "", at: entry.at)])
            enter("certified", entry)
        case .suspendCertificate(let reason):
            certificate?.isSuspended = true
            certificate?.events.append(Certificate.Event(act: act.name, reason: reason, at: entry.at))
        case .resumeCertificate(let reason):
            certificate?.isSuspended = false
            certificate?.events.append(Certificate.Event(act: act.name, reason: reason, at: entry.at))
        case .revokeCertificate(let reason):
            certificate?.isRevoked = true
            certificate?.events.append(Certificate.Event(act: act.name, reason: reason, at: entry.at))
        case .checkCertificate(let year, let isPassed, let remark):
            certificate?.checks.append(
                Certificate.Check(year: year, isPassed: isPassed, remark: remark, at: entry.at))
        default: break
        }
    }
}
