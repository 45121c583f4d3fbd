/// Chance that a seed decides: the same seed gives the same throws, on every machine (SplitMix64).
public struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(_ seed: UInt64) { state = seed }

    /// Dice of their own for one thing, so that what is thrown for another does not change these.
    public init(_ seed: UInt64, _ name: String) {
        // FNV-1a.
        state = name.utf8.reduce(0xcbf2_9ce4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        _ = next()
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// 0 up to, but not including, the bound.
    public mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(next() % UInt64(bound)) : 0 }

    public mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True so many times in a hundred.
    public mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    public mutating func pick<T>(_ list: [T]) -> T { list[below(list.count)] }

    /// So many of a list, in the list's order.
    public mutating func pick<T>(_ count: Int, of list: [T]) -> [T] {
        var indices = Array(list.indices)
        while indices.count > max(count, 0) { indices.remove(at: below(indices.count)) }
        return indices.map { list[$0] }
    }
}
