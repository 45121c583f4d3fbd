import Bootstrap
import Commons
import Database
import Foundation
import Persistence
import Rulebook
import Secrets
import Testing

/// Keys of an installation: turned while it runs, lost, brought back; and what a backup holds of people.
@Suite struct CustodyTests {
    private final class Site: Sendable {
        let folder = FileManager.default.temporaryDirectory.appending(path: "linli-\(UUID().uuidString)").path
        var settings: ServerSettings { ServerSettings(data: folder + "/data") }
        deinit { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// An installation with three fields of one person.
    private static func opened(_ site: Site) async throws -> Installation {
        let installation = try await Installation.open(site.settings)
        try await installation.store.write { records in
            try records.save(Person(id: "p", name: "赵知远", login: "zhao.zhiyuan"), version: 0)
            for (kind, text) in [(PersonalKind.phone, "13812345678"), (.mail, "zhao@example.cn"), (.health, "青霉素过敏")] {
                try installation.accounts.setField(kind, text, of: "p", version: 0, agrees: true, records)
            }
        }
        return installation
    }

    private static func problem(_ site: Site) async -> StartProblem? {
        do {
            let installation = try await Installation.open(site.settings)
            try await installation.close()
            return nil
        } catch { return error as? StartProblem }
    }

    @Test func aKeyIsTurnedWhileTheServerRuns() async throws {
        let site = Site()
        let installation = try await Self.opened(site)
        let custody = Custody(site.settings)
        let old = try #require(installation.keys.ring.inUse(.fields)).id
        let fresh = try custody.rotate(.fields, isCompromised: false)
        #expect(try await custody.keys().filter { $0.entry.use == .fields }.map(\.fields) == [3, 0])
        let result = try await custody.reencrypt { _, total in #expect(total == 3) }
        #expect(result.done == 3 && result.unreadable == [])
        // The server has not been told, and reads all the same.
        let field = try await installation.store.read { try $0.personalField(.phone, of: "p") }
        #expect(field?.value == "13812345678" && installation.keys.ring.inUse(.fields)?.id == fresh.id)
        #expect(try await installation.store.fieldsByKey() == [fresh.id: 3])
        #expect(installation.keys.ring.entries.contains { $0.id == old && $0.retiredAt != nil })

        let signing = installation.keys.ring.signer.publicKey.id
        _ = try custody.rotate(.signing, isCompromised: true)
        installation.keys.refresh()
        let entry = try #require(installation.keys.ring.entries.first { $0.id == signing })
        #expect(entry.compromisedAt != nil && installation.keys.ring.signer.publicKey.id != signing)
        try await installation.close()
    }

    @Test func withoutItsKeysItDoesNotStart() async throws {
        let site = Site()
        try await Self.opened(site).close()
        let path = site.settings.keysPath
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try FileManager.default.removeItem(atPath: path)
        let lost = await Self.problem(site)
        #expect(lost?.isMissing == true && lost?.reason.en.contains("backup") == true)
        #expect(!FileManager.default.fileExists(atPath: path), "a ring was made in place of the lost one")
        #expect(throws: StartProblem.self) { try Custody(site.settings).rotate(.fields, isCompromised: false) }

        // Another installation's keys are as good as none.
        try Data(KeyRing(at: 1).file).write(to: URL(fileURLWithPath: path))
        let foreign = await Self.problem(site)
        #expect(foreign?.reason.en.contains("lacks the keys") == true && foreign?.reason.zh.contains("3 项") == true)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
        #expect(await Self.problem(site)?.reason.en.contains("damaged") == true)

        try whole.write(to: URL(fileURLWithPath: path))
        #expect(await Self.problem(site) == nil)
        // The ring of before a rotation lacks the key of what was written after it.
        let custody = Custody(site.settings)
        _ = try custody.rotate(.fields, isCompromised: false)
        _ = try await custody.reencrypt { _, _ in }
        try whole.write(to: URL(fileURLWithPath: path))
        #expect(await Self.problem(site)?.reason.en.contains("lacks the keys") == true)
    }

    /// Two nodes that each made their own keys could not read what the other encrypts.
    @Test func anotherRingDoesNotGetIn() async throws {
        let site = Site()
        try await Installation.open(site.settings).close()
        let path = site.settings.keysPath
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        // Nothing is encrypted yet, and still no fresh ring takes the place of the lost one.
        try FileManager.default.removeItem(atPath: path)
        #expect(await Self.problem(site)?.isMissing == true)
        #expect(!FileManager.default.fileExists(atPath: path))
        try Data(KeyRing(at: 1).file).write(to: URL(fileURLWithPath: path))
        let foreign = await Self.problem(site)
        #expect(foreign?.reason.en.contains("another key file") == true, "\(String(describing: foreign?.reason))")
        // One that was turned meanwhile is the same ring.
        try whole.write(to: URL(fileURLWithPath: path))
        _ = try Custody(site.settings).rotate(.signing, isCompromised: false)
        #expect(await Self.problem(site) == nil)
    }

    @Test func whatIsErasedIsInNoBackupAndNoFile() async throws {
        let site = Site()
        let installation = try await Self.opened(site)
        try await installation.store.write { records in
            try records.save(Person(id: "adm", name: "管", login: "adm"), version: 0)
            let house = Organisation(id: "o", kind: .operator, name: "运营", region: "")
            try records.save(house, version: 0)
            try records.save(Membership(person: "adm", organisation: house, role: .administrator))
            try installation.accounts.erase("p", reason: .requested, by: "adm", records)
        }
        let (path, _) = try await Backup.make(site.settings, in: site.folder + "/backups", .none)
        try await installation.close()
        for file in [path + "/linli.sqlite", site.settings.data + "/linli.sqlite"] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            for word in ["13812345678", "zhao@example.cn", "青霉素", "赵知远", "zhao.zhiyuan"] {
                #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(file)")
            }
        }
    }

    @Test func everythingOfAPersonIsExported() async throws {
        let site = Site()
        let installation = try await Self.opened(site)
        let export = try await Custody(site.settings).export(login: " Zhao.Zhiyuan", language: .zh)
        #expect(export.fields.map(\.value) == ["13812345678", "zhao@example.cn", "青霉素过敏"])
        #expect(Set(export.consents.map(\.purpose)) == ["mail", "contact", "sensitive"])
        let json = try String(decoding: export.json, as: UTF8.self)
        #expect(json.contains("赵知远") && json.contains("linli-person-1"))
        for language in Language.allCases {
            let page = String(decoding: Custody.page(export, language), as: UTF8.self)
            #expect(page.contains("13812345678") && page.contains("青霉素过敏"))
        }
        let notes = try await installation.database.read {
            try $0.query("SELECT content FROM journal_pending").compactMap { $0[0].text }
        }
        let note = try #require(notes.first { $0.contains("personal.export") })
        #expect(note.contains("\"way\":\"command\"") && !note.contains("138"))
        await #expect(throws: Refusal.self) { try await Custody(site.settings).export(login: "nobody", language: .zh) }
        try await installation.close()
    }
}
