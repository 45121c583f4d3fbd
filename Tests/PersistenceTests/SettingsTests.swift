import Commons
import Persistence
import Testing

@Suite struct SettingsTests {
    @Test(arguments: Engines.Kind.allCases)
    func settingsAreKeptByVersion(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let versions = try await store.write { records throws in
                #expect(try records.setting("policy") == nil)
                return [
                    try records.set("policy", "{}", version: 0), try records.set("policy", "{\"中\": 1}", version: 1),
                    try records.set("map", "[]", version: 0),
                ]
            }
            #expect(versions == [1, 2, 1])
            try await store.read { records throws in
                let setting = try #require(try records.setting("policy"))
                #expect(setting.text == "{\"中\": 1}" && setting.version == 2)
            }
            for version in [0, 1, 3] {
                let error = await #expect(throws: Refusal.self) {
                    _ = try await store.write { try $0.set("policy", "x", version: version) }
                }
                #expect(error?.kind == .conflict, "\(version)")
            }
        }
    }
}
