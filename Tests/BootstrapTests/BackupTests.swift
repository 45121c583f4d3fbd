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

        /// Everything in a folder, by its path there.
        static func files(_ folder: String) -> [String] {
            let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
            return all.filter { name in
                var isFolder = ObjCBool(false)
                return FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
                    && !isFolder.boolValue
            }.sorted()
        }
    }

    private static let key = BackupProtection.key((0..<32).map { UInt8($0) })
    private static let otherKey = BackupProtection.key([UInt8](repeating: 7, count: 32))

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
        // Each way is gone encrypted and plain.
        for protection in [Self.key, .none] { try await backupComesBack(from, to, protection) }
    }

    private func backupComesBack(_ from: Engine, _ to: Engine, _ protection: BackupProtection) async throws {
        let site = try Site()
        let settings = try await site.settings("from", from)
        let installation = try await Installation.open(settings)
        for number in 0..<600 { try await Self.pair(number, installation) }
        let digest = try await Self.put("evidence", installation)
        let writer = Task { for number in 600..<900 { try await Self.pair(number, installation) } }
        let (path, note) = try await Backup.make(settings, in: site.backups, protection)
        try await writer.value
        try await installation.close()
        let people = try #require(note.records["person"])
        #expect((600...900).contains(people) && note.records["organisation"] == people)
        #expect(note.records["membership"] == people && note.files == 1 && note.damaged.isEmpty)
        #expect(try await Backup.check(site.backups, protection).path == path)

        let target = try await site.settings("to", to)
        let restored = try await Backup.restore(site.backups, protection, to: target)
        #expect(restored.note == note && restored.damaged.isEmpty && restored.hasKeys == (protection != .none))
        let rings = [settings, target].map { FileManager.default.contents(atPath: $0.data + "/keys.json") }
        #expect(rings[0] != nil && (rings[0] == rings[1]) == restored.hasKeys)
        if !restored.hasKeys {
            // It waits for the keys, which lie apart.
            await #expect(throws: StartProblem.self) { try await Installation.open(target) }
            try FileManager.default.copyItem(atPath: settings.keysPath, toPath: target.keysPath)
        }
        let other = try await Installation.open(target)
        let last = try await other.store.read { records in
            (try records.person("p\(people - 1)")?.name, try records.person("p\(people)")?.name)
        }
        #expect(last.0 == "人 \(people - 1)" && last.1 == nil)
        #expect(try await String(decoding: other.vault.open(digest).all(), as: UTF8.self) == "evidence")
        try await other.close()
        // A second time there is something already.
        await #expect(throws: Refusal.self) { try await Backup.restore(path, protection, to: target) }
    }

    @Test(arguments: [key, .none])
    func backupsShareWhatDidNotChange(_ protection: BackupProtection) async throws {
        let site = try Site()
        let settings = try await site.settings("data", .sqlite)
        let installation = try await Installation.open(settings)
        let digest = try await Self.put("evidence", installation)
        var paths: [String] = []
        for _ in 0..<3 { paths.append(try await Backup.make(settings, in: site.backups, protection, keep: 2).path) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.backups).count == 2)
        #expect(!FileManager.default.fileExists(atPath: paths[0]))
        let nodes = try paths.dropFirst().map { path in
            let names = Site.files(path + "/files")
            try #require(names.count == 1)
            #expect(names[0].contains(digest) == (protection == .none))
            let file = path + "/files/" + names[0]
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
        let (path, _) = try await Backup.make(settings, in: site.backups, .none)
        let evidence = path + place
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: evidence)
        try Data("evidenXe".utf8).write(to: URL(fileURLWithPath: evidence))
        await #expect(throws: Refusal.self) { try await Backup.check(path, .none) }
        let restored = try await Backup.restore(path, .none, to: try await site.settings("a", .sqlite))
        #expect(restored.damaged == [digest])

        // The database of a backup, one bit of it.
        let file = path + "/linli.sqlite"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: file))
        let target = try await site.settings("b", .sqlite)
        await #expect(throws: Refusal.self) { try await Backup.restore(path, .none, to: target) }
        await #expect(throws: Refusal.self) { try await Backup.check(path, .none) }

        // What is missing in the installation itself does not stop a backup of the rest.
        try FileManager.default.removeItem(atPath: settings.data + place)
        let (_, note) = try await Backup.make(settings, in: site.folder + "/other", .none)
        #expect(note.damaged == [digest])
        try await installation.close()
    }

    @Test func nothingIsThere() async throws {
        let site = try Site()
        let settings = try await site.settings("nowhere", .sqlite)
        await #expect(throws: Refusal.self) { try await Backup.make(settings, in: site.backups, .none) }
        await #expect(throws: Refusal.self) { try await Backup.restore(site.backups, .none, to: settings) }
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
        _ = try await Backup.make(settings, in: site.backups, Self.key)
        let target = try await site.settings("to", .sqlite)
        _ = try await Backup.restore(site.backups, Self.key, to: target)
        let other = try await Installation.open(target)
        #expect(try await links(other) == 0)
        try await other.close()
        try await installation.close()
    }

    // MARK: Encrypted

    /// Each byte of what can be read without the key, and of the sealed files the ends, the seams, and some in between.
    @Test func oneFlippedBitIsFound() async throws {
        let site = try Site()
        let settings = try await site.settings("data", .sqlite)
        let installation = try await Installation.open(settings)
        _ = try await Self.put("evidence", installation)
        try await Self.pair(1, installation)
        let (path, _) = try await Backup.make(settings, in: site.backups, Self.key)
        let names = Site.files(path)
        #expect(names.count == 5 && names.contains("keys.sealed"))
        for name in names {
            let file = path + "/" + name
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            let seams = [0, 1, 11, 12, 27, 28, 262_171, 262_172, 262_173, bytes.count - 17, bytes.count - 1]
            let some = Set((0..<12).map { bytes.count * $0 / 12 } + seams.filter { bytes.indices.contains($0) })
            for place in bytes.count < 800 ? Set(bytes.indices) : some {
                var changed = bytes
                changed[place] ^= 1 << UInt8(place % 8)
                try changed.write(to: URL(fileURLWithPath: file))
                await #expect(throws: Refusal.self, "\(name) at \(place)") { try await Backup.check(path, Self.key) }
            }
            for cut in [bytes.dropLast(), bytes + [0], Data(), bytes.prefix(28)] where cut.count != bytes.count {
                try Data(cut).write(to: URL(fileURLWithPath: file))
                await #expect(throws: Refusal.self, "\(name) of \(cut.count)") {
                    try await Backup.check(path, Self.key)
                }
            }
            try FileManager.default.removeItem(atPath: file)
            await #expect(throws: Refusal.self, "\(name) missing") { try await Backup.check(path, Self.key) }
            try bytes.write(to: URL(fileURLWithPath: file))
        }
        #expect(try await Backup.check(path, Self.key).note.files == 1)
        try await installation.close()
    }

    /// Files of another backup with the same key do not fit, and neither do those of the same one in another's place.
    @Test func whatIsSwappedIsFound() async throws {
        let site = try Site()
        let settings = try await site.settings("data", .sqlite)
        let installation = try await Installation.open(settings)
        for text in ["evidence 1", "evidence 2"] { _ = try await Self.put(text, installation) }
        let first = try await Backup.make(settings, in: site.backups, Self.key).path
        let second = try await Backup.make(settings, in: site.backups, Self.key).path
        let evidence = Site.files(second).filter { $0.hasPrefix("files/") }
        try #require(evidence.count == 2)
        let swaps =
            ["database.sealed", "inventory.sealed", "keys.sealed", "backup.json"]
            .map { (first + "/" + $0, second + "/" + $0) }
            + [(second + "/" + evidence[0], second + "/" + evidence[1])]
        for (from, to) in swaps {
            let kept = try Data(contentsOf: URL(fileURLWithPath: to))
            try FileManager.default.removeItem(atPath: to)
            try FileManager.default.copyItem(atPath: from, toPath: to)
            await #expect(throws: Refusal.self, "\(to)") { try await Backup.check(second, Self.key) }
            try FileManager.default.removeItem(atPath: to)
            try kept.write(to: URL(fileURLWithPath: to))
        }
        #expect(try await Backup.check(second, Self.key).note.files == 2)
        try await installation.close()
    }

    @Test func onlyTheKeyOpensIt() async throws {
        let site = try Site()
        let settings = try await site.settings("data", .sqlite)
        let installation = try await Installation.open(settings)
        let digest = try await Self.put("evidence in the clear", installation)
        try await Self.pair(1, installation)
        let words = BackupProtection.passphrase("correct horse battery")
        let (path, _) = try await Backup.make(settings, in: site.backups, words)
        for file in Site.files(path) {
            let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + file)), as: UTF8.self)
            let secrets = ["evidence in the clear", "SQLite format", "人 1", digest, "entries"]
            #expect(!secrets.contains { text.contains($0) } && !file.contains(digest), "\(file)")
        }
        let wrong: [(BackupProtection, String)] = [
            (.passphrase("correct horse batterY"), "passphrase is wrong"), (.none, "--passphrase-file"),
            (Self.key, "--passphrase-file"),
        ]
        for (protection, says) in wrong {
            let refusal = await #expect(throws: Refusal.self) { try await Backup.check(path, protection) }
            #expect(refusal?.reason.en.contains(says) == true, "\(protection)")
        }
        #expect(try await Backup.check(path, words).path == path)
        // The same words open it, however the keyboard composed them.
        #expect(try await Backup.check(path, .passphrase("ｃorrect horse battery")).path == path)
        // Who asks for a decrypted backup is not given one that anybody could have written.
        let plain = try await Backup.make(settings, in: site.folder + "/plain", .none).path
        let refusal = await #expect(throws: Refusal.self) { try await Backup.check(plain, Self.key) }
        #expect(refusal?.kind == .conflict)
        try await installation.close()
    }

    /// Another key shares nothing and stands beside; the same words share.
    @Test func keysAreApart() async throws {
        let site = try Site()
        let settings = try await site.settings("data", .sqlite)
        let installation = try await Installation.open(settings)
        _ = try await Self.put("evidence", installation)
        let words = BackupProtection.passphrase("correct horse battery")
        var evidence: [String] = []
        for protection in [words, Self.key, Self.otherKey, .none, words] {
            let path = try await Backup.make(settings, in: site.backups, protection).path
            #expect(try await Backup.check(path, protection).note.files == 1)
            evidence += Site.files(path).filter { $0.hasPrefix("files/") }
        }
        #expect(evidence.count == 5 && Set(evidence).count == 4 && evidence[0] == evidence[4])
        let refusal = await #expect(throws: Refusal.self) { try await Backup.check(site.backups, Self.otherKey) }
        #expect(refusal?.kind == .forbidden)
        try await installation.close()
    }

    /// The key ring of an installation is never lost to that of a backup.
    @Test func keyRingsAreNotReplaced() async throws {
        let site = try Site()
        let settings = try await site.settings("data", .sqlite)
        try await Installation.open(settings).close()
        let (path, _) = try await Backup.make(settings, in: site.backups, Self.key)
        let target = try await site.settings("to", .sqlite)
        try FileManager.default.createDirectory(atPath: target.data, withIntermediateDirectories: true)
        _ = try KeyCabinet.open(target.data + "/keys.json", at: Instant(milliseconds: 0))
        let ring = FileManager.default.contents(atPath: target.data + "/keys.json")
        let refusal = await #expect(throws: Refusal.self) { try await Backup.restore(path, Self.key, to: target) }
        #expect(refusal?.reason.en.contains("keys.json") == true)
        #expect(FileManager.default.contents(atPath: target.data + "/keys.json") == ring)
        // Moved away, or the same: it goes on.
        try FileManager.default.removeItem(atPath: target.data + "/keys.json")
        #expect(try await Backup.restore(path, Self.key, to: target).hasKeys)
        let other = try await site.settings("other", .sqlite)
        try FileManager.default.createDirectory(atPath: other.data, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: target.data + "/keys.json", toPath: other.data + "/keys.json")
        #expect(try await Backup.restore(path, Self.key, to: other).hasKeys)
        let attributes = try FileManager.default.attributesOfItem(atPath: target.data + "/keys.json")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        // Without its keys a backup would be of little use.
        try FileManager.default.removeItem(atPath: settings.data + "/keys.json")
        let missing = await #expect(throws: Refusal.self) {
            try await Backup.make(settings, in: site.backups, Self.key)
        }
        #expect(missing?.kind == .missing && missing?.reason.en.contains("--keys") == true)
    }

    @Test func keyFilesAndPassphraseFiles() throws {
        let site = try Site()
        let path = site.folder + "/key"
        try BackupProtection.makeKey(path)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        guard case .key(let key) = try BackupProtection.key(file: path) else { return #expect(Bool(false)) }
        #expect(key.count == 32 && Set(key).count > 8)
        #expect(throws: Refusal.self) { try BackupProtection.makeKey(path) }
        #expect(try BackupProtection.key(file: path) == .key(key))
        let words = site.folder + "/words"
        for (text, taken) in [
            ("twelve chars", true), ("twelve chars\n", true), ("twelve chars\r\nmore", true), ("eleven char", false),
            ("", false), ("\ntwelve chars", false), ("十二个字的口令也可以用的", true),
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: words))
            #expect(((try? BackupProtection.passphrase(file: words)) != nil) == taken, "\(text)")
            #expect(throws: Refusal.self) { try BackupProtection.key(file: words) }
        }
        #expect(throws: Refusal.self) { try BackupProtection.passphrase(file: site.folder + "/nothing") }
        // However the editor ends its lines.
        for text in ["twelve chars", "twelve chars\n", "twelve chars\r\nmore", "twelve chars\rmore"] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: words))
            #expect(try BackupProtection.passphrase(file: words) == .passphrase("twelve chars"))
        }
        try Data([UInt8](repeating: 0xFF, count: 20)).write(to: URL(fileURLWithPath: words))
        #expect(throws: Refusal.self) { try BackupProtection.passphrase(file: words) }
    }

    /// What a killed backup left goes with the next; what another is at work on stays.
    @Test func leftoversGo() async throws {
        let site = try Site()
        let settings = try await site.settings("data", .sqlite)
        try await Installation.open(settings).close()
        let left = [site.backups + "/.unfinished-1", settings.data + "/.backup-1"]
        for path in left {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data("rest".utf8).write(to: URL(fileURLWithPath: path + "/linli.sqlite"))
        }
        let busy = open(left[0], O_RDONLY)
        #expect(flock(busy, LOCK_EX | LOCK_NB) == 0)
        _ = try await Backup.make(settings, in: site.backups, Self.key)
        #expect(FileManager.default.fileExists(atPath: left[0]) && !FileManager.default.fileExists(atPath: left[1]))
        close(busy)
        _ = try await Backup.make(settings, in: site.backups, Self.key)
        #expect(!FileManager.default.fileExists(atPath: left[0]))
        let names = try FileManager.default.contentsOfDirectory(atPath: settings.data)
        #expect(!names.contains { $0.hasPrefix(".") })
    }
}
