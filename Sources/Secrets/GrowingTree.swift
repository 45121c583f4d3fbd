/// A Merkle tree that only grows, of which no more is kept than its root needs: a few hashes for any number of leaves.
public struct GrowingTree: Sendable {
    /// Roots of whole subtrees from the left, largest first, with their levels.
    private var roots: [(level: Int, hash: MerkleTree.Hash)] = []
    public var size = 0

    public init() {}

    /// - Returns: The roots of all whole subtrees that this leaf completes, by level from 0: the leaf itself first.
    @discardableResult
    public mutating func add(_ leaf: MerkleTree.Hash) -> [(level: Int, hash: MerkleTree.Hash)] {
        var completed = [(level: 0, hash: leaf)]
        roots.append((0, leaf))
        size += 1
        while roots.count > 1, roots[roots.count - 1].level == roots[roots.count - 2].level {
            let (right, left) = (roots.removeLast(), roots.removeLast())
            roots.append((left.level + 1, MerkleTree.node(left.hash, right.hash)))
            completed.append(roots[roots.count - 1])
        }
        return completed
    }

    public var root: MerkleTree.Hash {
        guard var root = roots.last?.hash else { return MerkleTree.emptyRoot }
        for left in roots.dropLast().reversed() { root = MerkleTree.node(left.hash, root) }
        return root
    }
}
