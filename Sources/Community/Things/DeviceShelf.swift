import Commons
import Synchronization

/// What is known of devices, held until one of them changes.
final class DeviceShelf: Sendable {
    struct Known: Sendable {
        var id: String
        var model: DeviceModel?
        var place: String?
        /// The organisation that keeps its place.
        var handler: String
        var state: String
        var isRevoked: Bool { state == "revoked" }
        /// In use, and not in maintenance.
        var isActive: Bool { state == "active" }
        var title: String
        var subject: Subject
    }

    struct Contents: Sendable {
        var version = -1
        var devices: [String: Known] = [:]
        var byID: [String: String] = [:]
        var series: [SeriesKey: Int] = [:]
    }

    private let held = Mutex(Contents())
    private let catalog: Catalog

    init(_ catalog: Catalog) { self.catalog = catalog }

    /// As of this transaction: a device that was revoked a moment ago is revoked.
    func contents(_ records: any CommunityRecords) throws -> Contents {
        let version = try records.deviceVersion()
        let known = held.withLock { $0 }
        if known.version == version { return known }
        var contents = Contents()
        contents.version = version
        contents.series = try records.allSeries()
        for item in try records.items(
            ItemQuery(kind: Estate.device.id, reach: [.all], order: .number, limit: 200_000))
        {
            let model = item.fields["model"]?.text.flatMap(catalog.model)
            contents.devices[item.head.number] = Known(
                id: item.id, model: model, place: item.place, handler: item.head.handler, state: item.state,
                title: item.head.title, subject: item.subject)
            contents.byID[item.id] = item.head.number
        }
        let found = contents
        held.withLock { $0 = found }
        return found
    }

    /// Once the transaction that made it is over it can be used by the next.
    func keep(_ series: [SeriesKey: Int], version: Int) {
        held.withLock { if $0.version == version { $0.series.merge(series) { _, new in new } } }
    }
}
