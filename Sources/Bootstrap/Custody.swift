public import Commons
import Database
import EvaluationPortal
import Foundation
import Persistence
public import Rulebook
public import Secrets

/// What whoever runs an installation does beside the server, also while it runs: turning keys, and having what is kept
/// of a person. The schema stays as it is.
public struct Custody: Sendable {
    /// A key, and how many fields are encrypted with it.
    public struct Line: Sendable {
        public var entry: KeyRing.Entry
        /// nil: of a key that signs.
        public var fields: Int?
    }

    private let settings: ServerSettings
    private let surroundings: Surroundings

    public init(_ settings: ServerSettings, surroundings: Surroundings = .system) {
        self.settings = settings
        self.surroundings = surroundings
    }

    /// The keys, oldest first.
    /// - Throws: A `StartProblem` where there is no key file; a `Refusal`.
    public func keys() async throws -> [Line] {
        let entries = try cabinet().ring.entries
        let counts = try await records { try await SQLStore.fieldsByKey(in: $0) } ?? [:]
        return entries.map { Line(entry: $0, fields: $0.use == .fields ? counts[$0.id, default: 0] : nil) }
    }

    /// Puts a fresh key in the place of the one in use. A server that runs takes it up by itself.
    /// - `isCompromised`: others may hold the old one.
    public func rotate(_ use: KeyRing.Entry.Use, isCompromised: Bool) throws -> KeyRing.Entry {
        let now = surroundings.now().milliseconds
        return try cabinet().change { $0.rotate(use, isCompromised: isCompromised, at: now) }
    }

    /// Encrypts anew what is under older keys; see `SQLStore.reencryptFields`.
    /// - Parameter progress: Is told how many are done, and of how many.
    public func reencrypt(
        progress: @escaping @Sendable (Int, Int) -> Void
    ) async throws -> (done: Int, unreadable: [String]) {
        let result = try await store { store, _ in try await store.reencryptFields(progress: progress) }
        return (result.done, result.unreadable)
    }

    /// All that is kept of the person with this login; that it was asked for stands in the journal.
    public func export(login: String, language: Language) async throws -> PersonalExport {
        try await store { store, surroundings in
            let accounts = Accounts(surroundings)
            let origin = Origin(person: nil, way: "command")
            return try await Origin.$current.withValue(origin) {
                try await store.write { records in
                    guard let person = try records.person(login: Login.normal(login)) else {
                        throw Refusal(.missing, zh: "没有登录名“\(login)”", en: "there is no login '\(login)'")
                    }
                    return try accounts.export(person.id, by: nil, nil, language: language, records)
                }
            }
        }
    }

    /// The same as a page to read.
    public static func page(_ export: PersonalExport, _ language: Language) -> [UInt8] {
        PersonalExportPage(export: export, language: language).html
    }

    private func cabinet() throws -> KeyCabinet {
        try KeyCabinet.open(settings.keysPath, at: surroundings.now(), isNew: false)
    }

    private func store<T: Sendable>(_ body: @Sendable (SQLStore, Surroundings) async throws -> T) async throws -> T {
        let (settings, surroundings) = (settings, surroundings)
        let result = try await records { database in
            let (_, store) = try await Installation.ring(settings, database, surroundings)
            return try await body(store, surroundings)
        }
        guard let result else {
            throw Refusal(
                .missing, zh: "\(settings.data) 中没有邻里的数据", en: "\(settings.data) holds no data of Linli")
        }
        return result
    }

    /// nil where there is no database yet.
    private func records<T: Sendable>(_ body: @Sendable (any Database) async throws -> T) async throws -> T? {
        guard settings.database != nil || FileManager.default.fileExists(atPath: settings.data + "/linli.sqlite") else {
            return nil
        }
        let (database, _) = try Installation.engines(settings, surroundings)
        let pending = try await StartProblem.opening(settings) {
            try await Migrator(Schema.migrations).pending(in: database)
        }
        guard pending.isEmpty else {
            throw Refusal(
                .conflict, zh: "数据库由旧版本建立，请先用当前版本启动一次服务",
                en: "the database is of an older version: start the server of this version once")
        }
        let result = try await body(database)
        try await database.close()
        return result
    }
}
