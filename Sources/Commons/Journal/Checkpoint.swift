import Foundation
public import Secrets

/// What a journal was at one moment, in one line to compare: whoever keeps one can tell later whether the journal still
/// begins with the same entries. As text it is a checkpoint of the C2SP (c2sp.org/tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
    /// Which journal: `linli/` and the id of the first key that signed for it.
    public var origin: String
    /// How many entries there are.
    public var size: Int
    /// Of the Merkle tree of the entries.
    public var root: MerkleTree.Hash
    /// When it was signed.
    public var at: Instant

    public init(origin: String, size: Int, root: MerkleTree.Hash, at: Instant) {
        self.origin = origin
        self.size = size
        self.root = root
        self.at = at
    }

    /// What is signed.
    public var text: String { "\(origin)\n\(size)\n\(Data(root).base64EncodedString())\ntime \(at.milliseconds)\n" }

    /// nil unless it is what `text` gives.
    public init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count == 5, lines[3].hasPrefix("time "), let size = Int(lines[1]), size >= 0,
            let root = Data(base64Encoded: lines[2]), root.count == 32, let at = Int64(lines[3].dropFirst(5)),
            !lines[0].isEmpty
        else { return nil }
        self.init(origin: lines[0], size: size, root: Array(root), at: Instant(milliseconds: at))
        guard self.text == text else { return nil }
    }
}

/// A text with signatures under it (c2sp.org/signed-note), Ed25519 ones alone.
public struct SignedNote: Hashable, Sendable {
    public struct Signature: Hashable, Sendable {
        /// Who signed; neither spaces nor `+`.
        public var name: String
        /// 4 bytes that hint at the key, then the signature.
        public var bytes: [UInt8]
    }
    /// Ends with a newline.
    public var text: String
    public var signatures: [Signature]

    public init(_ text: String, by key: SigningKey, named name: String) {
        self.text = text
        signatures = []
        sign(by: key, named: name)
    }

    /// Puts a further signature under it.
    public mutating func sign(by key: SigningKey, named name: String) {
        let hint = SignedNote.hint(name, key.publicKey)
        signatures.append(Signature(name: name, bytes: hint + key.signature(of: Array(text.utf8))))
    }

    /// nil unless it is what `encoded` gives.
    public init?(_ encoded: String) {
        guard let end = encoded.range(of: "\n\n", options: .backwards) else { return nil }
        text = String(encoded[..<end.lowerBound]) + "\n"
        signatures = []
        for line in encoded[end.upperBound...].split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty { continue }
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            guard words.count == 3, words[0] == "—", let bytes = Data(base64Encoded: String(words[2])),
                bytes.count == 68
            else { return nil }
            signatures.append(Signature(name: String(words[1]), bytes: Array(bytes)))
        }
        guard !signatures.isEmpty, self.encoded == encoded else { return nil }
    }

    public var encoded: String {
        text + "\n" + signatures.map { "— \($0.name) \(Data($0.bytes).base64EncodedString())\n" }.joined()
    }

    /// Whether the owner of a key signed under a name.
    public func isSigned(by key: VerifyingKey, named name: String) -> Bool {
        let hint = SignedNote.hint(name, key)
        return signatures.contains {
            $0.name == name && Array($0.bytes.prefix(4)) == hint
                && key.isSignature(Array($0.bytes.dropFirst(4)), of: Array(text.utf8))
        }
    }

    private static func hint(_ name: String, _ key: VerifyingKey) -> [UInt8] {
        Array(SHA256Digest.bytes(of: Array("\(name)\n".utf8) + [1] + key.bytes).prefix(4))
    }
}
