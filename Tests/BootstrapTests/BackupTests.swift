import Bootstrap
import Commons
import Database
import DatabasePostgres
import Foundation
import Persistence
import Rulebook
import Secrets
import Testing

/// A backup made while others write, and brought back: on each engine, and from each to the other.
@Suite(.serialized) struct BackupTests {
    enum Engine: String, CaseIterable, Sendable {
        case sqlite, postgresql
    }

    /// A folder of its own, and a schema of its own in the PostgreSQL of LINLI_POSTGRES.
    private final class Site: Sendable {
        let folder = FileManager.default.temporaryDirectory.appending(path: "linli-\(UUID().uuidString)").path
        let server: String

        init() throws {
            server = try #require(
                ProcessInfo.processInfo.environment["LINLI_POSTGRES"],
                "LINLI_POSTGRES is not set: run the tests by `make test`")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        /// An empty installation.
        func settings(_ name: String, _ engine: Engine) async throws -> ServerSettings {
            var settings = ServerSettings(data: folder + "/" + name)
            guard engine == .postgresql else { return settings }
            let schema = "b" + UUID().uuidString.lowercased().filter { $0 != "-" }.prefix(15)
            let database = try PostgresDatabase(server, connections: 1)
            try await database.write { try $0.execute("CREATE SCHEMA \(schema)") }
            try await database.close()
            settings.database = server + " options='-csearch_path=\(schema)'"
            return settings
        }

        var backups: String { folder + "/backups" }
    }

    private static func put(_ text: String, _ installation: Installation) async throws -> String {
        let content = try await installation.vault.put(
            AsyncStream<[UInt8]> { stream in
                stream.yield(Array(text.utf8))
                stream.finish()
            }, part: Identifier.make(at: 0))
        try await installation.store.write {
            try $0.addFile(
                FileRecord(
                    digest: content.digest, size: content.size, type: .pdf, firstName: "a.pdf",
                    storedAt: Instant(milliseconds: 1)))
        }
        return content.digest
    }

    /// A person and an organisation that belong together: one without the other was never there.
    private static func pair(_ number: Int, _ installation: Installation) async throws {
        try await installation.store.write { records in
            try records.save(Person(id: "p\(number)", name: "人 \(number)", login: "l\(number)"), version: 0)
            let house = Organisation(id: "o\(number)", kind: .applicant, name: "物业", region: "330106")
            try records.save(house, version: 0)
            try records.save(Membership(person: "p\(number)", organisation: house, role: .applicant))
        }
    }

    @Test(arguments: Engine.allCases, Engine.allCases)
    func backupWhileInUseComesBack(_ from: Engine, _ to: Engine) async throws {
        let site = try Site()
        let settings = try await site.settings("from", from)
        let installation = try await Installation.open(settings)
        for number in 0..<600 { try await Self.pair(number, installation) }
        let digest = try await Self.put("evidence", installation)
        let writer = Task { for number in 600..<900 { try await Self.pair(number, installation) } }
        let (path, note) = try await Backup.make(settings, in: site.backups)
        try await writer.value
        try await installation.close()
        let people = try #require(note.records["person"])
        #expect((600...900).contains(people) && note.records["organisation"] == people)
        #expect(note.records["membership"] == people && note.files == 1 && note.damaged.isEmpty)
        #expect(try await Backup.check(site.backups).path == path)

        let target = try await site.settings("to", to)
        let restored = try await Backup.restore(site.backups, to: target)
        #expect(restored.note == note && restored.damaged.isEmpty)
        let other = try await Installation.open(target)
        let last = try await other.store.read { records in
            (try records.person("p\(people - 1)")?.name, try records.person("p\(people)")?.name)
        }
        #expect(last.0 == "人 \(people - 1)" && last.1 == nil)
        #expect(try await String(decoding: other.vault.open(digest).all(), as: UTF8.self) == "evidence")
        try await other.close()
        // A second time there is something already.
        await #expect(throws: Refusal.self) { try await Backup.restore(path, to: target) }
    }

    @Test func backupsShareWhatDidNotChange() async throws {
        let site = try Site()
        let settings = try await site.settings("data", .sqlite)
        let installation = try await Installation.open(settings)
        let digest = try await Self.put("evidence", installation)
        var paths: [String] = []
        for _ in 0..<3 { paths.append(try await Backup.make(settings, in: site.backups, keep: 2).path) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.backups).count == 2)
        #expect(!FileManager.default.fileExists(atPath: paths[0]))
        let nodes = try paths.dropFirst().map { path in
            let file = "\(path)/files/\(digest.prefix(2))/\(digest.dropFirst(2).prefix(2))/\(digest)"
            return try FileManager.default.attributesOfItem(atPath: file)[.systemFileNumber] as? Int
        }
        #expect(nodes[0] != nil && nodes[0] == nodes[1])
        try await installation.close()
    }

    @Test func whatIsDamagedIsNamed() async throws {
        let site = try Site()
        let settings = try await site.settings("data", .sqlite)
        let installation = try await Installation.open(settings)
        let digest = try await Self.put("evidence", installation)
        let place = "/files/\(digest.prefix(2))/\(digest.dropFirst(2).prefix(2))/\(digest)"
        let (path, _) = try await Backup.make(settings, in: site.backups)
        let evidence = path + place
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: evidence)
        try Data("evidenXe".utf8).write(to: URL(fileURLWithPath: evidence))
        await #expect(throws: Refusal.self) { try await Backup.check(path) }
        let restored = try await Backup.restore(path, to: try await site.settings("a", .sqlite))
        #expect(restored.damaged == [digest])

        // The database of a backup, one bit of it.
        let file = path + "/linli.sqlite"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: file))
        let target = try await site.settings("b", .sqlite)
        await #expect(throws: Refusal.self) { try await Backup.restore(path, to: target) }
        await #expect(throws: Refusal.self) { try await Backup.check(path) }

        // What is missing in the installation itself does not stop a backup of the rest.
        try FileManager.default.removeItem(atPath: settings.data + place)
        let (_, note) = try await Backup.make(settings, in: site.folder + "/other")
        #expect(note.damaged == [digest])
        try await installation.close()
    }

    @Test func nothingIsThere() async throws {
        let site = try Site()
        let settings = try await site.settings("nowhere", .sqlite)
        await #expect(throws: Refusal.self) { try await Backup.make(settings, in: site.backups) }
        await #expect(throws: Refusal.self) { try await Backup.restore(site.backups, to: settings) }
        #expect(!FileManager.default.fileExists(atPath: settings.data))
    }

    /// Whoever was logged in when it was made, or had a link to choose a password, is not afterwards.
    @Test func nobodyIsLoggedInAfterwards() async throws {
        let site = try Site()
        let settings = try await site.settings("data", .sqlite)
        let installation = try await Installation.open(settings)
        let accounts = installation.accounts
        try await installation.store.write { records in
            _ = try accounts.createPerson(PersonDraft(name: "管理员", login: "admin"), records)
        }
        func links(_ installation: Installation) async throws -> Int64? {
            try await installation.database.read { try $0.row("SELECT count(*) FROM password_link")?[0].int }
        }
        #expect(try await links(installation) == 1)
        _ = try await Backup.make(settings, in: site.backups)
        let target = try await site.settings("to", .sqlite)
        _ = try await Backup.restore(site.backups, to: target)
        let other = try await Installation.open(target)
        #expect(try await links(other) == 0)
        try await other.close()
        try await installation.close()
    }
}
