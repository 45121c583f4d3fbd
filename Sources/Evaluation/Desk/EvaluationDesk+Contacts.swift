public import Commons

/// Whom a case names to be reached, in clear.
public struct CaseContact: Hashable, Sendable {
    /// Of the objection that it came with; nil: the community's.
    public var objection: Int?
    public var name: String
    /// A telephone number or a mail address.
    public var contact: String
}

extension EvaluationDesk {
    /// The contacts of a case in clear, this once; that somebody looked, and why, stands in the journal.
    /// - Throws: A `Refusal`; `forbidden` where contacts are hidden from the visitor.
    public func contacts(of id: String, _ visitor: Visitor, _ reason: LookReason) async throws -> [CaseContact] {
        let policy = policy()
        return try await store.writeEvaluations { records in
            let (evaluation, _, _) = try load(id, records)
            let decision = policy.decide(visitor, EvaluationFunction.read, on: evaluation.subject)
            guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
            guard !decision.hidden.contains(.contacts) else {
                throw Refusal(.forbidden, zh: "您的角色不能查看联系方式", en: "your role does not see contacts")
            }
            try records.note(.look(at: "contacts", of: "case/\(id)", reason))
            let community = evaluation.community
            let own = CaseContact(name: community.contactName, contact: community.contactPhone)
            let objectors = evaluation.objections.map {
                CaseContact(objection: $0.number, name: $0.name, contact: $0.contact)
            }
            return ([own] + (decision.hidden.contains(.findings) ? [] : objectors))
                .filter { !$0.name.isEmpty || !$0.contact.isEmpty }
        }
    }
}
