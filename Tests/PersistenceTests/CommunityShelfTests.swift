import Commons
import Persistence
import Rulebook
import Testing

@testable import Community

/// What a node holds of devices follows what changes, and is what one that begins anew would read.
@Suite struct CommunityShelfTests {
    /// All that can be asked of it.
    private func all(_ contents: DeviceShelf.Contents, on day: String) -> [String] {
        var lines: [String] = []
        for (number, one) in contents.devices.sorted(by: { $0.key < $1.key }) {
            let through = contents.devices(through: one.id, on: day).map(\.number)
            let gateways = contents.gateways(of: one.id, on: day)
            let power = contents.supplies(of: one.id, on: day) + contents.supplies(of: one.place ?? "", on: day)
            lines.append(
                "\(number) \(one.id) \(one.number) \(one.model?.id ?? "") \(one.place ?? "") \(one.state) "
                    + "\(one.announces) \(one.title) \(through) \(gateways) \(power)")
        }
        return lines + contents.byID.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    }

    private func same(_ scene: CommunityScene, _ when: String) async throws {
        let day = scene.clock.instant.day.description
        let fresh = CommunityScene(scene.store, scene.desk.catalog)
        let (held, read) = try await scene.store.readCommunity { records in
            (try scene.desk.devices.contents(records), try fresh.desk.devices.contents(records))
        }
        #expect(all(held, on: day) == all(read, on: day), "\(when)")
        #expect(held.version == read.version)
    }

    @Test(arguments: Engines.Kind.allCases)
    func itFollows(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            try await same(scene, "at first")
            func device(_ number: String, _ model: String = "door", in place: String = "H1") async throws
                -> CommunityItem
            {
                try await scene.create(
                    "device", ["name": number, "code": number, "model": model], place: place, by: "mia")
            }
            func service(_ word: String, _ source: CommunityItem, _ target: CommunityItem? = nil, space: String? = nil)
                async throws
                -> CommunityItem
            {
                var fields = ["relation": word, "device": source.id, "since": "2025-01-01"]
                fields["target"] = target?.id
                fields["space"] = space
                return try await scene.create("service", fields, by: "mia")
            }
            let (first, second, third) = (
                try await device("G1"), try await device("G2"), try await device("T1", "smoke")
            )
            try await same(scene, "entered")
            let connects = try await service("connects", first, third)
            let other = try await service("connects", second, third)
            try await same(scene, "connected")
            _ = try await service("powers", first, second)
            let home = try #require(try await scene.items("space", by: "mia").first { $0.head.number == "H1" })
            let lights = try await service("powers", first, space: home.id)
            try await same(scene, "powered")
            try await scene.act("end", connects, ["until": "2025-01-02"], by: "mia")
            try await same(scene, "ended")
            try await scene.act("void", other, ["reason": "x"], by: "mia")
            try await scene.act("void", lights, ["reason": "x"], by: "mia")
            try await same(scene, "cancelled")
            let renamed = try await scene.desk.edit(
                second.id, of: scene.desk.kind("device"),
                .init(["name": ["G9"], "code": ["G9"], "model": ["smoke"], "discovery": ["true"]]),
                entry: scene.clock.id(), expected: second.head.sequence, by: scene.visitor("mia")
            ).item
            try await same(scene, "renamed")
            // Another takes the number.
            _ = try await device("G2")
            try await same(scene, "a number that was free")
            try await scene.act("revoke", renamed, ["reason": "x"], by: "mia")
            try await same(scene, "taken out of service")
        }
    }

    /// A transaction that failed leaves nothing behind.
    @Test(arguments: Engines.Kind.allCases)
    func whatFailedWasNot(_ kind: Engines.Kind) async throws {
        struct Failure: Error {}
        try await CommunityScene.with(kind) { scene in
            try await same(scene, "at first")
            let desk = scene.desk
            let item = try await scene.device("S1")
            await #expect(throws: Failure.self) {
                try await scene.store.writeCommunity { records in
                    try records.raiseDeviceVersion(for: item.id, at: item.since)
                    _ = try desk.devices.contents(records)
                    throw Failure()
                }
            }
            try await same(scene, "afterwards")
            try await scene.act("maintain", item, by: "mia")
            try await same(scene, "and after a change")
        }
    }

    /// Too many steps, or what is more than one can say: all of it is read.
    @Test(arguments: Engines.Kind.allCases)
    func whatCannotBeFollowedIsReadAnew(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let (item, at) = (try await scene.device("S1"), scene.clock.instant)
            let changed = { (version: Int) in
                try await scene.store.readCommunity { try $0.devicesChanged(since: version) }
            }
            let start = try await scene.store.readCommunity { try $0.deviceVersion() }
            #expect(try await changed(start) == nil)
            try await scene.store.writeCommunity { records in
                for _ in 0..<999 { try records.raiseDeviceVersion(for: item.id, at: at) }
            }
            #expect(try await changed(start) == [item.id])
            try await scene.store.writeCommunity { records in
                for _ in 0..<2 { try records.raiseDeviceVersion(for: item.id, at: at) }
            }
            #expect(try await changed(start) == nil)
            #expect(try await changed(12_345) == nil)
            let later = try await scene.store.readCommunity { try $0.deviceVersion() }
            try await scene.store.writeCommunity { records in
                try records.raiseDeviceVersion(for: item.id, at: at)
                try records.raiseDeviceVersion(for: nil, at: at)
            }
            #expect(try await changed(later) == nil)
            let last = try await scene.store.readCommunity { try $0.deviceVersion() }
            try await scene.store.writeCommunity { try $0.raiseDeviceVersion(for: item.id, at: at.adding(seconds: 9)) }
            #expect(try await changed(last) == [item.id])
            try await scene.store.writeCommunity { try $0.forgetDeviceChanges(before: at.adding(seconds: 9)) }
            #expect(try await changed(last) == [item.id])
            try await scene.store.writeCommunity { try $0.forgetDeviceChanges(before: at.adding(seconds: 10)) }
            #expect(try await changed(last) == nil)
            try await same(scene, "read anew")
        }
    }
}
