import Commons
import Community
import Database
import Secrets
import Testing

@testable import Persistence

@Suite struct CommunityBookingTests {
    private static let day = "2025-11-26"

    private static func resource(_ scene: CommunityScene, _ more: [String: String] = [:]) async throws -> Item {
        try await scene.create(
            "resource", ["name": "会议室", "type": "meeting"].merging(more) { $1 }, place: "B1", by: "mia")
    }

    @discardableResult
    private static func book(
        _ scene: CommunityScene, _ resource: Item, _ from: String, _ until: String, by person: String = "ron"
    ) async throws -> Item {
        func moment(_ text: String) -> String { text.count > 5 ? text : "\(day) \(text)" }
        return try await scene.create(
            "booking", ["resource": resource.id, "from": moment(from), "until": moment(until)], by: person)
    }

    private static func refused(
        _ scene: CommunityScene, _ resource: Item, _ from: String, _ until: String, by person: String = "rae"
    ) async -> Refusal? {
        await #expect(throws: Refusal.self, "\(from) \(until)") {
            try await book(scene, resource, from, until, by: person)
        }
    }

    private static func words(_ refusal: Refusal?) -> String { refusal.map { "\($0.reason)" } ?? "" }

    @Test(arguments: Engines.Kind.allCases)
    func whatMeetsAnotherBookingIsRefused(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let room = try await Self.resource(scene)
            let first = try await Self.book(scene, room, "10:00", "11:00")
            #expect(first.state == "confirmed" && first.head.handler == "keeper" && first.place == room.place)
            for (from, until, isFree) in [
                ("09:00", "10:00", true), ("11:00", "12:00", true), ("09:00", "10:01", false),
                ("10:59", "12:00", false), ("10:00", "11:00", false), ("10:15", "10:45", false),
                ("09:30", "11:30", false), ("10:00", "10:30", false), ("10:30", "11:00", false),
                ("10:00", "12:00", false), ("09:00", "11:00", false),
            ] {
                if isFree {
                    let other = try await Self.book(scene, room, from, until, by: "rae")
                    try await scene.act("cancel", other, by: "rae")
                } else {
                    let refusal = await Self.refused(scene, room, from, until)
                    #expect(refusal?.kind == .conflict && refusal?.place == "from")
                }
            }
            // It names what is free, and once it is cancelled there is room again.
            let told = await Self.refused(scene, room, "10:00", "11:00")
            #expect(Self.words(told).contains("2025-11-26 09:00–10:00、2025-11-26 11:00–12:00"))
            try await scene.act("cancel", first, by: "ron")
            try await Self.book(scene, room, "10:30", "11:30", by: "rae")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func asManyAsThereIsRoomFor(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let chargers = try await Self.resource(scene, ["capacity": "2", "most": "3"])
            try await Self.book(scene, chargers, "10:00", "11:00")
            try await Self.book(scene, chargers, "11:00", "12:00")
            // Two that never meet each other leave room for a third that meets both.
            try await Self.book(scene, chargers, "10:00", "12:00", by: "rae")
            #expect(await Self.refused(scene, chargers, "10:30", "10:40")?.kind == .conflict)
            #expect(await Self.refused(scene, chargers, "11:59", "13:00")?.kind == .conflict)
            try await Self.book(scene, chargers, "12:00", "13:00")
            let most = await Self.refused(scene, chargers, "20:00", "21:00", by: "ron")
            #expect(Self.words(most).contains("每人最多同时预约 3 次"))
        }
    }

    /// Twenty people press the button in the same moment: one of them has it.
    @Test(arguments: Engines.Kind.allCases)
    func oneOfTwentyAtOnceGetsIt(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let room = try await Self.resource(scene)
            try await scene.store.write { records in
                for number in 0..<20 {
                    try records.save(Person(id: "p\(number)", name: "p", login: "pp\(number)"), version: 0)
                    try records.save(
                        Membership(person: "p\(number)", organisation: CommunityScene.keeper, role: .resident))
                }
            }
            let outcomes = try await withThrowingTaskGroup(of: Refusal?.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        do {
                            try await Self.book(scene, room, "10:00", "11:00", by: "p\(number)")
                            return nil
                        } catch let refusal as Refusal {
                            return refusal
                        }
                    }
                }
                return try await group.reduce(into: [Refusal?]()) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == nil } == 1)
            #expect(outcomes.compactMap(\.self).allSatisfy { $0.kind == .conflict && $0.place == "from" })
            #expect(try await scene.items("booking", by: "mia").count == 1)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func everyLimitSaysWhatItIs(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let room = try await Self.resource(scene, ["opens": "8", "closes": "22"])
            let always = try await Self.resource(scene)
            for (resource, from, until, place) in [
                (room, "11:00", "10:00", "until"), (room, "11:00", "11:00", "until"),
                (room, "07:30", "09:00", "from"), (room, "21:30", "22:01", "from"),
                (room, "21:00", "2025-11-27 09:00", "from"),
                (always, "2025-11-25 02:59", "2025-11-25 04:00", "from"),
                (always, "10:00", "2025-12-26 10:01", "until"),
                (always, "2026-12-31 10:00", "2026-12-31 11:00", "from"),
            ] {
                let refusal = await Self.refused(scene, resource, from, until)
                #expect(refusal?.kind == .invalid && refusal?.place == place, "\(from) \(until)")
            }
            try await Self.book(scene, room, "08:00", "22:00")
            try await Self.book(scene, always, "10:00", "2025-12-26 10:00")
            try await Self.book(scene, always, "2025-11-25 03:00", "2025-11-25 04:00")
            try await scene.act("close", room, by: "mia")
            #expect(await Self.refused(scene, room, "2025-11-27 10:00", "2025-11-27 11:00")?.kind == .locked)
            #expect(await Self.refused(scene, always, "2026-02-01 10:00", "2026-02-01 11:00", by: "max") != nil)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatHasToBeConfirmedHoldsItsPlaceMeanwhile(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let room = try await Self.resource(scene, ["confirms": "true"])
            let asked = try await Self.book(scene, room, "10:00", "11:00")
            #expect(asked.state == "requested")
            #expect(await Self.refused(scene, room, "10:00", "11:00") != nil)
            await #expect(throws: Refusal.self) { try await scene.act("confirm", asked, by: "ron") }
            let declined = try await scene.act("decline", asked, ["words": "检修"], by: "mia")
            #expect(declined.state == "declined")
            let second = try await Self.book(scene, room, "10:00", "11:00", by: "rae")
            let confirmed = try await scene.act("confirm", second, by: "mia")
            // Used, it stays taken; somebody who did not come leaves it to others.
            let used = try await scene.act("use", confirmed, by: "dan")
            #expect(used.state == "used")
            #expect(await Self.refused(scene, room, "10:30", "11:30", by: "ron") != nil)
            let third = try await Self.book(scene, room, "12:00", "13:00")
            let agreed = try await scene.act("confirm", third, by: "mia")
            try await scene.act("absent", agreed, by: "mia")
            try await Self.book(scene, room, "12:30", "13:30", by: "rae")
            let (ron, mia) = try await scene.store.read {
                (try $0.notices(for: "ron", after: nil, limit: 50), try $0.notices(for: "mia", after: nil, limit: 50))
            }
            for state in ["未通过", "未到"] {
                #expect(ron.count { "\($0.body)".contains("您的预约：\(state)") } == 1)
            }
            #expect(mia.count == 4)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aBookingCanBeMovedWhereThereIsRoom(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let room = try await Self.resource(scene)
            try await Self.book(scene, room, "10:00", "11:00", by: "rae")
            let own = try await Self.book(scene, room, "12:00", "13:00")
            func move(_ from: String, _ until: String, _ entry: String) async throws -> Item {
                try await scene.desk.edit(
                    own.id, of: Estate.booking,
                    .init(["from": ["\(Self.day) \(from)"], "until": ["\(Self.day) \(until)"]]), entry: entry,
                    expected: 1, by: scene.visitor("mia")
                ).item
            }
            await #expect(throws: Refusal.self) { try await move("10:30", "11:30", "a") }
            // It does not stand in its own way.
            #expect(try await move("11:00", "12:30", "b").head.sequence == 2)
            try await Self.book(scene, room, "12:30", "13:00", by: "rae")
            #expect(await Self.refused(scene, room, "12:00", "12:30") != nil)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func othersAreNotNamed(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let room = try await Self.resource(scene, ["opens": "9", "closes": "12", "capacity": "2"])
            let first = try await Self.book(scene, room, "10:00", "11:00")
            try await Self.book(scene, room, "10:30", "11:00", by: "rae")
            func table(_ person: String) async throws -> Timetable {
                try await scene.desk.timetable(
                    of: room.id, from: Instant(text: "\(Self.day) 00:00")?.day ?? first.head.openedAt.day, days: 2,
                    scene.visitor(person))
            }
            let mine = try await table("ron")
            #expect(mine.taken.map(\.isMine) == [true, false])
            #expect(mine.taken.map { $0.booking?.id } == [first.id, nil])
            #expect(try await table("mia").taken.allSatisfy { $0.booking != nil })
            let cells = mine.bookable.cells(on: mine.first)
            #expect(cells.map { mine.free($0) } == [2, 0, 2])
            #expect(mine.stretches.map(\.free) == [2, 1, 0, 2, 2])
            #expect(mine.stretches[1].span.shown == "2025-11-26 10:00–10:30")
            await #expect(throws: Refusal.self) { try await table("max") }
        }
    }

    /// Slots are told by the journal, and what is changed behind the server's back shows.
    @Test(arguments: Engines.Kind.allCases)
    func slotsAreTold(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let room = try await Self.resource(scene)
            let booking = try await Self.book(scene, room, "10:00", "11:00")
            let other = try await Self.book(scene, room, "12:00", "13:00")
            try await scene.act("cancel", other, by: "ron")
            #expect(try await scene.faults() == [])
            try await scene.store.database.write { connection in
                try connection.execute("UPDATE slot SET until_at = until_at + 1 WHERE item = $1", [.text(booking.id)])
            }
            #expect(try await scene.faults().contains("slot/\(booking.id)"))
        }
    }
}

extension CommunityScene {
    /// The rows that the journal says something else of.
    func faults() async throws -> Set<String> {
        try await store.beginJournal([
            JournalKey(key: Engines.ring.signer.publicKey, addedAt: Instant(milliseconds: 0))
        ])
        try await store.sequenceJournal()
        return Set(try await JournalCheck(ring: Engines.ring).run(store.database).faults.map(\.place))
    }
}
