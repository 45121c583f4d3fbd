public import Commons
import Database
import DatabaseSQLite
import Foundation
import Persistence
import Secrets

/// Backups of an installation and the way back, from any engine to any engine, also while the server runs.
///
/// A backup that is not encrypted is a folder like the one of `linli serve --data`: an SQLite database and the evidence
/// files, with a note of what it is beside them. An encrypted one has the same in sealed files, and the key ring.
/// Backups in one folder share the bytes of evidence that did not change.
public enum Backup {
    public enum Step: Sendable {
        case records(Int)
        case files(Int, of: Int)
    }

    public typealias Progress = @Sendable (Step) -> Void

    static let database = "linli.sqlite"
    private static let unfinished = ".unfinished-"
    private static let work = ".backup-"

    /// Makes a backup under its moment in a folder of backups, all of it or nothing.
    ///
    /// `settings` say where the installation is; `folder` is made if it is not there; of backups in it the newest
    /// `keep` stay, with nil all.
    /// - Returns: The path of the backup, and its note.
    /// - Throws: A `Refusal`; a `DatabaseError`; a `StartProblem`.
    public static func make(
        _ settings: ServerSettings, in folder: String, _ protection: BackupProtection, keep: Int? = nil,
        surroundings: Surroundings = .system, progress: @escaping Progress = { _ in }
    ) async throws -> (path: String, note: Note) {
        let (source, vault) = try await Installation.existing(settings, surroundings)
        let ring = protection == .none ? nil : try KeyCabinet.bytes(settings.keysPath)
        let at = surroundings.now().iso
        let others = try backups(in: folder)
        let sealed = BackupSeal.fresh(protection, beside: others, at: at)
        try StartProblem.makeFolder(folder)
        try StartProblem.makeFolder(settings.data)
        HeldFolder.sweep(folder, unfinished)
        HeldFolder.sweep(settings.data, work)
        let part = try HeldFolder(folder + "/" + unfinished + surroundings.newID())
        defer { part.end() }
        // What is not encrypted yet stays where the data is.
        let desk = sealed == nil ? nil : try HeldFolder(settings.data + "/" + work + surroundings.newID())
        defer { desk?.end() }
        let file = (desk ?? part).path + "/" + database
        let copy = try SQLiteDatabase(path: file)
        _ = try await Migrator(Schema.migrations).migrate(copy)
        let counts = try await RecordCopy.run(from: source, to: copy) { progress(.records($0)) }
        let target = try await place(sealed, part.path, others)
        let files = try await FileCopy.run(
            copy, from: PlainContents(vault), to: target, newPart: surroundings.newID
        ) { progress(.files($0, of: $1)) }
        let contents = sealed == nil ? [:] : try await contents(copy)
        try await copy.close()
        try await source.close()
        // Empty now that it is closed.
        for rest in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + rest) }
        let note = Note(
            madeAt: at, records: counts, files: files.files, bytes: files.bytes,
            sha256: try await digest(try await PlainFile.open(file)), damaged: files.damaged)
        var head = BackupHead.encoded(note)
        if let seal = sealed?.seal {
            try await seal.write(try await PlainFile.open(file), .database, in: part.path)
            try await seal.write(FileBytes(BackupHead.encoded(Inventory(note, contents))), .inventory, in: part.path)
            try await seal.write(FileBytes(ring ?? []), .keys, in: part.path)
            head = seal.head.bytes
        } else {
            try Durable.sync(file)
        }
        try await PlainFile.write(FileBytes(head), to: part.path + "/" + Note.name)
        // 2026-11-23T09-30-00.000
        let path = folder + "/" + at.prefix(23).replacing(":", with: "-")
        try Durable.move(part.path, to: path, in: folder)
        if let keep { try forget(allBut: keep, in: folder) }
        return (path, note)
    }

    /// Where the evidence of a new backup goes.
    private static func place(
        _ sealed: (seal: BackupSeal, older: String?)?, _ part: String, _ others: [String]
    ) async throws -> any Contents {
        if let sealed { return try sealed.seal.contents(in: part, older: sealed.older) }
        let older = try others.last { BackupSeal.head(of: $0) == nil }.map { try FolderVault($0 + "/files") }
        return PlainContents(try FolderVault(part + "/files"), older: older)
    }

    private static func contents(_ records: any Database) async throws -> [String: Int64] {
        var contents: [String: Int64] = [:]
        var last = ""
        while true {
            let named = try await FileCopy.named(in: records, after: last)
            guard let end = named.last else { return contents }
            for content in named { contents[content.digest] = content.size }
            last = end.digest
        }
    }

    /// Those in a folder of backups, oldest first; none where there is no such folder.
    static func backups(in folder: String) throws -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { folder + "/" + $0 }
            .filter { !$0.contains("/" + unfinished) && exists($0 + "/" + Note.name) }
    }

    private static func forget(allBut keep: Int, in folder: String) throws {
        for path in try backups(in: folder).dropLast(max(keep, 1)) {
            try FileManager.default.removeItem(atPath: path)
        }
    }

    static func damaged(_ path: String) -> Refusal {
        Refusal(
            .invalid, zh: "备份 \(path) 已损坏，请使用另一份备份", en: "the backup \(path) is damaged; take another one")
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// SHA-256 in hexadecimal.
    static func digest(_ bytes: FileBytes) async throws -> String {
        let hash = ContentHash()
        for try await chunk in bytes { hash.update(chunk) }
        return hash.digest
    }
}
