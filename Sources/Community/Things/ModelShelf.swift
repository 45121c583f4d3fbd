import Commons
import Synchronization

/// What the program declares, with the device models that people have added; held until one of these changes.
final class ModelShelf: Sendable {
    private struct Held {
        /// As it was last looked at, by whom it cannot come to nothing.
        var current: Catalog
        /// By its version, which no two have: also of a transaction that may yet fail.
        var latest: (version: Int, catalog: Catalog)
    }

    /// What the program declares.
    let declared: Catalog
    private let held: Mutex<Held>

    init(_ declared: Catalog) {
        self.declared = declared
        held = Mutex(Held(current: declared, latest: (0, declared)))
    }

    /// As it was last looked at.
    var catalog: Catalog { held.withLock { $0.current } }

    /// As of this transaction.
    func catalog(_ records: any CommunityRecords) throws -> Catalog {
        let version = try records.modelVersion()
        let known = held.withLock { $0.latest }
        if known.version == version { return known.catalog }
        let found = try read(records)
        held.withLock { $0.latest = (version, found) }
        return found
    }

    /// Looks at it anew, in a transaction that only reads.
    func refresh(_ records: any CommunityRecords) throws {
        let found = try catalog(records)
        held.withLock { $0.current = found }
    }

    private func read(_ records: any CommunityRecords) throws -> Catalog {
        guard declared.kind(Estate.model.id) != nil else { return declared }
        let current = ItemQuery(
            kind: Estate.model.id, reach: [.all], states: [Estate.model.firstState], order: .number, limit: 200_000)
        // What the program has come to declare itself is what it declares; what makes no sense any more is no model.
        let added = try records.items(current).compactMap { try? DeviceModel($0, declared) }
            .filter { declared.model($0.id) == nil }
        return Catalog(declared.domains, models: added)
    }
}
