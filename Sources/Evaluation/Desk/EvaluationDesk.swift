public import Commons
public import Rulebook

/// The use cases of an evaluation: open a case, read one, act on one. Pages, API and commands all come here.
public struct EvaluationDesk: Sendable {
    public let store: any EvaluationStore
    public let shelf: RulebookShelf
    public let surroundings: Surroundings
    /// The policy as it is now.
    public let policy: @Sendable () -> Policy
    let cache: CaseCache

    public init(
        store: any EvaluationStore, shelf: RulebookShelf, surroundings: Surroundings,
        policy: @escaping @Sendable () -> Policy = { Policy.standard }, cachedCases: Int = 256
    ) {
        self.store = store
        self.shelf = shelf
        self.surroundings = surroundings
        self.policy = policy
        cache = CaseCache(capacity: cachedCases)
    }

    /// A case as one visitor may see it.
    public struct Opened: Sendable {
        /// Without what the visitor may not see.
        public var evaluation: EvaluationCase
        public var rulebook: Rulebook
        public var head: CaseHead
        public var hidden: Set<FieldGroup>
    }

    // MARK: Read

    /// The case as this visitor may see it; a `Refusal` if they may not, or if there is none.
    public func open(
        _ id: String, _ visitor: Visitor, _ function: Function = EvaluationFunction.read
    ) async throws -> Opened {
        let policy = policy()
        return try await store.glanceAtEvaluations { records in
            let (evaluation, head, rulebook) = try load(id, records, looksOnly: true)
            let decision = policy.decide(visitor, function, on: evaluation.subject)
            guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
            let hidden = decision.hidden
            return Opened(
                evaluation: evaluation.shown(to: visitor, hidden: hidden, rulebook), rulebook: rulebook, head: head,
                hidden: hidden)
        }
    }

    /// The case as it is, for what the system does by itself.
    ///
    /// With `looksOnly` a state that was committed after this transaction began will do, rather than folding an older
    /// one from its first entry. Without, in a transaction that writes, it is exactly the last one, and nothing is
    /// kept: an entry that is not committed may never have been.
    func load(
        _ id: String, _ records: any EvaluationRecords, looksOnly: Bool = false
    ) throws -> (EvaluationCase, CaseHead, Rulebook) {
        guard EvaluationDesk.isID(id), let head = try records.head(id), head.kind == EvaluationLifeCycle.kind else {
            throw Refusal(.missing, zh: "没有这一申报", en: "there is no such case")
        }
        let found = try folded(head, records, looksOnly)
        return (found.evaluation, found.head, try shelf.rulebook(found.evaluation.application.rulebook, records))
    }

    private func folded(
        _ head: CaseHead, _ records: any EvaluationRecords, _ looksOnly: Bool
    ) throws -> CaseCache.Known {
        var known = cache[head.id]
        if let held = known, held.head.sequence >= head.sequence {
            if held.head.sequence == head.sequence || looksOnly { return held }
            known = nil
        }
        let evaluation: EvaluationCase?
        if var caught = known?.evaluation {
            // Entries never change, so what is known only has to catch up.
            for entry in try records.entries(of: head.id, after: caught.sequence) {
                caught.apply(try CanonicalJSON.decode(Act.self, entry.data), entry)
            }
            evaluation = caught
        } else {
            evaluation = try EvaluationCase.folding(try records.entries(of: head.id, after: 0))
        }
        guard let evaluation else { throw Refusal(.missing, zh: "没有这一申报", en: "there is no such case") }
        let found = CaseCache.Known(evaluation: evaluation, head: head)
        if looksOnly { cache.keep(found) }
        return found
    }

    // MARK: Act

    /// An act as somebody sends it.
    public struct Request: Sendable {
        public var act: Act
        /// Chosen by the sender: sending the same act twice does it once. 1 to 64 characters.
        public var id: String
        /// The version of what it changes that the sender has seen; nil only for acts that change nothing.
        public var expected: Int?

        public init(_ act: Act, id: String, expected: Int?) {
            self.act = act
            self.id = id
            self.expected = expected
        }
    }

    /// Does an act: rights, state, version and content are checked, then it is durable. The case as the visitor sees it
    /// afterwards; a `Refusal` otherwise.
    public func perform(_ request: Request, on id: String, by visitor: Visitor) async throws -> Opened {
        let (policy, now) = (policy(), surroundings.now())
        let (opened, whole, wholeHead) = try await store.writeEvaluations { records in
            let (evaluation, head, rulebook) = try load(id, records)
            guard let declared = EvaluationLifeCycle.declaration.act(request.act.name) else {
                throw Refusal(.invalid, zh: "没有这种操作", en: "there is no such act")
            }
            let decision = policy.decide(visitor, declared.function, on: evaluation.subject)
            guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
            guard EvaluationDesk.isID(request.id) else {
                throw Refusal(
                    .invalid, zh: "操作编号不正确", en: "an act's id has 1 to 64 visible characters", place: "id")
            }
            if let earlier = try records.entry(of: id, id: request.id) {
                // Sent again: done already, by the same person and with the same content.
                let done = try CanonicalJSON.decode(Act.self, earlier.data)
                guard done.asSent == request.act.asSent, earlier.person == visitor.person?.id else {
                    throw Refusal(.conflict, zh: "操作编号已被使用", en: "the act's id has been used", place: "id")
                }
                return (try seen(evaluation, head, rulebook, visitor, policy), evaluation, head)
            }
            try checkVersion(request, evaluation, visitor)
            let volume = try target(of: request.act)
            // Clocks of nodes differ, but a journal never goes back.
            let at = max(now, head.changedAt)
            let act = try completed(request.act, evaluation, rulebook, records, on: at.day)
            try evaluation.check(
                act,
                ActContext(
                    rulebook: rulebook, person: visitor.person,
                    organisations: Set(visitor.memberships.map(\.organisation.id)), today: at.day,
                    calendar: surroundings.calendar()))
            if let volume { try shelf.keep(volume, records) }
            let entry = try CaseEntry(
                caseID: id, sequence: head.sequence + 1, id: request.id, at: at, person: visitor.person?.id,
                organisation: organisation(of: visitor, evaluation), act)
            var after = evaluation
            after.apply(act, entry)
            let newRulebook = try volume?.rulebook ?? shelf.rulebook(after.application.rulebook, records)
            let newHead = self.head(of: after, before: head, entry)
            try records.append(entry, head: newHead, assigned: after.subject.assigned)
            if case .issueCertificate = act, let note = try JournalNote.certificate(after, newRulebook) {
                try records.note(note)
            }
            if EvaluationDesk.changesSummary(act) { try records.index(EvaluationSummary(after, newRulebook)) }
            try tell(act, evaluation, after, records, now)
            try records.announce(id, on: "cases")
            return (try seen(after, newHead, newRulebook, visitor, policy), after, newHead)
        }
        cache.keep(CaseCache.Known(evaluation: whole, head: wholeHead))
        return opened
    }

    private func seen(
        _ evaluation: EvaluationCase, _ head: CaseHead, _ rulebook: Rulebook, _ visitor: Visitor, _ policy: Policy
    ) throws -> Opened {
        // Somebody may act without the right to read, such as the public that objects: then they see what is public.
        let decision = policy.decide(visitor, EvaluationFunction.read, on: evaluation.subject)
        let hidden = decision.isAllowed ? decision.hidden : Set(FieldGroup.allCases)
        return Opened(
            evaluation: evaluation.shown(to: visitor, hidden: hidden, rulebook), rulebook: rulebook, head: head,
            hidden: hidden)
    }

    /// Whether lists and statistics look different after an act. They show a case as of its last step: a score for
    /// every key that somebody presses would cost more than the saving itself.
    private static func changesSummary(_ act: Act) -> Bool {
        switch act {
        case .saveFinding, .importFindings, .addEvidence, .reviseEvidence, .describeEvidence, .removeEvidence, .ask,
            .dropQuestion, .answer, .saveReview, .adoptSelf, .saveVisit, .adoptReview, .settle, .invite, .dismiss,
            .declare:
            false
        default: true
        }
    }

    /// Which version a change of this act has to name.
    public static func version(for act: Act, _ evaluation: EvaluationCase, _ visitor: Visitor) -> Int? {
        // A file rests on the case as a whole, also one that says something of a single clause.
        if case .importFindings = act { return evaluation.sequence }
        let targets = evaluation.targets(of: act, by: visitor.person?.id)
        if targets.isEmpty { return nil }
        if targets.count == 1, targets[0] != "case" { return evaluation.version(of: targets[0]) }
        return evaluation.sequence
    }

    private func checkVersion(_ request: Request, _ evaluation: EvaluationCase, _ visitor: Visitor) throws {
        guard let version = EvaluationDesk.version(for: request.act, evaluation, visitor) else { return }
        guard let expected = request.expected else {
            throw Refusal(.unversioned, zh: "请说明所依据的版本（If-Match）", en: "say which version this rests on (If-Match)")
        }
        guard expected == version else {
            throw Refusal(
                .conflict, zh: "他人刚刚作了修改，请核对后再保存",
                en: "somebody else has changed this in between; compare and save again")
        }
    }

    /// What may be an id of a case or an act; anything else is not asked of a database.
    static func isID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { (33...126).contains($0) }
    }

    private func organisation(of visitor: Visitor, _ evaluation: EvaluationCase) -> String? {
        let own = visitor.memberships.map(\.organisation.id)
        return own.first(where: evaluation.subject.organisations.contains) ?? own.first
    }

    func head(of evaluation: EvaluationCase, before: CaseHead?, _ entry: CaseEntry) -> CaseHead {
        let state = EvaluationLifeCycle.declaration.state(evaluation.state)
        var due = state?.due(from: Instant(evaluation.stateSince.day), surroundings.calendar())
        if evaluation.state == "notice", let until = evaluation.noticeUntil { due = Instant(until.adding(days: 1)) }
        return CaseHead(
            id: evaluation.id, kind: EvaluationLifeCycle.kind, number: evaluation.number,
            title: evaluation.community.name, state: evaluation.state, sequence: evaluation.sequence,
            opener: evaluation.application.applicant, handler: evaluation.application.body,
            region: evaluation.community.region, openedAt: before?.openedAt ?? entry.at, changedAt: entry.at, due: due)
    }
}
