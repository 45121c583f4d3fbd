import Commons
import Community
import Database
import Rulebook

/// Compares the rows of days with what the journal said of them.
struct DayAudit {
    private let rows: DayRows
    private let connection: any Connection
    private let notes: DayNotes
    private(set) var faults: [JournalReport.Fault] = []
    private(set) var compared = 0
    /// Days that readings came late for since they were told.
    private(set) var late = 0
    /// How many readings came late for each day since it was told.
    private var waiting: [Day: Int] = [:]
    /// Before which day rows were deleted because their time was over, by subject.
    private var swept: [String: Day] = [:]
    /// How many rows there are, by subject, of the days from `swept` on.
    private var counts: [String: Int] = [:]

    /// What readings that come late for a day change.
    private static let ofReadings: Set = ["reading", DayTally.figures]
    /// A server that runs tells a day soon after its end.
    private static let patience = 3

    init(connection: any Connection, notes: DayNotes) {
        self.connection = connection
        self.notes = notes
        rows = DayRows(connection: connection)
    }

    /// `progress`: is called after each day.
    mutating func run(_ progress: () -> Void) throws {
        guard let end = notes.told.keys.max()?.adding(days: 1) else { return }
        for row in try connection.query("SELECT day, count FROM reading_late") {
            if let day = Day(ordinal: try row.int(0)) { waiting[day] = try row.int(1) }
        }
        late = waiting.count
        for row in try connection.query("SELECT subject, max(before_at) FROM retention_run GROUP BY subject") {
            swept[try row.text(0)] = try row.instant(1).day
        }
        for day in Set(waiting.keys).union(notes.told.keys).sorted() where day < end {
            let found = try rows.tallies(of: day)
            for tally in found.values where isKept(tally.subject, day) {
                counts[tally.subject, default: 0] += tally.count
            }
            checkHistory(day)
            if let said = notes.told[day]?.last { compare(day, said, found) }
            progress()
        }
        try countOthers(before: end)
        checkThatDaysAreTold(end)
    }

    private func isKept(_ subject: String, _ day: Day) -> Bool { swept[subject].map { day >= $0 } ?? true }

    private mutating func add(_ place: String, _ sequence: Int?, zh: String, en: String) {
        faults.append(.init(sequence: sequence, place: place, reason: Phrase(zh: zh, en: en)))
    }

    /// A day is told again for what came late, and for nothing else.
    private mutating func checkHistory(_ day: Day) {
        let told = notes.told[day] ?? []
        for (before, after) in zip(told, told.dropFirst()) {
            let subjects = Set(before.tallies.keys).union(after.tallies.keys).filter { isKept($0, day) }
            let fixed = after.late > 0 ? subjects.subtracting(DayAudit.ofReadings) : subjects
            for subject in fixed.sorted() where before.tallies[subject] != after.tallies[subject] {
                add(
                    "day/\(day)/\(subject)", after.sequence, zh: "重新登记时内容变了，而没有补报的数据",
                    en: "it was told again otherwise than before, though nothing came late")
            }
            let (had, has) = (before.count("reading"), after.count("reading"))
            if after.late > 0, isKept("reading", day), has != had + after.late {
                add(
                    "day/\(day)/reading", after.sequence,
                    zh: "重新登记 \(has) 条，而上次登记 \(had) 条，其后补报 \(after.late) 条",
                    en: "told again with \(has) readings; there were \(had) before, and \(after.late) came late")
            }
        }
        let (counted, came) = (told.map(\.late).reduce(waiting[day] ?? 0, +), notes.late[day] ?? 0)
        if counted != came {
            add(
                "day/\(day)/reading", told.last?.sequence, zh: "日志记有 \(came) 条补报，而登记时计入 \(counted) 条",
                en: "\(came) readings came late by the journal, and \(counted) were counted")
        }
    }

    private mutating func compare(_ day: Day, _ said: DayTold, _ found: [String: DayTally]) {
        let more = waiting[day] ?? 0
        compared += more == 0 ? 1 : 0
        for subject in Set(said.tallies.keys).union(found.keys).sorted() where isKept(subject, day) {
            let (had, has) = (said.count(subject), found[subject]?.count ?? 0)
            if more > 0, DayAudit.ofReadings.contains(subject) {
                // Until it is told again there is only their number to go by.
                if subject == DayTally.figures || has == had + more { continue }
            } else if said.tallies[subject] == found[subject].map({ "\($0.count) \($0.digest)" }) {
                continue
            }
            let entry = said.sequence.map(String.init) ?? "?"
            add(
                "day/\(day)/\(subject)", said.sequence,
                zh: "当日记录被改动，与日志第 \(entry) 条不符（登记 \(had) 条，现有 \(has) 条）",
                en: "rows of the day were changed: they are not what entry \(entry) says (\(had) then, \(has) now)")
        }
    }

    /// Rows of days that nothing was ever said of.
    private mutating func countOthers(before end: Day) throws {
        let until = Instant(end).milliseconds
        for table in DayRows.tables {
            let words = try table.subjectColumn.map { column in
                try connection.query("SELECT DISTINCT \(column) FROM \(table.name)").map { try $0.text(0) }
            }
            for word in words?.map(Optional.some) ?? [nil] {
                let subject = table.subject(of: word ?? "")
                let from = swept[subject].map { Instant($0).milliseconds } ?? .min
                let all = try rows.count(table, word, from: from, before: until)
                checkOthers(all, subject, table.name)
            }
        }
        let figures = try connection.row(
            "SELECT count(*) FROM reading_day WHERE day < $1", [.int(Int64(end.ordinal))])?.int(0)
        checkOthers(figures ?? 0, DayTally.figures, "reading_day")
    }

    private mutating func checkOthers(_ all: Int, _ subject: String, _ table: String) {
        let known = counts[subject] ?? 0
        if all == known { return }
        add(
            table, nil, zh: "有 \(all - known) 条记录所在的日期日志中没有登记（\(subject)）",
            en: "\(all - known) rows are of days that the journal knows nothing of (\(subject))")
    }

    /// Or nothing that was done to later days would show.
    private mutating func checkThatDaysAreTold(_ end: Day) {
        let last = Instant(milliseconds: notes.lastAt).day
        guard end.adding(days: DayAudit.patience) < last else { return }
        add(
            "day/\(end)", nil, zh: "从这一天起，监测数据与事件没有再登记，而日志一直写到 \(last)",
            en: "from this day on readings and events were told no more, while the journal goes on to \(last)")
    }
}
