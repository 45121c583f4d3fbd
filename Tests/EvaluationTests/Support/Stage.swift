import Commons
import Rulebook
import Testing

@testable import Evaluation

/// A case on its way: every act is checked and then applied, as the desk does it.
struct Stage {
    var evaluation: EvaluationCase
    var entries: [CaseEntry]
    /// A Monday at first.
    var today = day("2026-03-02")
    var rulebook = TinyRulebook.value
    var calendar = WorkCalendar()

    static let community = CommunityFile(
        name: "晴川里", address: "学院路 1 号", region: "330106", kind: "urban", acceptedOn: day("2023-03-01"),
        operatingSince: day("2023-06-01"), households: 1200, longitude: 120_130_000, latitude: 30_270_000,
        contactName: "王管家", contactPhone: "0571-8888")
    static let pin = RulebookPin(id: "tiny", edition: "1", digest: String(repeating: "a", count: 64))
    static let application = Application(
        number: "2026-000001", applicant: "homes", applicantName: "晴川物业", body: "lab", bodyName: "智评中心",
        rulebook: pin, community: community)
    /// Four experts; the first leads.
    static let experts = ["eva", "eli", "eda", "edo"]

    init() throws {
        let act = Act.open(application: Stage.application)
        let entry = CaseEntry(
            caseID: "case", sequence: 1, id: "case", at: Stage.instant(day("2026-03-02")), person: "ann",
            organisation: "homes", act: act.name, data: Array(try CanonicalJSON.encode(act)))
        evaluation = try #require(EvaluationCase(opening: entry, act))
        entries = [entry]
    }

    /// Nine in the morning.
    static func instant(_ day: Day) -> Instant { Instant(day).adding(seconds: 9 * 3600) }

    func context(_ person: String?) -> ActContext {
        ActContext(
            rulebook: rulebook, person: person.map { Person(id: $0, name: $0, login: $0) },
            organisations: [], today: today, calendar: calendar)
    }

    mutating func act(_ act: Act, by person: String?) throws {
        try evaluation.check(act, context(person))
        try apply(act, by: person)
    }

    /// Without the check.
    mutating func apply(_ act: Act, by person: String?) throws {
        let sequence = evaluation.sequence + 1
        let entry = CaseEntry(
            caseID: "case", sequence: sequence, id: "act-\(sequence)",
            at: Stage.instant(today).adding(seconds: Int64(sequence)), person: person, organisation: nil,
            act: act.name, data: Array(try CanonicalJSON.encode(act)))
        evaluation.apply(act, entry)
        entries.append(entry)
    }

    /// Why an act is refused; nil: it is not.
    func refusal(_ act: Act, by person: String? = nil) -> Refusal? {
        do throws(Refusal) {
            try evaluation.check(act, context(person))
            return nil
        } catch {
            return error
        }
    }

    /// It is refused like this, in both languages, for this field.
    func expect(
        _ kind: Refusal.Kind?, at place: String? = nil, details: [String] = [], _ act: Act, by person: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let refusal = refusal(act, by: person)
        #expect(refusal?.kind == kind, "\(String(describing: refusal))", sourceLocation: sourceLocation)
        #expect(refusal?.place == place, sourceLocation: sourceLocation)
        #expect((refusal?.details ?? []).map(\.place) == details, sourceLocation: sourceLocation)
        guard let refusal else { return }
        for phrase in [refusal.reason] + refusal.details.map(\.reason) {
            #expect(!phrase.zh.isEmpty && !phrase.en.isEmpty, sourceLocation: sourceLocation)
        }
    }
}

/// A day that exists.
func day(_ text: String) -> Day { Day(text)! }

extension FindingRecord {
    init(_ observation: Observation?, remark: String = "") { self.init(Finding(observation, remark: remark)) }
}
