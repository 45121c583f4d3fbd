/// When people come and go, and how warm it is: tables in whole numbers, the same on every machine.
enum Rhythm {
    static let minute: Int64 = 60_000
    static let hour: Int64 = 3_600_000
    static let day: Int64 = 86_400_000
    /// Beijing time is so far ahead of UTC.
    static let offset = 8 * hour

    /// The start of a day, given in days since 1970 in Beijing time, in milliseconds since 1970.
    static func start(of day: Int) -> Int64 { Int64(day) * Rhythm.day - offset }

    /// The day that a moment is in; its very start belongs to the day before.
    static func day(of moment: Int64) -> Int { Int((moment - 1 + offset) / Rhythm.day) }

    /// How many of a thousand passages of a day fall into each hour.
    static func passages(_ day: Int) -> [Int] { isWeekend(day) ? weekend : workday }

    private static let workday = [
        5, 3, 2, 2, 3, 10, 35, 90, 80, 45, 35, 40, 50, 40, 35, 40, 55, 85, 95, 80, 65, 50, 35, 20,
    ]
    private static let weekend = [
        8, 5, 3, 2, 3, 6, 15, 35, 55, 70, 75, 70, 65, 60, 60, 65, 70, 75, 75, 65, 50, 38, 20, 10,
    ]

    /// 1970-01-01 was a Thursday.
    private static func isWeekend(_ day: Int) -> Bool { [2, 3].contains(day % 7) }

    /// Within a staircase in the middle of each month, in tenths of a degree.
    private static let months = [90, 100, 130, 170, 215, 250, 280, 280, 240, 190, 140, 105]
    /// What the hour adds to it.
    private static let hours = [
        -12, -14, -16, -18, -18, -16, -12, -6, 0, 6, 11, 15, 18, 20, 20, 18, 15, 11, 6, 2, -2, -5, -8, -10,
    ]

    /// In tenths of a degree; `month` 1...12, `day` of the month, `hour` 0...23.
    static func temperature(month: Int, day: Int, hour: Int) -> Int {
        let position = day - 15
        let here = months[month - 1]
        let other = months[(month - 1 + (position < 0 ? 11 : 1)) % 12]
        return here + (other - here) * abs(position) / 30 + hours[hour]
    }

    /// How many of a thousand days it rains, by month.
    static let rain = [150, 150, 200, 220, 250, 320, 420, 380, 260, 180, 160, 140]
}
