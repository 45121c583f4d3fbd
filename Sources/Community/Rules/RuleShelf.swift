import Commons
import Synchronization

/// The rules that hold: those of the program and those that people wrote, held until one of these changes.
final class RuleShelf: Sendable {
    struct Contents: Sendable {
        var version: Int?
        var all: [Rule] = []
        /// Those that look at readings, by model and property.
        var watched: [String: [Rule]] = [:]
    }

    private let held = Mutex(Contents())
    private let models: ModelShelf

    init(_ models: ModelShelf) { self.models = models }

    /// As of this transaction: a rule that was paused a moment ago does nothing.
    func contents(_ records: any CommunityRecords) throws -> Contents {
        let version = try records.ruleVersion()
        let known = held.withLock { $0 }
        if known.version == version { return known }
        let catalog = try models.catalog(records)
        var contents = Contents(version: version, all: catalog.rules)
        if catalog.kind(Estate.rule.id) != nil {
            let active = ItemQuery(
                kind: Estate.rule.id, reach: [.all], states: [Estate.ruleActive], order: .number, limit: 200_000)
            // What the program no longer knows makes no rule; its page says so.
            contents.all += try records.items(active).compactMap { try? Rule($0, catalog) }
        }
        for rule in contents.all {
            if case .reading(let model, let property, _) = rule.trigger {
                contents.watched["\(model)/\(property)", default: []].append(rule)
            }
        }
        let found = contents
        held.withLock { $0 = found }
        return found
    }
}
