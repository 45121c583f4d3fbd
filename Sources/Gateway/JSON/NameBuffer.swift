/// Room for one name. Whoever makes it lets go of it with `deallocate`.
struct NameBuffer {
    private let count: UnsafeMutablePointer<Int>
    private let start: UnsafeMutablePointer<UInt8>

    init() {
        count = .allocate(capacity: 1)
        count.initialize(to: 0)
        start = .allocate(capacity: SourceTable.nameBytes.upperBound)
    }

    func deallocate() {
        count.deallocate()
        start.deallocate()
    }

    /// Valid until the next name is kept.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count.pointee) }

    /// False for what is no name.
    func keep(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard SourceTable.nameBytes.contains(name.count), let first = name.baseAddress else { return false }
        start.update(from: first, count: name.count)
        count.pointee = name.count
        return true
    }
}
