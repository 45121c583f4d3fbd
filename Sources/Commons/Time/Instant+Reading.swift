import Rulebook

extension Instant {
    /// `2026-03-01 09:30` or `2026-03-01T09:30`, with or without seconds, Beijing time; with `Z` or an offset such as
    /// `+08:00` the time there (RFC 3339). nil: none of these.
    public init?(text: String) {
        var bytes = Array(text.utf8)[...]
        guard bytes.count >= 16, bytes.count <= 40, let day = Day(String(decoding: bytes.prefix(10), as: UTF8.self))
        else { return nil }
        bytes = bytes.dropFirst(10)
        guard let mark = bytes.popFirst(), mark == UInt8(ascii: " ") || mark == UInt8(ascii: "T") else { return nil }
        guard let hour = Instant.two(&bytes), hour < 24, bytes.popFirst() == UInt8(ascii: ":"),
            let minute = Instant.two(&bytes), minute < 60
        else { return nil }
        var rest = (hour * 60 + minute) * 60_000
        if bytes.first == UInt8(ascii: ":") {
            bytes = bytes.dropFirst()
            guard let second = Instant.two(&bytes), second < 60 else { return nil }
            rest += second * 1000 + Instant.fraction(&bytes)
        }
        guard let offset = Instant.offset(&bytes), bytes.isEmpty else { return nil }
        self.init(milliseconds: Instant(day).milliseconds + rest + 8 * 3_600_000 - offset)
    }

    private static func two(_ bytes: inout ArraySlice<UInt8>) -> Int64? {
        guard let tens = bytes.popFirst(), let ones = bytes.popFirst(), (48...57).contains(tens),
            (48...57).contains(ones)
        else { return nil }
        return Int64(tens - 48) * 10 + Int64(ones - 48)
    }

    /// Thousandths; what is finer is cut.
    private static func fraction(_ bytes: inout ArraySlice<UInt8>) -> Int64 {
        guard bytes.first == UInt8(ascii: ".") else { return 0 }
        let digits = bytes.dropFirst().prefix { (48...57).contains($0) }
        guard !digits.isEmpty else { return 0 }
        bytes = bytes.dropFirst(digits.count + 1)
        var value: Int64 = 0
        for place in 0..<3 {
            let index = digits.index(digits.startIndex, offsetBy: place, limitedBy: digits.endIndex) ?? digits.endIndex
            value = value * 10 + (index < digits.endIndex ? Int64(digits[index] - 48) : 0)
        }
        return value
    }

    /// In milliseconds east of Greenwich; Beijing's where there is none.
    private static func offset(_ bytes: inout ArraySlice<UInt8>) -> Int64? {
        guard let sign = bytes.popFirst() else { return 8 * 3_600_000 }
        if sign == UInt8(ascii: "Z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = two(&bytes),
            bytes.popFirst() == UInt8(ascii: ":"), let minutes = two(&bytes), hours < 24, minutes < 60
        else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes) * 60_000
    }
}
