/// What is known of a community on the day it applies: the input of a score.
public struct Assessment: Hashable, Sendable {
    public var rulebook: String
    public var community: Community
    public var appliedOn: Day?
    /// Who applies and who assesses, for the report; may be empty.
    public var applicant = ""
    public var evaluationBody = ""
    /// By clause; an item without a finding has not been judged.
    public var findings: [String: Finding]

    public init(rulebook: String, community: Community, appliedOn: Day?, findings: [String: Finding] = [:]) {
        self.rulebook = rulebook
        self.community = community
        self.appliedOn = appliedOn
        self.findings = findings
    }
}

/// The community that is assessed.
public struct Community: Hashable, Sendable {
    public var name: String
    public var address = ""
    /// `urban`, `rural` or another kind that a rulebook's conditions name.
    public var kind: String?
    /// Acceptance on completion.
    public var acceptedOn: Day?
    public var operatingSince: Day?

    public init(name: String, kind: String? = nil, acceptedOn: Day? = nil, operatingSince: Day? = nil) {
        self.name = name
        self.kind = kind
        self.acceptedOn = acceptedOn
        self.operatingSince = operatingSince
    }
}

/// What an assessor says of one item.
public struct Finding: Hashable, Sendable {
    /// nil: not judged.
    public var observation: Observation?
    /// A tick per requirement of an all-or-nothing item, in the order given.
    public var checks: [Check]
    public var isNotApplicable: Bool
    public var evidence: [Evidence]
    public var remark: String

    public struct Check: Hashable, Sendable {
        /// The id of one of the item's checks, or the assessor's own words.
        public var id: String
        public var holds: Bool

        public init(id: String, holds: Bool) {
            self.id = id
            self.holds = holds
        }
    }

    /// A document, photo or record that a finding rests on.
    public struct Evidence: Hashable, Sendable {
        public var name: String
        /// Where it is kept: a path, an address, a shelf mark; may be empty.
        public var file: String

        public init(name: String, file: String = "") {
            self.name = name
            self.file = file
        }
    }

    public init(
        _ observation: Observation? = nil, checks: [Check] = [], isNotApplicable: Bool = false,
        evidence: [Evidence] = [], remark: String = ""
    ) {
        self.observation = observation
        self.checks = checks
        self.isNotApplicable = isNotApplicable
        self.evidence = evidence
        self.remark = remark
    }

    /// The observation that counts once the ticks are taken into account: an all-or-nothing or control item is met
    /// only if every requirement is ticked.
    ///
    /// A tick that fails decides at once. While requirements are without a tick, the item is not met, or not judged
    /// where `met` says nothing. A tick in the assessor's own words can fail an item, but never meets it alone.
    public func decided(for item: Item) -> Observation? {
        guard item.rule.kind == .all || item.rule.kind == .control, !checks.isEmpty else { return observation }
        if checks.contains(where: { !$0.holds }) { return .met(false) }
        guard unticked(of: item).isEmpty else { return observation == nil ? nil : .met(false) }
        let namesRequirements = item.checks.contains { check in checks.contains { $0.id == check.id } }
        return observation ?? (namesRequirements ? .met(true) : nil)
    }

    /// The requirements of an item that have no tick although others have.
    func unticked(of item: Item) -> [Named] {
        let ticked = Set(checks.map(\.id))
        guard item.checks.contains(where: { ticked.contains($0.id) }) else { return [] }
        return item.checks.filter { !ticked.contains($0.id) }
    }
}
