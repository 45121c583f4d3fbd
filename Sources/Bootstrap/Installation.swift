public import Commons
import Community
public import Database
import DatabasePostgres
import DatabaseSQLite
public import Evaluation
import Foundation
import LiveEvaluation
public import Persistence
import RulebookFiles
import Secrets

/// The database, the files and the use cases of one installation: what a server and the commands beside it stand on.
public struct Installation: Sendable {
    public let database: any Database
    public let store: SQLStore
    public let vault: any FileVault
    public let surroundings: Surroundings
    public let accounts: Accounts
    public let files: Files
    public let uploads: Uploads
    public let shelf: RulebookShelf
    let bindings: BindingsShelf
    public let keys: KeyCabinet
    let box: SettingsBox

    /// Opens the database, brings its schema up to date, and reads the policy.
    public static func open(_ settings: ServerSettings, surroundings: Surroundings = .system) async throws
        -> Installation
    {
        try StartProblem.makeFolder(settings.data)
        return try await StartProblem.opening(settings) { try await open(settings, in: surroundings) }
    }

    private static func open(_ settings: ServerSettings, in surroundings: Surroundings) async throws -> Installation {
        let (database, vault) = try engines(settings, surroundings)
        _ = try await Migrator(Schema.migrations).migrate(database)
        var folders = RulebookFolder.builtIn.sorted { $0.key > $1.key }.map(\.value)
        for path in settings.rulebooks {
            do {
                folders.append(try RulebookFolder(path: path))
            } catch {
                throw StartProblem.rulebook(path, error)
            }
        }
        let shelf = RulebookShelf(folders)
        let (keys, store) = try await ring(settings, database, surroundings)
        let box = SettingsBox()
        try await box.load(store)
        var surroundings = surroundings
        surroundings.calendar = { box.calendar }
        do {
            try await JournalKeeper(store: store, keys: keys, now: surroundings.now).begin()
        } catch let refusal as Refusal where refusal.kind == .conflict {
            throw StartProblem.foreignKeys(settings.keysPath)
        }
        try await store.sealPlainMail()
        try await store.sealPlainRows()
        try await CommunityDesk(
            store: store, catalog: .builtIn, surroundings: surroundings, policy: { box.policy }
        ).keepForms()
        let files = Files(store: store, vault: vault, surroundings: surroundings)
        return Installation(
            database: database, store: store, vault: vault, surroundings: surroundings,
            accounts: Accounts(surroundings, security: { box.security }, keys: { keys.ring }), files: files,
            uploads: Uploads(files), shelf: shelf,
            bindings: try bindings(settings, shelf), keys: keys, box: box)
    }

    /// Those built in, and in their place those that the settings name.
    private static func bindings(_ settings: ServerSettings, _ shelf: RulebookShelf) throws -> BindingsShelf {
        var folders = RulebookFolder.builtInBindings
        for path in settings.bindings {
            let id = URL(fileURLWithPath: path).lastPathComponent
            do {
                folders[id] = try RulebookFolder(path: path)
            } catch {
                throw StartProblem.rulebook(path, error)
            }
            guard shelf.offered.contains(where: { $0.pin.id == id }) else { throw StartProblem.bindings(path, id) }
        }
        return BindingsShelf(shelf, folders, metrics: Set(Catalog.builtIn.metrics.map(\.id)))
    }

    /// The database and the files of an installation that is there already, of this version.
    static func existing(
        _ settings: ServerSettings, _ surroundings: Surroundings = .system
    ) async throws -> (database: any Database, vault: any FileVault) {
        guard settings.database != nil || FileManager.default.fileExists(atPath: settings.data + "/linli.sqlite") else {
            throw Refusal(
                .missing, zh: "\(settings.data) 中没有邻里的数据", en: "\(settings.data) holds no data of Linli")
        }
        let (database, vault) = try engines(settings, surroundings)
        let pending = try await StartProblem.opening(settings) {
            try await Migrator(Schema.migrations).pending(in: database)
        }
        guard pending.isEmpty else {
            throw Refusal(
                .conflict, zh: "数据库由旧版本建立，请先用当前版本启动一次服务",
                en: "the database is of an older version: start the server of this version once")
        }
        return (database, vault)
    }

    /// The keys, and the records that are read with them; a `StartProblem` where fields cannot be read with these.
    static func ring(
        _ settings: ServerSettings, _ database: any Database, _ surroundings: Surroundings
    ) async throws -> (KeyCabinet, SQLStore) {
        let inUse = try await SQLStore.fieldsByKey(in: database)
        let hasBegun = try await SQLStore.hasKeys(in: database)
        let keys = try KeyCabinet.open(
            settings.keysPath, at: surroundings.now(), isNew: inUse.isEmpty && !hasBegun)
        let known = Set(keys.ring.entries.filter { $0.use == .fields }.map(\.id))
        let lacking = inUse.filter { !$0.key.isEmpty && !known.contains($0.key) }
        guard lacking.isEmpty else { throw StartProblem.keys(settings.keysPath, lacking) }
        // Keys may have been turned by a command a moment ago: whoever opens a field looks for them first.
        return (keys, SQLStore(database, now: surroundings.now, ring: { keys.refreshed() }))
    }

    /// Where records and bytes are, as they lie there.
    static func engines(
        _ settings: ServerSettings, _ surroundings: Surroundings
    ) throws -> (database: any Database, vault: any FileVault) {
        if let connection = settings.database {
            let database = try PostgresDatabase(connection)
            return (database, DatabaseVault(database, now: surroundings.now))
        }
        let database = try SQLiteDatabase(path: settings.data + "/linli.sqlite")
        return (database, try FolderVault(settings.data + "/files"))
    }

    public func desk(_ surroundings: Surroundings? = nil) -> EvaluationDesk {
        let box = box
        return EvaluationDesk(
            store: store, shelf: shelf, surroundings: surroundings ?? self.surroundings, policy: { box.policy })
    }

    /// Of the community wing.
    func communityDesk(_ surroundings: Surroundings? = nil) -> CommunityDesk {
        let box = box
        return CommunityDesk(
            store: store, catalog: .builtIn, surroundings: surroundings ?? self.surroundings,
            policy: { box.policy })
    }

    /// Between the wings.
    func liveDesk(_ community: CommunityDesk? = nil) -> LiveDesk {
        LiveDesk(
            community: community ?? communityDesk(), evaluations: desk(), shelf: bindings)
    }

    public func close() async throws { try await database.close() }
}
