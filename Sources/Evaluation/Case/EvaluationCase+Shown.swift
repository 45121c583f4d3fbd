public import Commons
public import Rulebook

extension EvaluationCase {
    /// The case without what a visitor may not see: experts judge blind, the applicant waits for the notice.
    public func shown(to visitor: Visitor, hidden: Set<FieldGroup>, _ rulebook: Rulebook) -> EvaluationCase {
        var shown = self
        let person = visitor.person?.id
        let isOver = !["draft", "submitted", "review", "clarification", "panel", "site"].contains(state)
        if hidden.contains(.findings) {
            shown.hideFindings(published: isPublished ? findings(.consensus) : nil, latest: report?.at ?? stateSince)
        } else if !isOver {
            // Until the panel closes, an expert sees nobody's words but their own, and nobody else sees any.
            shown.visitFindings = visitFindings.filter { $0.key == person }
        }
        if hidden.contains(.contacts) {
            shown.application.community.contactName = ""
            shown.application.community.contactPhone = ""
            for index in shown.objections.indices { shown.objections[index].contact = "" }
        }
        if hidden.contains(.experts) {
            for index in shown.panel.indices where shown.panel[index].expert != person {
                shown.panel[index].expert = "expert-\(index + 1)"
                shown.panel[index].name = "专家 \(index + 1)"
                shown.panel[index].organisation = ""
                shown.panel[index].declaration = ""
            }
            for (clause, finding) in shown.settled where finding.by != person { shown.settled[clause]?.by = nil }
        }
        if hidden.contains(.evidence) { shown.evidence = [] }
        return shown
    }

    private mutating func hideFindings(published: [String: Finding]?, latest: Instant) {
        let settledReasons = settled.mapValues(\.reason)
        let reviewReasons = reviewFindings.mapValues(\.reason)
        visitFindings = [:]
        reviewFindings = [:]
        settled = [:]
        if let last = rounds.last, last.sentAt == nil { rounds.removeLast() }
        guard let published else {
            report = nil
            approvals = []
            return
        }
        // What the panel came to, without who said what.
        for (clause, finding) in published {
            settled[clause] = LayerFinding(
                record: FindingRecord(finding), reason: settledReasons[clause] ?? reviewReasons[clause] ?? "", by: nil,
                at: latest, sequence: sequence)
        }
    }
}
