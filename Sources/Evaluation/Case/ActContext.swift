public import Commons
public import Rulebook

/// What a check needs to know besides the case.
public struct ActContext: Sendable {
    public var rulebook: Rulebook
    public var person: Person?
    /// Organisations that the person belongs to.
    public var organisations: Set<String>
    public var today: Day
    public var calendar: WorkCalendar

    public init(
        rulebook: Rulebook, person: Person?, organisations: Set<String>, today: Day,
        calendar: WorkCalendar = WorkCalendar()
    ) {
        self.rulebook = rulebook
        self.person = person
        self.organisations = organisations
        self.today = today
        self.calendar = calendar
    }
}

/// How much there may be of something; what is beyond is refused, never cut.
public enum EvaluationLimits {
    /// Characters of a reason, a question, an answer.
    public static let text = 4_000
    public static let name = 200
    /// Kinds, entries and checks of one finding.
    public static let words = 500
    /// Findings in one import.
    public static let findings = 2_000
    public static let evidence = 2_000
    public static let revisions = 200
    public static let questions = 400
    public static let objections = 1_000
    public static let experts = 15
    /// Entries of a case; a hundred times what a real one has.
    public static let entries = 50_000
}
