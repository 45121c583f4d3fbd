import Glibc

extension UnsafeBufferPointer<UInt8> {
    /// Compared by the C library: `elementsEqual` goes byte by byte.
    func isSame(as other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else { return false }
        guard let start = baseAddress, let otherStart = other.baseAddress else { return true }
        return memcmp(start, otherStart, count) == 0
    }

    func isSame(as word: StaticString) -> Bool {
        isSame(as: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }
}
