public import Rulebook

/// Days as people type them: one or a range on a line or between commas, `2026-10-01..2026-10-08`; `至` and `~` for the
/// dots.
public enum DayList {
    /// A range of more days than this is a slip of the pen.
    public static let longestRange = 31

    public static func read(_ text: String, place: String) throws -> Set<Day> {
        var days: Set<Day> = []
        let parts = text.split { $0.isNewline || ",，、;；".contains($0) }
        for part in parts.map({ $0.filter { !$0.isWhitespace } }) where !part.isEmpty {
            let ends = part.split { ".至~～".contains($0) }.map { Day(String($0)) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else {
                throw Refusal(
                    .invalid, zh: "“\(part.prefix(40))”不是日期，请写成 2026-10-01 或 2026-10-01..2026-10-08",
                    en: "'\(part.prefix(40))' is no day: write 2026-10-01 or 2026-10-01..2026-10-08", place: place)
            }
            let length = last.ordinal - first.ordinal + 1
            guard (1...longestRange).contains(length) else {
                throw Refusal(
                    .invalid, zh: "“\(part)”的范围应从早到晚，最多 \(longestRange) 天",
                    en: "'\(part)' must go forward in time and have at most \(longestRange) days", place: place)
            }
            for offset in 0..<length { days.insert(first.adding(days: offset)) }
        }
        return days
    }

    /// As `read` takes it, a range a line.
    public static func text(_ days: Set<Day>) -> String {
        var lines: [(first: Day, last: Day)] = []
        for day in days.sorted() {
            if let last = lines.last, last.last.adding(days: 1) == day,
                day.ordinal - last.first.ordinal < longestRange
            {
                lines[lines.count - 1].last = day
            } else {
                lines.append((day, day))
            }
        }
        return lines.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)..\($0.last)" }.joined(separator: "\n")
    }
}
