import Commons
import Community
import Rulebook

/// What the journal says of days.
struct DayNotes {
    /// What each came to, in the order in which it was told.
    var told: [Day: [DayTold]] = [:]
    /// How many readings came for each after its end.
    var late: [Day: Int] = [:]
    /// When the last entry of any kind was made, in milliseconds.
    var lastAt: Int64 = 0
}

/// What the journal said once of a day.
struct DayTold {
    var sequence: Int?
    /// By subject, the count and the digest as `COUNT DIGEST`.
    var tallies: [String: String]
    /// How many readings came late since it was told before.
    var late: Int

    init(_ note: JournalContent.Note, _ sequence: Int?) {
        self.sequence = sequence
        tallies = note.details ?? [:]
        late = tallies.removeValue(forKey: "late").flatMap(Int.init) ?? 0
    }

    /// The day of a subject such as `day/2026-11-27`; nil: it is none.
    static func day(of subject: String) -> Day? {
        subject.hasPrefix("day/") ? Day(String(subject.dropFirst(4))) : nil
    }

    func count(_ subject: String) -> Int {
        tallies[subject]?.split(separator: " ").first.flatMap { Int($0) } ?? 0
    }
}
