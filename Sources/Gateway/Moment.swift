import Commons

/// The moment of a reading.
enum Moment {
    /// The years 1 to 9999, give or take a day. What lies outside is a mistake, and no clock could show it.
    private static let sensible: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// Milliseconds since 1970.
    static func milliseconds(_ number: Int64?) -> Int64? {
        guard let number, sensible.contains(number) else { return nil }
        return number
    }

    /// A text as `Instant` reads it.
    static func milliseconds(text: String) -> Int64? { milliseconds(Instant(text: text)?.milliseconds) }
}
