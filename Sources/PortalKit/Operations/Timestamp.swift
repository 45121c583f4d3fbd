import Commons

/// A moment as logs have it: `2026-03-01T01:30:05.123Z`, by arithmetic alone, since every request writes one.
enum Timestamp {
    static func write(_ instant: Instant, to bytes: inout [UInt8]) {
        let dayLength: Int64 = 86_400_000
        let rest = (instant.milliseconds % dayLength + dayLength) % dayLength
        // Days since 0000-03-01, so that leap days stand last (Howard Hinnant's civil_from_days).
        let days = (instant.milliseconds - rest) / dayLength + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        digits(year, 4, &bytes)
        part("-", month, 2, &bytes)
        part("-", day, 2, &bytes)
        part("T", rest / 3_600_000, 2, &bytes)
        part(":", rest / 60_000 % 60, 2, &bytes)
        part(":", rest / 1000 % 60, 2, &bytes)
        part(".", rest % 1000, 3, &bytes)
        bytes.append(UInt8(ascii: "Z"))
    }

    private static func part(_ mark: Unicode.Scalar, _ value: Int64, _ count: Int, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: mark))
        digits(value, count, &bytes)
    }

    private static func digits(_ value: Int64, _ count: Int, _ bytes: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<count { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(48 + value / divisor % 10))
            divisor /= 10
        }
    }
}
