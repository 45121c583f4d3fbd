import Commons
import Persistence
import Rulebook
import Testing

@testable import Community

/// Models that people write, and devices that enter themselves.
@Suite struct CommunityModelTests {
    private static let valve = """
        {"title": "电动阀", "titles": {"zh-Hans": "电动阀", "en": "Valve"},
         "properties": {
           "flow": {"title": "流量", "titles": {"en": "Flow"}, "type": "number", "minimum": 0, "maximum": 50,
                    "unit": "m3/h", "readOnly": true, "linli:silence": 600},
           "state": {"type": "string", "readOnly": true, "oneOf": [
              {"const": "open", "title": "开"}, {"const": "shut", "title": "关"}]},
           "interval": {"type": "integer", "minimum": 10, "maximum": 600}},
         "actions": {"open": {"title": "打开", "linli:opposite": "shut", "linli:term": 30},
                     "shut": {"title": "关闭", "linli:opposite": "open"}},
         "events": {"fire": {}}}
        """

    private func write(
        _ definition: String, code: String = "valve", by person: String = "ada", _ scene: CommunityScene
    ) async throws -> CommunityItem {
        try await scene.create("model", ["name": "电动阀", "code": code, "definition": definition], by: person)
    }

    @Test(arguments: Engines.Kind.allCases)
    func aModelThatIsWrittenIsOneOfThem(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let item = try await write(Self.valve, scene)
            let device = try await scene.create(
                "device", ["name": "V1", "code": "V1", "model": "valve"], place: "H1", by: "mia")
            let report = try await scene.take([
                ("V1", "flow", 0, .number(3)), ("V1", "flow", 1, .number(51)), ("V1", "state", 0, .text("shut")),
                ("V1", "state", 1, .text("ajar")), ("V1", "interval", 0, .number(20)),
            ])
            #expect(report.taken == 2)
            #expect(report.refused == [.outOfRange: 1, .wrongType: 1, .unknownProperty: 1])
            #expect(try await scene.say(.event(EventDraft(kind: "fire"), scene.mark("a")), as: "V1").taken == 1)
            let model = try #require(try await scene.desk.link(of: device.id, scene.visitor("mia")).model)
            #expect(model.settings.map(\.id) == ["interval"])
            #expect(model.commands.map(\.term) == [30, 60] && model.properties[0].silence == 600)
            // Rules look at it, and command it.
            let rule = try await scene.create(
                "rule",
                [
                    "name": "漏水", "trigger": "reading", "property": "valve.flow", "comparison": "above", "limit": "40",
                    "command": "valve.shut", "around": "0",
                ], place: "H1", by: "mia")
            try await scene.act("activate", rule, by: "mia")
            _ = try await scene.take([("V1", "flow", 2, .number(45))])
            let link = try await scene.desk.link(of: device.id, scene.visitor("mia"))
            #expect(link.commands.map(\.command) == ["shut"])
            // Another desk on the same store, such as that of another node, sees it as well, now and after a start.
            let other = CommunityScene(scene.store, Catalog([Estate.domain, CommunityScene.domain]), scene.clock)
            try await other.desk.keepForms()
            _ = try await other.create(
                "device", ["name": "V2", "code": "V2", "model": "valve"], place: "H1", by: "mia")
            #expect(try await other.take([("V2", "flow", 0, .number(3))]).taken == 1)
            // It cannot be taken away from them.
            let locked = await #expect(throws: Refusal.self) { try await scene.act("retire", item, by: "ada") }
            #expect(locked?.kind == .locked)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatWasMeasuredKeepsItsMeaning(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            var item = try await write(Self.valve, scene)
            func edit(_ definition: String, code: String = "valve") async throws {
                let model = try scene.desk.kind("model")
                item = try await scene.desk.edit(
                    item.id, of: model,
                    .init(["name": ["电动阀"], "code": [code], "definition": [definition]]), entry: scene.clock.id(),
                    expected: item.head.sequence, by: scene.visitor("ada")
                ).item
            }
            for (from, to) in [
                ("\"flow\"", "\"stream\""), ("\"number\"", "\"boolean\""),
                ("\"open\", \"title\"", "\"half\", \"title\""), ("\"readOnly\": true, \"oneOf\"", "\"oneOf\""),
                (", \"linli:silence\": 600", ""),
            ] {
                let worse = Self.valve.replacing(from, with: to)
                let refusal = await #expect(throws: Refusal.self, "\(from)") { try await edit(worse) }
                #expect(refusal?.place == "definition", "\(from)")
            }
            let refusal = await #expect(throws: Refusal.self) { try await edit(Self.valve, code: "tap") }
            #expect(refusal?.place == "code")
            // More of it, and other limits, are no harm.
            let better = Self.valve.replacing("\"maximum\": 50", with: "\"maximum\": 80")
                .replacing(
                    "{\"const\": \"shut\", \"title\": \"关\"}", with: "{\"const\": \"shut\"}, {\"const\": \"stuck\"}")
            try await edit(better)
            try await scene.create("device", ["name": "V1", "code": "V1", "model": "valve"], place: "H1", by: "mia")
            let report = try await scene.take([("V1", "flow", 0, .number(70)), ("V1", "state", 0, .text("stuck"))])
            #expect(report.taken == 2)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func oneThatNobodyUsesEnds(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let item = try await write(Self.valve, scene)
            for code in ["valve", "smoke"] {
                let refusal = await #expect(throws: Refusal.self) { try await write(Self.valve, code: code, scene) }
                #expect(refusal?.kind == .invalid || refusal?.kind == .conflict, "\(code)")
            }
            try await scene.act("retire", item, by: "ada")
            await #expect(throws: Refusal.self) {
                try await scene.create(
                    "device", ["name": "V1", "code": "V1", "model": "valve"], place: "H1", by: "mia")
            }
            for person in ["mia", "dan", "wes", "ron", "gus", "reg"] {
                await #expect(throws: Refusal.self, "\(person)") {
                    try await write(Self.valve, code: "other", by: person, scene)
                }
            }
        }
    }

    @Test func allOfItIsRead() throws {
        let expected = DeviceModel(
            "valve", zh: "电动阀", en: "Valve",
            properties: [
                .init("flow", zh: "流量", en: "Flow", .number(0...50), unit: "m3/h", silence: 600),
                .init(
                    "state", zh: "state", en: "state",
                    .state([.init("open", zh: "开", en: "开"), .init("shut", zh: "关", en: "关")])),
            ], events: ["fire"],
            commands: [
                .init("open", zh: "打开", en: "打开", opposite: "shut", term: 30),
                .init("shut", zh: "关闭", en: "关闭", opposite: "open"),
            ], settings: [.init("interval", zh: "interval", en: "interval", .number(10...600))])
        #expect(try ThingModel(Self.valve).model("valve", "电动阀") == expected)
    }

    @Test func whatIsWrongIsSaidWithItsPlace() throws {
        let cases: [(String, String)] = [
            ("", "不是 JSON 对象"), ("[]", "不是 JSON 对象"), ("{\"properties\": []}", "properties："),
            ("{\"properties\": {\"a b\": {}}}", "properties.a b："), ("{\"properties\": {\"a\": 1}}", "properties.a："),
            ("{\"properties\": {\"a\": {}}}", "properties.a.type："),
            ("{\"properties\": {\"a\": {\"type\": \"object\"}}}", "properties.a.type："),
            ("{\"properties\": {\"a\": {\"type\": \"string\"}}}", "properties.a："),
            ("{\"properties\": {\"a\": {\"type\": \"string\", \"enum\": [\"x\", \"x\"]}}}", "properties.a："),
            ("{\"properties\": {\"a\": {\"type\": \"string\", \"enum\": [1]}}}", "properties.a.enum.0："),
            ("{\"properties\": {\"a\": {\"type\": \"number\", \"minimum\": true}}}", "properties.a.minimum："),
            ("{\"properties\": {\"a\": {\"type\": \"number\", \"minimum\": 2, \"maximum\": 1}}}", "properties.a："),
            ("{\"actions\": {\"a\": {\"linli:term\": 0}}}", "actions.a.linli:term："),
            ("{\"actions\": {\"\": {}}}", "actions.："), ("{\"events\": 1}", "events："),
        ]
        for (text, place) in cases {
            let refusal = #expect(throws: Refusal.self, "\(text)") { try ThingModel(text).model("m", "M") }
            #expect(
                refusal?.place == "definition" && refusal?.reason.zh.hasPrefix(place) == true,
                "\(text) \(refusal as Any)")
        }
        let many = (0...ThingModel.mostProperties).map { "\"p\($0)\": {\"type\": \"boolean\"}" }.joined(separator: ",")
        #expect(throws: Refusal.self) { try ThingModel("{\"properties\": {\(many)}}").model("m", "M") }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: Refusal.self) { try ThingModel("{\"properties\": \(deep)").model("m", "M") }
        #expect(try ThingModel("{}").model("m", "M") == DeviceModel("m", zh: "M", en: "M"))
    }

    // MARK: Provisioning

    private func batch(_ scene: CommunityScene, _ change: [String: String] = [:]) async throws -> (
        CommunityItem, String
    ) {
        let until = scene.clock.instant.adding(seconds: 86_400).day.description
        let texts = ["name": "二期", "model": "smoke", "prefix": "P-", "most": "2", "until": until]
        let item = try await scene.create("provisioning", texts.merging(change) { $1 }, place: "H2", by: "mia")
        let mia = try await scene.visitor("mia")
        return (item, try await scene.desk.makeKey(of: item.id, by: mia).text)
    }

    private func refused(
        _ kind: Refusal.Kind, _ place: String?, _ body: () async throws -> (number: String, key: String)
    ) async {
        let refusal = await #expect(throws: Refusal.self) { try await body() }
        #expect(refusal?.kind == kind && refusal?.place == place, "\(refusal as Any)")
    }

    @Test(arguments: Engines.Kind.allCases)
    func aDeviceEntersItself(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let (item, key) = try await batch(scene)
            let first = try await scene.desk.provision(.init(key: key, number: " P-1 ", serial: "SN-9")).key
            let device = try await scene.device("P-1")
            #expect(device.head.title == "烟感 P-1" && device.head.handler == "keeper" && device.state == "active")
            #expect(device.fields["serial"] == .text("SN-9") && device.fields["provisioning"] == .text(item.id))
            #expect(device.place == (try await scene.items("space", by: "mia").first { $0.head.number == "H2" }?.id))
            // The answer was lost: it asks again, and only the second key counts.
            let second = try await scene.desk.provision(.init(key: key, number: "P-1")).key
            #expect(try await scene.desk.logIn(device: "P-1", key: first) == nil)
            let login = try #require(try await scene.desk.logIn(device: "P-1", key: second))
            try await scene.desk.note([], at: "n", keys: [login])
            await refused(.conflict, "number") { try await scene.desk.provision(.init(key: key, number: "P-1")) }
            // The key of the batch is nobody's log-in, and a device's key enters nobody.
            #expect(try await scene.desk.logIn(device: "P-1", key: key) == nil)
            await refused(.forbidden, "key") { try await scene.desk.provision(.init(key: second, number: "P-2")) }
            // Devices that were there before stay whose they are.
            await refused(.invalid, "number") { try await scene.desk.provision(.init(key: key, number: "S1")) }
            _ = try await scene.desk.provision(.init(key: key, number: "P-2", name: "库房"))
            await refused(.tooMany, "key") { try await scene.desk.provision(.init(key: key, number: "P-3")) }
            let keys = try await scene.desk.provisioningKeys(of: item.id, scene.visitor("mia"))
            #expect(keys.count == 2 && keys.keys.count == 1 && keys.keys[0].usedAt != nil)
            try await scene.act("close", item, by: "mia")
            await refused(.forbidden, "key") { try await scene.desk.provision(.init(key: key, number: "P-2")) }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aBatchHasItsLimits(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let (item, key) = try await batch(scene, ["prefix": "", "most": "10"])
            await refused(.conflict, "number") { try await scene.desk.provision(.init(key: key, number: "S1")) }
            await refused(.forbidden, "key") {
                try await scene.desk.provision(.init(key: String(key.reversed()), number: "P-1"))
            }
            for number in ["", String(repeating: "9", count: 61)] {
                await #expect(throws: Refusal.self) { try await scene.desk.provision(.init(key: key, number: number)) }
            }
            for person in ["dan", "wes", "ron", "gus", "max", "reg"] {
                let visitor = try await scene.visitor(person)
                await #expect(throws: Refusal.self, "\(person)") {
                    try await scene.desk.makeKey(of: item.id, by: visitor)
                }
                await #expect(throws: Refusal.self, "\(person)") {
                    try await scene.desk.provisioningKeys(of: item.id, visitor)
                }
            }
            scene.clock.pass(seconds: 86_400)
            _ = try await scene.desk.provision(.init(key: key, number: "P-1"))
            scene.clock.pass(seconds: 86_400)
            await refused(.forbidden, "key") { try await scene.desk.provision(.init(key: key, number: "P-2")) }
        }
    }
}

extension String {
    fileprivate func replacing(_ old: String, with new: String) -> String {
        split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
}
