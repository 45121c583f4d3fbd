/// Numbers of JSON, from their bytes.
enum NumberText {
    /// Powers of ten that a Double holds exactly.
    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    /// The nearest Double; nil where it is beyond all of them. The bytes are a number as JSON writes it.
    static func double(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        if let number = plain(bytes) { return number }
        guard let number = Double(String(decoding: bytes, as: UTF8.self)), number.isFinite else { return nil }
        return number
    }

    /// Fifteen digits at most and no exponent: the digits and the power of ten are exact, so that their quotient is
    /// the nearest there is.
    private static func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        let isNegative = bytes.first == UInt8(ascii: "-")
        var index = isNegative ? 1 : 0
        guard bytes.count - index <= 16 else { return nil }
        var digits: Int64 = 0
        var point: Int?
        while index < bytes.count {
            let byte = bytes[index]
            if byte &- 0x30 < 10 {
                digits = digits &* 10 &+ Int64(byte &- 0x30)
            } else if byte == UInt8(ascii: "."), point == nil {
                point = index
            } else {
                return nil
            }
            index += 1
        }
        // Sixteen bytes without a point may be more than a Double holds.
        guard point != nil || digits < 1 << 53 else { return nil }
        let number = Double(digits) / powers[point.map { bytes.count - 1 - $0 } ?? 0]
        return isNegative ? -number : number
    }

    /// A whole number without point or exponent, of eighteen digits at most: there is no moment beyond. Else nil.
    static func whole(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        let start = bytes.first == UInt8(ascii: "-") ? 1 : 0
        guard bytes.count > start, bytes.count - start <= 18 else { return nil }
        var value: Int64 = 0
        for index in start..<bytes.count {
            guard bytes[index] &- 0x30 < 10 else { return nil }
            value = value &* 10 &+ Int64(bytes[index] &- 0x30)
        }
        return start == 1 ? -value : value
    }
}
