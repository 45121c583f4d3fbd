import Commons
import Database
import Secrets
import Testing

@testable import Persistence

/// The journal on both engines: what changes stands in it, in its place, provably, and whatever is edited behind it
/// shows.
@Suite struct JournalTests {
    private static let person = Person(id: "ann", name: "王安", login: "wangan")

    /// Everything that is committed has its place, and is signed.
    private static func settle(_ store: SQLStore) async throws -> SignedNote {
        try await store.beginJournal(keys())
        try await store.sequenceJournal()
        let known = try await store.journalOrigin()
        let origin = try #require(known)
        return try await store.write { records in
            let size = try records.journalSize()
            let checkpoint = Checkpoint(
                origin: origin, size: size, root: try records.journalRoot(size), at: Instant(milliseconds: 5))
            let note = SignedNote(checkpoint.text, by: Engines.ring.signer, named: origin)
            try records.addCheckpoint(checkpoint, note)
            return note
        }
    }

    private static func keys(compromisedAt: Int64? = nil) -> [JournalKey] {
        [
            JournalKey(
                key: Engines.ring.signer.publicKey, addedAt: Instant(milliseconds: 0),
                compromisedAt: compromisedAt.map(Instant.init(milliseconds:)))
        ]
    }

    private static func check(_ store: SQLStore, _ witnessed: [SignedNote] = []) async throws -> JournalReport {
        try await JournalCheck(witnessed: witnessed, ring: Engines.ring).run(store.database)
    }

    // MARK: What is said

    @Test(arguments: Engines.Kind.allCases)
    func aChangeSaysWhoAndHow(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let origin = Origin(person: "adm", way: "page")
            try await Origin.$current.withValue(origin) {
                try await store.write { records in
                    try records.save(Self.person, version: 0)
                    try records.note(JournalNote("personal.look", on: "person/ann", details: ["field": "phone"]))
                }
            }
            var changed = Self.person
            changed.name = "王安安"
            let later = changed
            try await store.write { _ = try $0.save(later, version: 1) }
            try await store.sequenceJournal()
            let entries = try await store.read { try $0.journalEntries(JournalQuery(from: 0)) }
            let contents = entries.compactMap(\.decoded)
            try #require(contents.count == 2)
            #expect(contents.map(\.on) == ["person/ann", "person/ann"])
            #expect(contents.map(\.by) == ["adm", nil])
            #expect(contents.map(\.way) == ["page", "system"])
            #expect(contents[0].notes?.map(\.act) == ["personal.look"])
            let rows = contents.compactMap { $0.rows?["person/ann"] ?? nil }
            try #require(rows.count == 2)
            #expect(rows.map { $0["version"] } == [.number(1), .number(2)])
            // The name is not told, that it changed is; the login did not.
            #expect(rows[0]["name"] != rows[1]["name"])
            #expect(rows[0]["login"] == rows[1]["login"])
            #expect(!entries.contains { $0.content.contains("王安") || $0.content.contains("wangan") })
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsTakenBackIsNotSaid(_ kind: Engines.Kind) async throws {
        struct Change: Error {}
        try await Engines.withStore(kind) { store in
            await #expect(throws: Change.self) {
                try await store.write { records in
                    try records.save(Self.person, version: 0)
                    throw Change()
                }
            }
            try await store.sequenceJournal()
            #expect(try await store.read { try $0.journalSize() } == 0)
        }
    }

    /// Whoever adds a table says what the journal tells of it.
    @Test func everyTableIsDeclared() {
        let known = Set(RecordedTable.all.map(\.name)).union(RecordedTable.operational)
        #expect(Set(Schema.tables).subtracting(known) == [])
        #expect(known.subtracting(Schema.tables) == [])
        #expect(Set(RecordedTable.all.map(\.name)).isDisjoint(with: RecordedTable.operational))
        let bare: Set = ["file_body", "file_chunk"]
        let unsealed = RecordedTable.operational.subtracting(RowSeal.tables.keys).subtracting(bare)
            .subtracting(RecordedTable.untold).subtracting(RecordedTable.byDays)
        #expect(unsealed.allSatisfy { $0.hasPrefix("journal_") })
    }

    // MARK: Places and proofs

    @Test(arguments: Engines.Kind.allCases)
    func everyEntryOfALongJournalIsProved(_ kind: Engines.Kind) async throws {
        let count = 700
        try await Engines.withStore(kind) { store in
            // Two in three go in pieces of several sizes, so that whole subtrees end within and between them.
            for start in stride(from: 0, to: count, by: 100) {
                try await store.write { records in
                    for number in start..<start + 100 { try records.note(JournalNote("n", on: "subject/\(number)")) }
                }
                while try await JournalSequencer.run(store.database, limit: start % 77 + 13) > 0 {}
            }
            try await store.read { records in
                let size = try records.journalSize()
                #expect(size == count)
                let entries = try records.journalEntries(JournalQuery(from: 0, limit: 1000))
                #expect(entries.map(\.sequence) == Array(0..<count))
                #expect(entries.first?.previous == JournalEntry.beforeFirst)
                #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.leaf == $1.previous })
                let leaves = entries.map(\.leaf)
                for size in [1, 2, 255, 256, 257, 511, 512, 513, 699, 700] {
                    let root = MerkleTree.root(leaves[..<size])
                    #expect(try records.journalRoot(size) == root)
                    for index in [0, 1, 17, 254, 255, 256, 510, 511, 512, size - 1] where index < size {
                        let path = try records.inclusionPath(of: index, in: size)
                        #expect(MerkleTree.root(leaf: leaves[index], index: index, size: size, path: path) == root)
                    }
                    for old in [1, 3, 128, 255, 256, 300, 512, size] where old <= size {
                        let path = try records.consistencyPath(from: old, to: size)
                        #expect(
                            MerkleTree.isConsistent(
                                old: old, MerkleTree.root(leaves[..<old]), size: size, root, path: path))
                    }
                }
                #expect(try records.journalRoot(0) == MerkleTree.emptyRoot)
                #expect(try records.journalEntry(count) == nil)
            }
            _ = try await Self.settle(store)
            #expect(try await Self.check(store).faults == [])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func manyWritersAndSeveralSequencersMakeOneJournal(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await withThrowingTaskGroup { group in
                for writer in 0..<4 {
                    group.addTask {
                        for number in 0..<25 {
                            let note = JournalNote("n", on: "writer/\(writer)", details: ["number": "\(number)"])
                            try await store.write { try $0.note(note) }
                        }
                    }
                }
                for _ in 0..<2 {
                    group.addTask { for _ in 0..<20 { _ = try await JournalSequencer.run(store.database, limit: 7) } }
                }
                try await group.waitForAll()
            }
            _ = try await Self.settle(store)
            #expect(try await Self.check(store).faults == [])
            for writer in 0..<4 {
                let mine = try await store.read {
                    try $0.journalEntries(JournalQuery(subject: "writer/\(writer)", from: 0))
                }
                let numbers = mine.compactMap { $0.decoded?.notes?.first?.details?["number"] }
                #expect(numbers == (0..<25).map(String.init))
            }
        }
    }

    // MARK: What shows

    /// The same as an entry, with everything after it counted anew, but by somebody who cannot sign.
    @Test(arguments: Engines.Kind.allCases)
    func aRewrittenHistoryShowsByWhatWasSigned(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            for number in 0..<10 { try await store.write { try $0.note(JournalNote("n\(number)", on: "a/b")) } }
            let note = try await Self.settle(store)
            #expect(try await Self.check(store, [note]).faults == [])
            try await store.database.write { connection in
                let rows = try connection.query("SELECT sequence, content FROM journal_entry ORDER BY sequence")
                var previous = JournalEntry.beforeFirst
                for row in rows {
                    let content = try row.text(1).replacing("\"n4\"", with: "\"m4\"")
                    let entry = JournalEntry(sequence: try row.int(0), content: content, previous: previous)
                    previous = entry.leaf
                    try connection.execute(
                        "UPDATE journal_entry SET content = $2, leaf = $3 WHERE sequence = $1",
                        [row[0], .text(content), .blob(previous)])
                }
            }
            let report = try await Self.check(store)
            #expect(report.faults.map(\.place) == ["journal_checkpoint/\(report.entries)"])
            try await store.database.write { try $0.execute("DELETE FROM journal_checkpoint") }
            #expect(try await Self.check(store).isSound)
            // Whoever kept the checkpoint elsewhere still sees it.
            #expect(try await Self.check(store, [note]).faults.map(\.place) == ["witness/\(report.entries)"])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func anOlderDatabaseShowsByWhatWasWitnessed(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            for number in 0..<10 { try await store.write { try $0.note(JournalNote("n\(number)", on: "a/b")) } }
            let note = try await Self.settle(store)
            let size = try await store.read { try $0.journalSize() }
            try await store.database.write { connection in
                try connection.execute("DELETE FROM journal_entry WHERE sequence >= $1", [.int(Int64(size - 3))])
                try connection.execute("DELETE FROM journal_checkpoint")
            }
            let report = try await Self.check(store, [note])
            #expect(report.faults.first?.place == "witness/\(size)")
            #expect(report.firstBadEntry == size - 3)
        }
    }

    @Test func whatACompromisedKeySignedCountsForNothing() async throws {
        try await Engines.withStore(.sqlite) { store in
            try await store.write { try $0.note(JournalNote("n", on: "a/b")) }
            _ = try await Self.settle(store)
            #expect(try await Self.check(store).isSound)
            try await store.beginJournal(Self.keys(compromisedAt: 5))
            #expect(try await Self.check(store).faults.count == 1)
            try await store.beginJournal(Self.keys(compromisedAt: 6))
            #expect(try await Self.check(store).isSound)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func anInstallationFromBeforeIsTakenAsItIs(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await store.database.write { connection in
                try connection.execute(
                    "INSERT INTO person (id, name, login, mail, language, is_active, search, version) "
                        + "VALUES ('old', '旧', 'old', '', 'zh', 1, '旧 old', 1)")
            }
            _ = try await Self.settle(store)
            #expect(try await Self.check(store).faults == [])
            try await store.database.write { try $0.execute("UPDATE person SET name = '新' WHERE id = 'old'") }
            #expect(try await Self.check(store).faults.map(\.place) == ["person/old"])
        }
    }
}
