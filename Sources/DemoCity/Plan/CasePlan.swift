/// How one application of a community goes, in outline.
struct CasePlan: Sendable {
    /// Where the case stands today.
    enum Ending: Hashable, Sendable {
        case emptyDraft, halfDraft, submitted, refused, withdrawn
        case freshReview, openQuestions
        /// In the round of this number.
        case clarification(Int)
        case panel, site, consensus, report
        /// With so many approvals.
        case approval(Int)
        /// With an objection that waits for its answer.
        case notice, appeal
        case decided
        case certified(Fate)
    }

    /// What became of a certificate.
    enum Fate: Hashable, Sendable {
        case valid, suspended, revoked
        /// Suspended for a while after a check that was not passed.
        case resumed
    }

    /// Key of the settlement.
    var settlement: String
    /// Key of the evaluation body.
    var body: String
    var ending: Ending
    /// Days from the last step to today; of a certified case, from the certificate.
    var days: Int
    /// What Q comes to, in whole points.
    var q: ClosedRange<Int>
    /// How good it is at infrastructure, platform, management, services, innovation, in per cent.
    var levels: [Int]
    /// A control item that is not met.
    var failing: String?
    /// Whether an earlier case of the settlement is evaluated anew.
    var isRenewal = false
    /// Whether an appeal sent the case back to the panel once.
    var isReopened = false

    init(
        _ settlement: String, _ body: String, _ ending: Ending, days: Int, q: ClosedRange<Int>, _ levels: [Int],
        failing: String? = nil, isRenewal: Bool = false, isReopened: Bool = false
    ) {
        self.settlement = settlement
        self.body = body
        self.ending = ending
        self.days = days
        self.q = q
        self.levels = levels
        self.failing = failing
        self.isRenewal = isRenewal
        self.isReopened = isReopened
    }

    /// How far it goes on the usual way; the greater, the farther.
    var reach: Int {
        switch ending {
        case .emptyDraft, .halfDraft: 0
        case .submitted, .refused: 1
        case .freshReview, .openQuestions, .withdrawn: 2
        case .clarification: 3
        case .panel: 4
        case .site: 5
        case .consensus: 6
        case .report: 7
        case .approval: 8
        case .notice, .appeal: 9
        case .decided: 10
        case .certified: 11
        }
    }
}
