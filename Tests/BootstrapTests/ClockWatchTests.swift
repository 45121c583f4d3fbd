import Commons
import Foundation
import Persistence
import Rulebook
import Synchronization
import Testing

@testable import Bootstrap

/// A clock that goes back is told, once, by everything that people read.
@Suite struct ClockWatchTests {
    private final class Clock: Sendable {
        private let now = Mutex(Instant(milliseconds: 1_790_000_000_000))
        var instant: Instant { now.withLock { $0 } }
        func move(by seconds: Int64) { now.withLock { $0 = $0.adding(seconds: seconds) } }
    }

    @Test func aClockThatIsSetBackIsSaid() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "linli-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let clock = Clock()
        let surroundings = Surroundings(
            now: { clock.instant }, newID: Surroundings.system.newID, calendar: { WorkCalendar() })
        let settings = ServerSettings(data: folder)
        let installation = try await Installation.open(settings, surroundings: surroundings)
        let accounts = installation.accounts
        let person = try await installation.store.write { records in
            let draft = OrganisationDraft(kind: .operator, name: "平台运营方", region: "")
            let house = try accounts.createOrganisation(draft, records)
            let (person, _) = try accounts.createPerson(PersonDraft(name: "管", login: "adm"), records)
            try records.save(Membership(person: person.id, organisation: house, role: .administrator))
            return person.id
        }
        let keeper = JournalKeeper(installation)
        try await keeper.checkpoint()

        var watch = ClockWatch(store: installation.store, surroundings: surroundings)
        #expect(try await watch.look() == nil)
        clock.move(by: 60)
        #expect(try await watch.look() == nil)
        // Clocks are corrected by a little all the time.
        clock.move(by: -2)
        #expect(try await watch.look() == nil)
        clock.move(by: -3600)
        #expect(try await watch.look() == 3602)
        #expect(try await watch.look() == nil)
        clock.move(by: 1)
        #expect(try await watch.look() == nil)

        // Checkpoints go on meanwhile, and the check says what happened.
        let size = try await installation.store.read { try $0.journalSize() }
        try await keeper.checkpoint(isUrgent: false)
        let last = try await installation.store.read { try $0.checkpoint(upTo: nil) }
        #expect(try #require(last.flatMap { Checkpoint(text: $0.text) }).size > size)
        let notices = try await installation.store.read { try $0.notices(for: person, after: nil, limit: 9) }
        #expect(notices.map(\.kind) == [JournalNote.clockBack])
        #expect(notices.first?.body.zh.contains("3602") == true)

        // Another node that starts with this clock is behind the last checkpoint but for a moment: nothing to tell.
        var second = ClockWatch(store: installation.store, surroundings: surroundings)
        #expect(try await second.look() == nil)
        // One that starts a day before it says so.
        clock.move(by: -86_400)
        var third = ClockWatch(store: installation.store, surroundings: surroundings)
        #expect(try await third.look() == 86_400)
        try await installation.store.sequenceJournal()
        try await installation.close()
        let report = try await JournalAudit.verify(settings)
        #expect(report.isSound && report.clockBacks.count == 2)
    }
}
