import Commons
import Delivery
import Foundation
import Fuzzing
import Testing

@testable import Bootstrap

/// Backups and the files of their keys, damaged: nothing of it comes back as another thing than it was.
@Suite struct BackupFuzzTests {
    private static let protection = BackupProtection.key([UInt8](repeating: 5, count: 32))

    @Test func heads() throws {
        let key = try #require(BackupKey(Self.protection, nil))
        let head = BackupHead(madeAt: "2026-11-23T09:30:00.000+08:00", key)
        var scrypt = BackupKey.Scrypt()
        scrypt.logN = 2
        let words = try #require(BackupKey(.passphrase("twelve chars"), scrypt))
        let other = BackupHead(madeAt: "2026-11-23T09:30:00.000+08:00", words)
        let genuine = [head.bytes, other.bytes]
        let outcome = Fuzz.run(4000, genuine) { bytes in
            guard let read = BackupHead(bytes) else { return .refused }
            guard read.bytes == bytes else { return .wrong("another text") }
            // Whatever it asks for is bearable, or no key is made.
            guard let own = read.scrypt == scrypt ? words : BackupKey(Self.protection, read.scrypt) else {
                return .refused
            }
            guard read.isGenuine(own) else { return .refused }
            return .taken(if: genuine.contains(bytes), "forged")
        }
        #expect(outcome.isSound, "\(outcome)")
        // Parameters that would take all of a machine's memory make no key.
        for (logN, r, p) in [(30, 8, 1), (20, 32, 16), (0, 0, 0), (-1, 8, 1), (Int.max, Int.max, Int.max)] {
            (scrypt.logN, scrypt.r, scrypt.p) = (logN, r, p)
            #expect(BackupKey(.passphrase("twelve chars"), scrypt) == nil)
        }
    }

    @Test func notes() throws {
        let note = Backup.Note(
            madeAt: "2026-11-23T09:30:00.000+08:00", records: ["person": 3], files: 1, bytes: 8,
            sha256: String(repeating: "a", count: 64), damaged: [])
        let digest = String(repeating: "b", count: 64)
        let seeds = [BackupHead.encoded(note), BackupHead.encoded(Backup.Inventory(note, [digest: 8]))]
        let outcome = Fuzz.run(3000, seeds) { bytes in
            if let inventory = Backup.Inventory(bytes) {
                let again = Backup.Inventory(BackupHead.encoded(inventory))
                return .taken(if: again?.note == inventory.note && again?.contents == inventory.contents, "inventory")
            }
            guard let note = try? JSONDecoder().decode(Backup.Note.self, from: Data(bytes)) else { return .refused }
            return .taken(
                if: (try? JSONDecoder().decode(Backup.Note.self, from: Data(BackupHead.encoded(note)))) == note, "note")
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func keyFiles() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "linli-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let outcome = Fuzz.run(1000, Fuzz.lines("keys")) { bytes in
            guard (try? Data(bytes).write(to: URL(fileURLWithPath: path))) != nil else { return .wrong("not written") }
            if case .passphrase(let words) = try? BackupProtection.passphrase(file: path) {
                guard words.count >= BackupProtection.shortest, !words.contains("\n") else { return .wrong("words") }
            }
            guard case .key(let key) = try? BackupProtection.key(file: path) else { return .refused }
            return .taken(if: key.count == 32, "key")
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func mailServers() {
        let outcome = Fuzz.run(3000, Fuzz.lines("mail")) { bytes in
            guard let server = MailServer(address: String(decoding: bytes, as: UTF8.self)) else { return .refused }
            return .taken(if: server.port >= 0 && !server.host.contains("@"), "host \(server.host)")
        }
        #expect(outcome.isSound, "\(outcome)")
        #expect(MailServer(address: "smtps://mail.example.cn")?.host == "mail.example.cn")
        #expect(MailServer(address: "smtps://u%40x.example") == nil)
    }

    /// Any damage to any file of an encrypted backup is found.
    @Test func wholeBackups() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "linli-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = ServerSettings(data: folder + "/data")
        try await Installation.open(settings).close()
        let (path, _) = try await Backup.make(settings, in: folder + "/backups", Self.protection)
        let names = ["backup.json", "database.sealed", "inventory.sealed", "keys.sealed"]
        let files = try names.map { Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + $0))) }
        var found = 0
        for number in 0..<60 * Fuzz.times {
            var mutator = Mutator(number)
            let which = mutator.int(0...names.count - 1)
            let damaged = mutator.damage(files[which])
            if damaged == files[which] { continue }
            let place = URL(fileURLWithPath: path + "/" + names[which])
            try Data(damaged).write(to: place)
            await #expect(throws: Refusal.self, "\(number): \(names[which])") {
                try await Backup.check(path, Self.protection)
            }
            try Data(files[which]).write(to: place)
            found += 1
        }
        #expect(found > 40)
        #expect(try await Backup.check(path, Self.protection).path == path)
    }
}
