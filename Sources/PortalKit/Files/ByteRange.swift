/// What a `Range` header asks for (RFC 9110, 14).
enum ByteRange: Equatable {
    /// Everything: there is no range, or one that need not be understood, such as several at once.
    case whole
    case part(Range<Int>)
    /// Nothing of it is there.
    case outside

    init(_ header: String?, size: Int) {
        self = .whole
        guard let header, header.utf8.starts(with: "bytes=".utf8) else { return }
        let text = header.utf8.dropFirst(6)
        guard !text.contains(UInt8(ascii: ",")), let dash = text.firstIndex(of: UInt8(ascii: "-")) else { return }
        let (first, last) = (text[..<dash], text[text.index(after: dash)...])
        if first.isEmpty {
            // The last so many bytes.
            guard let count = ByteRange.number(last) else { return }
            self = count == 0 || size == 0 ? .outside : .part(max(0, size - count)..<size)
        } else {
            guard let from = ByteRange.number(first) else { return }
            if from >= size {
                self = .outside
            } else if last.isEmpty {
                self = .part(from..<size)
            } else if let to = ByteRange.number(last), to >= from {
                self = .part(from..<min(size - 1, to) + 1)
            }
        }
    }

    /// Digits only; a number too large for any file is as large as a number can be.
    private static func number(_ text: Substring.UTF8View) -> Int? {
        guard !text.isEmpty, text.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(String(Substring(text))) ?? Int.max
    }
}
