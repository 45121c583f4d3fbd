import Commons
import Logging
import Persistence
import Secrets

/// Keeps the journal of an installation going: gives entries their place soon after they are committed, signs
/// checkpoints, and sends those to witnesses.
struct JournalKeeper: Sendable {
    /// The longest that something committed waits for its place, in milliseconds.
    static let pause = 200
    /// The shortest time between two checkpoints, in milliseconds, unless somebody asks for one.
    static let checkpointEvery: Int64 = 5_000

    /// How long a witness that failed is left alone.
    static let rest: Duration = .seconds(5)

    let store: SQLStore
    let keys: KeyCabinet
    let now: @Sendable () -> Instant
    var witnesses: [any Witness] = []
    var log: Logger?

    init(store: SQLStore, keys: KeyCabinet, now: @escaping @Sendable () -> Instant) {
        (self.store, self.keys, self.now) = (store, keys, now)
    }

    init(_ installation: Installation, witnesses: [any Witness] = [], log: Logger? = nil) {
        store = installation.store
        keys = installation.keys
        now = installation.surroundings.now
        self.witnesses = witnesses
        self.log = log
    }

    /// Before anything else is written: the journal begins, and says of its keys what has changed.
    func begin() async throws {
        try await store.beginJournal(
            keys.ring.entries.compactMap { entry in
                VerifyingKey(entry.publicKey).map {
                    JournalKey(
                        key: $0, addedAt: Instant(milliseconds: entry.madeAt),
                        retiredAt: entry.retiredAt.map(Instant.init(milliseconds:)),
                        compromisedAt: entry.compromisedAt.map(Instant.init(milliseconds:)))
                }
            })
    }

    /// Places all that waits, and signs what the journal then is unless that is signed already.
    /// - Parameter isUrgent: also if the last checkpoint is not old yet.
    /// - Returns: The last checkpoint; nil: the journal is empty.
    @discardableResult
    func checkpoint(isUrgent: Bool = true) async throws -> SignedNote? {
        try await store.sequenceJournal()
        let origin = try await store.journalOrigin()
        let (now, signer) = (now(), keys.ring.signer)
        let (last, next) = try await store.read { records -> (SignedNote?, Checkpoint?) in
            let size = try records.journalSize()
            let last = try records.checkpoint(upTo: nil)
            let known = last.flatMap { Checkpoint(text: $0.text) }
            // Also where the clock went back meanwhile.
            let isDue =
                isUrgent || known.map { abs(now.milliseconds - $0.at.milliseconds) >= Self.checkpointEvery } ?? true
            guard let origin, isDue, size > known?.size ?? 0 else { return (last, nil) }
            return (last, Checkpoint(origin: origin, size: size, root: try records.journalRoot(size), at: now))
        }
        guard let next else { return last }
        let note = SignedNote(next.text, by: signer, named: next.origin)
        try await store.write { try $0.addCheckpoint(next, note) }
        return note
    }

    /// Until the task is cancelled.
    func run() async {
        // What each witness has, and until when one that failed is left alone.
        var told: [String: SignedNote] = [:]
        var resting: [String: ContinuousClock.Instant] = [:]
        while !Task.isCancelled {
            do {
                let note = try await checkpoint(isUrgent: false)
                for witness in witnesses where note != nil && told[witness.name] != note {
                    guard let note, resting[witness.name].map({ $0 < .now }) ?? true else { continue }
                    if await tell(note, to: witness) {
                        told[witness.name] = note
                    } else {
                        resting[witness.name] = .now + Self.rest
                    }
                }
            } catch {
                log?.warning("the journal waits", metadata: ["reason": "\(error)"])
                try? await Task.sleep(for: .seconds(1))
            }
            try? await Task.sleep(for: .milliseconds(Self.pause))
        }
    }

    /// Whether the witness took it.
    private func tell(_ note: SignedNote, to witness: any Witness) async -> Bool {
        do {
            try await witness.take(note, from: store)
            return true
        } catch {
            log?.warning(
                "a witness did not take a checkpoint",
                metadata: ["witness": "\(witness.name)", "reason": "\(error)"])
            return false
        }
    }
}

/// Somebody outside who keeps checkpoints, so that a history that is rewritten shows.
protocol Witness: Sendable {
    var name: String { get }
    func take(_ note: SignedNote, from store: SQLStore) async throws
}
