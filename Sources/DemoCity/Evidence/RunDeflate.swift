/// A zlib stream (RFC 1950, 1951) of what comes in runs: fixed codes, and repetitions of the byte or the row before.
struct RunDeflate {
    // CMF and FLG, then the one block that is the last, with fixed codes.
    private var bytes: [UInt8] = [0x78, 0x01]
    private var pending: UInt64 = 0b011
    private var pendingCount = 3
    private var adlerA = 1
    private var adlerB = 0

    private mutating func put(_ bits: Int, _ count: Int) {
        pending |= UInt64(bits) << UInt64(pendingCount)
        pendingCount += count
        while pendingCount >= 8 {
            bytes.append(UInt8(pending & 255))
            pending >>= 8
            pendingCount -= 8
        }
    }

    /// Nine bits in the opposite order.
    private static let reversed: [Int] = (0..<512).map { value in
        (0..<9).reduce(0) { $0 << 1 | value >> $1 & 1 }
    }

    /// Huffman codes go in with their highest bit first.
    private mutating func putCode(_ code: Int, _ count: Int) {
        put(RunDeflate.reversed[code] >> (9 - count), count)
    }

    private mutating func literal(_ byte: UInt8) {
        let value = Int(byte)
        if value < 144 { putCode(0x30 + value, 8) } else { putCode(0x190 + value - 144, 9) }
    }

    private static let lengths = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distances = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577,
    ]

    /// Where each length stands in the table.
    private static let lengthIndices: [Int] = (0...258).map { length in lengths.lastIndex { $0 <= length } ?? 0 }

    /// A repetition of 3 to 258 bytes from so many bytes before.
    private mutating func match(_ length: Int, _ distance: Int) {
        let index = RunDeflate.lengthIndices[length]
        let symbol = 257 + index
        if symbol < 280 { putCode(symbol - 256, 7) } else { putCode(0xC0 + symbol - 280, 8) }
        put(length - RunDeflate.lengths[index], RunDeflate.lengthBits[index])
        let slot = distance == 1 ? 0 : RunDeflate.distances.lastIndex { $0 <= distance } ?? 0
        putCode(slot, 5)
        put(distance - RunDeflate.distances[slot], slot < 4 ? 0 : slot / 2 - 1)
    }

    /// Repetitions that make up a length of at least 3, with no rest that is too short for one.
    private mutating func matches(_ length: Int, _ distance: Int) {
        var left = length
        while left > 0 {
            let piece = left <= 258 ? left : min(258, left - 3)
            match(piece, distance)
            left -= piece
        }
    }

    private mutating func count(_ value: UInt8, _ times: Int) {
        // Adler-32 of a run at once: each byte adds to one sum, and that sum to the other.
        let byte = Int(value)
        adlerB = (adlerB + times * adlerA + byte * (times * (times + 1) / 2)) % 65_521
        adlerA = (adlerA + times * byte) % 65_521
    }

    mutating func run(_ value: UInt8, _ times: Int) {
        count(value, times)
        literal(value)
        if times >= 4 {
            matches(times - 1, 1)
        } else {
            for _ in 1..<max(times, 1) { literal(value) }
        }
    }

    /// The last so many bytes once more, which are these runs.
    mutating func repeatLast(_ length: Int, runs: [(value: UInt8, count: Int)]) {
        for run in runs { count(run.value, run.count) }
        matches(length, length)
    }

    mutating func finished() -> [UInt8] {
        putCode(0, 7)
        if pendingCount > 0 { put(0, 8 - pendingCount) }
        let adler = adlerB << 16 | adlerA
        return bytes + [24, 16, 8, 0].map { UInt8(adler >> $0 & 255) }
    }
}
