import Commons
import Logging
import Rulebook

/// Says it when the clock of this machine is set back: in the journal, in the log, and to the administrators. What is
/// done meanwhile bears times that others have gone by.
struct ClockWatch: Sendable {
    /// By how much, in milliseconds, clocks may go back without a word: they are corrected all the time.
    static let slack: Int64 = 2_000

    let store: any Store
    let surroundings: Surroundings
    var log: Logger?
    /// What has to be done then: what waits for the old time must not.
    let onBack: @Sendable () async throws -> Void

    /// The latest time that is known.
    private(set) var seen: Instant?

    init(
        store: any Store, surroundings: Surroundings, log: Logger? = nil,
        onBack: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.store = store
        self.surroundings = surroundings
        self.log = log
        self.onBack = onBack
    }

    /// Until the task is cancelled.
    mutating func run() async {
        while !Task.isCancelled {
            do {
                try await look()
            } catch {
                log?.warning("the clock was not looked at", metadata: ["reason": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Compares the clock with the latest time that is known: at first that of the last checkpoint.
    /// - Returns: By how many seconds it was set back; nil: it was not.
    @discardableResult
    mutating func look() async throws -> Int64? {
        if seen == nil {
            let last = try await store.read { try $0.checkpoint(upTo: nil) }
            seen = last.flatMap { Checkpoint(text: $0.text)?.at }
        }
        let now = surroundings.now()
        let back = (seen?.milliseconds ?? 0) - now.milliseconds
        guard back > Self.slack else {
            seen = max(seen ?? now, now)
            return nil
        }
        let seconds = back / 1000
        try await say(seconds, now)
        try await onBack()
        // Once for each time; what is known is now this clock.
        seen = now
        return seconds
    }

    private func say(_ seconds: Int64, _ now: Instant) async throws {
        log?.warning("the clock was set back", metadata: ["seconds": "\(seconds)"])
        let newID = surroundings.newID
        try await Origin.$current.withValue(.system) {
            try await store.write { records in
                try records.note(
                    JournalNote(JournalNote.clockBack, on: "journal", details: ["seconds": "\(seconds)"]))
                let people = try records.members(MemberQuery(role: .administrator)).map(\.person.id)
                for person in Set(people).sorted() {
                    try NoticePost.put(
                        Notice(
                            id: newID(), person: person, at: now, kind: JournalNote.clockBack,
                            subject: Phrase(zh: "服务器时钟被调回", en: "The server's clock was set back"),
                            body: Phrase(
                                zh: "服务器时钟比已知的最近时间早 \(seconds) 秒。此后的记录时间可能不准，请校准时钟；日志已注明。",
                                en: "The server's clock is \(seconds) seconds before the latest time that is known. "
                                    + "Times of what is done from now on may be wrong: set it right. The journal "
                                    + "says so."),
                            link: "/journal"), in: records)
                }
            }
        }
    }
}
