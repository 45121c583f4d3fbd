public import Rulebook

/// Days as `2026-10-01`, in order.
extension WorkCalendar: Codable {
    private enum Key: String, CodingKey { case holidays, workedWeekends }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func days(_ key: Key) throws -> Set<Day> {
            Set(
                try container.decode([String].self, forKey: key).map { text in
                    guard let day = Day(text) else {
                        throw DecodingError.dataCorruptedError(
                            forKey: key, in: container, debugDescription: "'\(text)' is not a day")
                    }
                    return day
                })
        }
        self.init(holidays: try days(.holidays), workedWeekends: try days(.workedWeekends))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(holidays.sorted().map(\.description), forKey: .holidays)
        try container.encode(workedWeekends.sorted().map(\.description), forKey: .workedWeekends)
    }
}
