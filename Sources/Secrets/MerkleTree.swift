/// The hashes of a Merkle tree as RFC 9162 draws it (section 2.1), with SHA-256: the parts that need no storage.
public enum MerkleTree {
    /// 32 bytes.
    public typealias Hash = [UInt8]

    /// Of no leaves.
    public static var emptyRoot: Hash { SHA256Digest.bytes(of: []) }

    public static func leaf(_ content: [UInt8]) -> Hash { SHA256Digest.bytes(of: [0] + content) }

    public static func node(_ left: Hash, _ right: Hash) -> Hash { SHA256Digest.bytes(of: [1] + left + right) }

    /// The largest power of two below a number of leaves; 1 for 1 and less.
    static func split(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }

    /// The root of these leaves.
    public static func root(_ leaves: ArraySlice<Hash>) -> Hash {
        guard leaves.count > 1 else { return leaves.first ?? emptyRoot }
        var level = Array(leaves)
        while level.count > 1 {
            var above: [Hash] = []
            above.reserveCapacity(level.count / 2 + 1)
            for position in stride(from: 0, to: level.count - 1, by: 2) {
                above.append(node(level[position], level[position + 1]))
            }
            // One without a partner goes up as it is: the same tree as splitting at the largest power of two.
            if level.count % 2 == 1, let last = level.last { above.append(last) }
            level = above
        }
        return level[0]
    }

    /// Which ranges of leaves one has to know the roots of to prove that leaf `index` is one of `size`, nearest first
    /// (section 2.1.3.1). Empty for a tree of one.
    public static func inclusionPath(of index: Int, in size: Int) -> [Range<Int>] {
        precondition((0..<max(size, 1)).contains(index), "a leaf of the tree")
        func path(_ range: Range<Int>) -> [Range<Int>] {
            guard range.count > 1 else { return [] }
            let middle = range.lowerBound + split(range.count)
            return index < middle
                ? path(range.lowerBound..<middle) + [middle..<range.upperBound]
                : path(middle..<range.upperBound) + [range.lowerBound..<middle]
        }
        return path(0..<size)
    }

    /// The root that a leaf and a path lead to (section 2.1.3.2); nil where the path has not the length that it needs.
    public static func root(leaf: Hash, index: Int, size: Int, path: [Hash]) -> Hash? {
        guard size > 0, (0..<size).contains(index) else { return nil }
        var (node, last, root) = (index, size - 1, leaf)
        for hash in path {
            guard last > 0 else { return nil }
            if node % 2 == 1 || node == last {
                root = self.node(hash, root)
                while node % 2 == 0, node != 0 { (node, last) = (node / 2, last / 2) }
            } else {
                root = self.node(root, hash)
            }
            (node, last) = (node / 2, last / 2)
        }
        return last == 0 ? root : nil
    }

    /// Which ranges one has to know the roots of to prove that the tree of `size` leaves begins with the `old` ones
    /// (section 2.1.4.1). `old`: 1...size.
    public static func consistencyPath(from old: Int, to size: Int) -> [Range<Int>] {
        precondition((1...max(size, 1)).contains(old), "an earlier size of the tree")
        func path(_ old: Int, _ range: Range<Int>, _ isWhole: Bool) -> [Range<Int>] {
            if old == range.count { return isWhole ? [] : [range] }
            let count = split(range.count)
            let middle = range.lowerBound + count
            return old <= count
                ? path(old, range.lowerBound..<middle, isWhole) + [middle..<range.upperBound]
                : path(old - count, middle..<range.upperBound, false) + [range.lowerBound..<middle]
        }
        return path(old, 0..<size, true)
    }

    /// Whether a tree of `size` leaves with this root begins with the leaves of the one of `old` (section 2.1.4.2).
    public static func isConsistent(
        old: Int, _ oldRoot: Hash, size: Int, _ root: Hash, path: [Hash]
    ) -> Bool {
        guard old > 0, old <= size else { return old == 0 && path.isEmpty && oldRoot == emptyRoot }
        if old == size { return path.isEmpty && oldRoot == root }
        var rest = path[...]
        // The old tree is a node of the new one, so its root need not be told.
        if old & (old - 1) == 0 { rest = [oldRoot] + rest }
        guard let first = rest.popFirst() else { return false }
        var (node, last) = (old - 1, size - 1)
        while node % 2 == 1 { (node, last) = (node / 2, last / 2) }
        var (was, now) = (first, first)
        for hash in rest {
            guard last > 0 else { return false }
            if node % 2 == 1 || node == last {
                was = self.node(hash, was)
                now = self.node(hash, now)
                while node % 2 == 0, node != 0 { (node, last) = (node / 2, last / 2) }
            } else {
                now = self.node(now, hash)
            }
            (node, last) = (node / 2, last / 2)
        }
        return was == oldRoot && now == root && last == 0
    }
}
