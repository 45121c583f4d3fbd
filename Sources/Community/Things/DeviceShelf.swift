import Commons
import Synchronization

/// What is known of devices, held until one of them changes.
final class DeviceShelf: Sendable {
    struct Known: Sendable {
        var id: String
        var number: String
        var model: DeviceModel?
        var place: String?
        /// The organisation that keeps its place.
        var handler: String
        var state: String
        var isRevoked: Bool { state == DeviceShelf.revoked }
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
        /// Through what each device speaks, by its id.
        fileprivate var links: [String: [Link]] = [:]
        /// What ever speaks through a device, by its id.
        fileprivate var behind: [String: Set<String>] = [:]

        /// A device speaks for itself and for those that it connects.
        func connects(_ gateway: String, _ device: String, on day: String) -> Bool {
            gateway == device || gateways(of: device, on: day).contains(gateway)
        }

        /// Ids of the devices through which one speaks.
        func gateways(of device: String, on day: String) -> [String] {
            links[device]?.filter { $0.since <= day && day <= $0.until }.map(\.gateway) ?? []
        }

        /// The device itself, and those that it connects.
        func devices(through gateway: String, on day: String) -> [Known] {
            let ids = (behind[gateway] ?? []).filter { $0 != gateway && connects(gateway, $0, on: day) }.sorted()
            return ([gateway] + ids).compactMap { byID[$0].flatMap { devices[$0] } }
        }
    }

    /// That a device speaks through another, from a day to a day.
    fileprivate struct Link: Sendable {
        var gateway: String
        var since: String
        var until: String
    }

    /// The state of a device that was taken out of service.
    static let revoked = "revoked"

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
                id: item.id, number: item.head.number, model: model, place: item.place, handler: item.head.handler,
                state: item.state,
                title: item.head.title, subject: item.subject)
            contents.byID[item.id] = item.head.number
        }
        if let kind = catalog.kind(Estate.service.id), let relation = kind.relation {
            let connecting = ItemQuery(
                kind: kind.id, reach: [.all], states: kind.openStates.sorted(),
                values: [.init("relation", Estate.connecting)], order: .number, limit: 200_000)
            for item in try records.items(connecting) {
                guard let gateway = item.fields["device"]?.text, let device = item.fields["target"]?.text else {
                    continue
                }
                let span = relation.span(item)
                contents.behind[gateway, default: []].insert(device)
                contents.links[device, default: []].append(
                    Link(gateway: gateway, since: span.since, until: span.until))
            }
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
