import Commons
import Database
import Secrets

/// The journal's Merkle tree out of the leaves of its entries and the roots of whole subtrees that are kept beside.
struct JournalTree {
    /// A node is kept for each 2^8, 2^16, 2^24… leaves.
    static let step = 8
    static let width = 1 << step
    let connection: any Connection

    func size() throws -> Int {
        try connection.row("SELECT sequence FROM journal_entry ORDER BY sequence DESC LIMIT 1").map {
            try $0.int(0) + 1
        }
            ?? 0
    }

    /// Of these leaves, as a tree of its own.
    func root(_ range: Range<Int>) throws -> MerkleTree.Hash {
        guard !range.isEmpty else { return MerkleTree.emptyRoot }
        var roots: [(hash: MerkleTree.Hash, level: Int)] = []
        var start = range.lowerBound
        // Whole subtrees from the left, each as large as fits: their roots from the right make the root of all.
        while start < range.upperBound {
            var level = (range.upperBound - start).bitWidth - 1 - (range.upperBound - start).leadingZeroBitCount
            if start > range.lowerBound { level = min(level, (start - range.lowerBound).trailingZeroBitCount) }
            roots.append((try block(start, level), level))
            start += 1 << level
        }
        var root = roots.removeLast().hash
        for left in roots.reversed() { root = MerkleTree.node(left.hash, root) }
        return root
    }

    /// Of the 2^level leaves from `start`, which is a multiple of as many.
    private func block(_ start: Int, _ level: Int) throws -> MerkleTree.Hash {
        let base = level / JournalTree.step * JournalTree.step
        let (from, count) = (start >> base, 1 << (level - base))
        return MerkleTree.root(try hashes(base, from..<(from + count))[...])
    }

    /// Of one level that is kept: leaves at level 0.
    func hashes(_ level: Int, _ range: Range<Int>) throws -> [MerkleTree.Hash] {
        let (from, to) = (SQLValue.int(Int64(range.lowerBound)), SQLValue.int(Int64(range.upperBound)))
        let rows =
            level == 0
            ? try connection.query(
                "SELECT leaf FROM journal_entry WHERE sequence >= $1 AND sequence < $2 ORDER BY sequence", [from, to])
            : try connection.query(
                "SELECT hash FROM journal_node WHERE level = $1 AND position >= $2 AND position < $3 ORDER BY position",
                [.int(Int64(level)), from, to])
        guard rows.count == range.count else { throw DatabaseError(.other, "the journal has gaps") }
        return rows.compactMap { $0[0].blob }
    }

    /// Keeps the roots of subtrees that became whole with the leaf before `size`.
    func keepNodes(at size: Int) throws {
        var level = JournalTree.step
        while size > 0, size % (1 << level) == 0 {
            let position = (size >> level) - 1
            let below = position * JournalTree.width..<(position + 1) * JournalTree.width
            let hash = MerkleTree.root(try hashes(level - JournalTree.step, below)[...])
            try connection.execute(
                "INSERT INTO journal_node (level, position, hash) VALUES ($1, $2, $3)",
                [.int(Int64(level)), .int(Int64(position)), .blob(hash)])
            level += JournalTree.step
        }
    }
}
