import Commons
import Rulebook

extension CommunityDesk {
    /// After its end a day is left for an hour, for what is on its way.
    private static let rest: Int64 = 3_600
    /// For how long one run goes on, in seconds: other jobs wait for it.
    private static let run: Int64 = 10

    /// Tells the journal of every day that is over what it came to, and of days that readings came late for anew.
    /// What one run does not get done the next one does.
    /// - Returns: how many days were told.
    @discardableResult
    public func tellDays(atMost limit: Int = 1_000) async throws -> Int {
        let start = surroundings.now()
        let yesterday = start.adding(seconds: -CommunityDesk.rest).day.adding(days: -1)
        var told = 0
        var busy: Set<Day> = []
        while told < limit, surroundings.now() < start.adding(seconds: CommunityDesk.run), !Task.isCancelled {
            // The rows are read apart: nobody waits for that. What comes in meanwhile for the day is seen below.
            let leftOut = busy
            let next = try await store.readCommunity { records in
                try records.holdReadings()
                return try CommunityDesk.untold(records, upTo: yesterday, but: leftOut).map { day, late, isNext in
                    (day: day, late: late, isNext: isNext, tallies: try records.tallies(of: day))
                }
            }
            guard let next else { break }
            let isTold = try await store.writeCommunity { records in
                let now = try CommunityDesk.untold(records, upTo: yesterday, but: leftOut)
                guard let now, now.day == next.day, now.late == next.late else { return false }
                try records.note(JournalNote(next.tallies, of: next.day, late: next.late))
                try records.settleLate(next.day)
                if next.isNext { try records.setTold(upTo: next.day) }
                return true
            }
            // Readings still come in for it: it waits for the next run, and the others do not wait for it.
            if isTold { told += 1 } else { busy.insert(next.day) }
        }
        return told
    }

    /// The first day that is to be told, with how many readings came late for it. A day that was never told holds up
    /// those after it: they are told in their order.
    private static func untold(
        _ records: any CommunityRecords, upTo yesterday: Day, but busy: Set<Day>
    ) throws -> (day: Day, late: Int, isNext: Bool)? {
        let late = try records.lateDays()
        let next = try records.toldUpTo()?.adding(days: 1) ?? records.firstTallied() ?? yesterday
        if next <= yesterday, !busy.contains(next) { return (next, late[next] ?? 0, true) }
        return late.filter { $0.key < next && $0.key <= yesterday && !busy.contains($0.key) }
            .min { $0.key < $1.key }.map { ($0.key, $0.value, false) }
    }
}
