import Testing

@testable import Secrets

/// Every proof of every small tree, against the definition of RFC 9162 written down as it stands there.
struct MerkleTreeTests {
    private static let most = 40
    private static let leaves = (0..<most).map { MerkleTree.leaf(Array("\($0)".utf8)) }

    /// Section 2.1.1.
    private static func defined(_ leaves: ArraySlice<MerkleTree.Hash>) -> MerkleTree.Hash {
        if leaves.isEmpty { return SHA256Digest.bytes(of: []) }
        if leaves.count == 1 { return leaves[leaves.startIndex] }
        var half = 1
        while half * 2 < leaves.count { half *= 2 }
        return SHA256Digest.bytes(of: [1] + defined(leaves.prefix(half)) + defined(leaves.dropFirst(half)))
    }

    private static func roots(_ ranges: [Range<Int>]) -> [MerkleTree.Hash] { ranges.map { defined(leaves[$0]) } }

    /// The vector of the test data that Certificate Transparency began with.
    @Test func theKnownTreeHasItsKnownRoot() {
        let inputs: [[UInt8]] = [
            [], [0], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
            [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
            [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
        ]
        let root = MerkleTree.root(inputs.map(MerkleTree.leaf)[...])
        #expect(
            Hexadecimal.text(root) == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
    }

    @Test func aTreeThatGrowsHasTheRootsOfTheDefinition() {
        var tree = GrowingTree()
        #expect(tree.root == MerkleTree.emptyRoot)
        for size in 1...Self.most {
            let completed = tree.add(Self.leaves[size - 1])
            #expect(completed.map(\.level) == Array(0...size.trailingZeroBitCount))
            for (level, hash) in completed { #expect(hash == Self.defined(Self.leaves[(size - 1 << level)..<size])) }
            #expect(tree.root == Self.defined(Self.leaves[..<size]))
            #expect(MerkleTree.root(Self.leaves[..<size]) == tree.root)
        }
    }

    @Test func everyLeafOfEveryTreeIsProvedAndNoOther() throws {
        for size in 1...Self.most {
            let root = Self.defined(Self.leaves[..<size])
            for index in 0..<size {
                let path = Self.roots(MerkleTree.inclusionPath(of: index, in: size))
                let leaf = Self.leaves[index]
                #expect(MerkleTree.root(leaf: leaf, index: index, size: size, path: path) == root)
                #expect(MerkleTree.root(leaf: leaf, index: index, size: size, path: path + [leaf]) == nil)
                if !path.isEmpty {
                    #expect(MerkleTree.root(leaf: leaf, index: index, size: size, path: Array(path.dropLast())) != root)
                    #expect(MerkleTree.root(leaf: path[0], index: index, size: size, path: path) != root)
                    for other in 0..<size where other != index {
                        #expect(MerkleTree.root(leaf: leaf, index: other, size: size, path: path) != root)
                    }
                }
            }
        }
        #expect(MerkleTree.root(leaf: Self.leaves[0], index: 1, size: 1, path: []) == nil)
        #expect(MerkleTree.root(leaf: Self.leaves[0], index: 0, size: 0, path: []) == nil)
    }

    @Test func everyTreeIsProvedToBeginWithEveryEarlierOneAndNoOther() {
        for size in 1...Self.most {
            let root = Self.defined(Self.leaves[..<size])
            for old in 1...size {
                let was = Self.defined(Self.leaves[..<old])
                let path = Self.roots(MerkleTree.consistencyPath(from: old, to: size))
                #expect(MerkleTree.isConsistent(old: old, was, size: size, root, path: path), "\(old) of \(size)")
                let another = Self.leaves[0] == was ? Self.leaves[1] : Self.leaves[0]
                #expect(!MerkleTree.isConsistent(old: old, another, size: size, root, path: path))
                #expect(!MerkleTree.isConsistent(old: old, was, size: size, another, path: path))
                #expect(!MerkleTree.isConsistent(old: old, was, size: size, root, path: path + [root]))
                if !path.isEmpty {
                    #expect(!MerkleTree.isConsistent(old: old, was, size: size, root, path: Array(path.dropLast())))
                }
            }
        }
        #expect(MerkleTree.isConsistent(old: 0, MerkleTree.emptyRoot, size: 5, Self.leaves[0], path: []))
        #expect(!MerkleTree.isConsistent(old: 6, Self.leaves[0], size: 5, Self.leaves[0], path: []))
    }
}
