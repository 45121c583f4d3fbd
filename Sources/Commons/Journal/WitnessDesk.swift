import Rulebook
public import Secrets

/// Keeps the last checkpoint of other installations' journals, and only such as continue what it has: a history that
/// was rewritten is refused.
public struct WitnessDesk: Sendable {
    private let store: any Store
    private let keys: [VerifyingKey]
    private let signer: @Sendable () -> SigningKey

    /// - `keys`: of the journals that it keeps; all others are refused.
    public init(_ store: any Store, keys: [VerifyingKey], signer: @escaping @Sendable () -> SigningKey) {
        self.store = store
        self.keys = keys
        self.signer = signer
    }

    /// A checkpoint that continues another.
    public struct Offer: Sendable {
        public var checkpoint: SignedNote
        /// The size that the journal had when it was seen last; 0: never.
        public var old: Int
        /// Why the journal still begins with that (RFC 9162, 2.1.4).
        public var proof: [MerkleTree.Hash]

        public init(checkpoint: SignedNote, old: Int, proof: [MerkleTree.Hash]) {
            self.checkpoint = checkpoint
            self.old = old
            self.proof = proof
        }
    }

    /// Keeps it and signs it as a witness.
    /// - Throws: A `Refusal`: `forbidden` for a journal that is not kept here; `conflict` for one that was another
    ///   size, which its place tells, and for one whose history is another.
    public func take(_ offer: Offer) async throws -> SignedNote {
        guard let checkpoint = Checkpoint(text: offer.checkpoint.text),
            keys.contains(where: { offer.checkpoint.isSigned(by: $0, named: checkpoint.origin) })
        else {
            throw Refusal(
                .forbidden, zh: "本站不为这一日志作见证：须由 --witness-for 指明其公钥",
                en: "this journal's checkpoints are not kept here: its public key must be named with --witness-for",
                place: "checkpoint")
        }
        let signer = signer()
        return try await store.write { records in
            let known = try records.witnessed(checkpoint.origin).flatMap { Checkpoint(text: $0.text) }
            let size = known?.size ?? 0
            guard offer.old == size else {
                throw Refusal(
                    .conflict, zh: "上次见证时有 \(size) 条", en: "when it was seen last it had \(size) entries",
                    place: "old", details: [Refusal.Detail("old", .same(String(size)))])
            }
            let continues = MerkleTree.isConsistent(
                old: size, known?.root ?? MerkleTree.emptyRoot, size: checkpoint.size, checkpoint.root,
                path: offer.proof)
            guard continues else {
                throw Refusal(
                    .conflict, zh: "日志的历史与上次见证的不同：前 \(size) 条被改写",
                    en: "the journal has another history than when it was seen last: its first \(size) entries "
                        + "were rewritten", place: "proof")
            }
            var note = offer.checkpoint
            note.sign(by: signer, named: "linli/\(signer.publicKey.id)")
            try records.keepWitnessed(checkpoint, note)
            return note
        }
    }
}
