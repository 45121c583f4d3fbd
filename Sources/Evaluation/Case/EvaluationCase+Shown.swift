public import Commons
public import Rulebook

extension EvaluationCase {
    /// The case without what a visitor may not see: experts judge blind, the applicant waits for the notice.
    public func shown(to visitor: Visitor, hidden: Set<FieldGroup>, _ rulebook: Rulebook) -> EvaluationCase {
        var shown = self
        let person = visitor.person?.id
        if hidden.contains(.findings) {
            shown.hideFindings(published: isPublished ? findings(.consensus) : nil, latest: report?.at ?? stateSince)
        } else if !isPanelOver {
            // Until the panel closes, an expert sees nobody's words but their own, and nobody else sees any.
            shown.visitFindings = visitFindings.filter { $0.key == person }
        }
        // Where the others have written is theirs to know as well.
        if hidden.contains(.findings) || !isPanelOver {
            shown.versions = versions.filter { target, _ in
                !target.hasPrefix("visit/") || target.hasPrefix("visit/\(person ?? "")/")
            }
        }
        if hidden.contains(.contacts) {
            shown.application.community.contactName = ""
            shown.application.community.contactPhone = ""
        } else if !isOwn(of: visitor) {
            // In clear they are shown for a purpose: see `EvaluationDesk.contacts`.
            shown.application.community.contactName = Mask.name(community.contactName)
            shown.application.community.contactPhone = Mask.contact(community.contactPhone)
        }
        // Who objects writes to the evaluation body, not to the community.
        let seesObjectors = hidden.isDisjoint(with: [.contacts, .findings])
        for index in shown.objections.indices {
            shown.objections[index].contact = seesObjectors ? Mask.contact(objections[index].contact) : ""
        }
        if hidden.contains(.experts) { shown.hideExperts(but: person) }
        if hidden.contains(.evidence) { shown.evidence = [] }
        return shown
    }

    /// Whether the visitor is one of those who applied: what they wrote of themselves they see in clear.
    public func isOwn(of visitor: Visitor) -> Bool {
        visitor.memberships.contains { $0.organisation.id == application.applicant }
    }

    private var isPanelOver: Bool {
        !["draft", "submitted", "review", "clarification", "panel", "site"].contains(state)
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

    /// Puts a number in the place of every expert but one, wherever a case says who it was.
    private mutating func hideExperts(but person: String?) {
        var numbers: [String: Int] = [:]
        for index in panel.indices where panel[index].expert != person {
            numbers[panel[index].expert] = index + 1
            panel[index].expert = "expert-\(index + 1)"
            panel[index].name = "专家 \(index + 1)"
            panel[index].organisation = ""
            panel[index].declaration = ""
        }
        conflicts = [:]
        func alias(_ id: String) -> String? { numbers[id].map { "expert-\($0)" } }
        for (clause, finding) in settled where finding.by != person { settled[clause]?.by = nil }
        visitFindings = Dictionary(
            visitFindings.map { expert, findings in
                let name = expert == person ? expert : alias(expert) ?? ""
                return (name, expert == person ? findings : findings.mapValues { $0.anonymous })
            }
        ) { first, _ in first }
        versions = versions.filter { target, _ in
            !target.hasPrefix("visit/") || target.hasPrefix("visit/\(person ?? "")/")
        }
        for index in milestones.indices {
            if let by = milestones[index].by, numbers[by] != nil { milestones[index].by = nil }
        }
    }
}

extension EvaluationCase.LayerFinding {
    fileprivate var anonymous: EvaluationCase.LayerFinding {
        var copy = self
        copy.by = nil
        return copy
    }
}
