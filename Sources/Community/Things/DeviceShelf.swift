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
        /// It may enter devices behind it by announcing them.
        var announces: Bool
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
        /// What gives power, by the id of the device or of the space that it gives it to.
        fileprivate var supplies: [String: [Link]] = [:]
        /// Somewhere a whole space hangs on one supply.
        fileprivate(set) var suppliesSpaces = false

        /// A device speaks for itself and for those that it connects.
        func connects(_ gateway: String, _ device: String, on day: String) -> Bool {
            gateway == device || gateways(of: device, on: day).contains(gateway)
        }

        /// Ids of the devices through which one speaks.
        func gateways(of device: String, on day: String) -> [String] {
            Contents.those(links[device], on: day)
        }

        /// Ids of the devices that give power to a device or a space.
        func supplies(of target: String, on day: String) -> [String] {
            Contents.those(supplies[target], on: day)
        }

        private static func those(_ links: [Link]?, on day: String) -> [String] {
            links?.filter { $0.since <= day && day <= $0.until }.map(\.source) ?? []
        }

        /// The device itself, and those that it connects.
        func devices(through gateway: String, on day: String) -> [Known] {
            let ids = (behind[gateway] ?? []).filter { $0 != gateway && connects(gateway, $0, on: day) }.sorted()
            return ([gateway] + ids).compactMap { byID[$0].flatMap { devices[$0] } }
        }
    }

    /// That something hangs on a device, from a day to a day.
    fileprivate struct Link: Sendable {
        var source: String
        var since: String
        var until: String
    }

    /// The state of a device that was taken out of service.
    static let revoked = "revoked"

    private let held = Mutex(Contents())
    private let models: ModelShelf

    init(_ models: ModelShelf) { self.models = models }

    /// As of this transaction: a device that was revoked a moment ago is revoked.
    func contents(_ records: any CommunityRecords) throws -> Contents {
        let version = try records.deviceVersion()
        let known = held.withLock { $0 }
        if known.version == version { return known }
        let catalog = try models.catalog(records)
        var contents = Contents()
        contents.version = version
        contents.series = try records.allSeries()
        for item in try records.items(
            ItemQuery(kind: Estate.device.id, reach: [.all], order: .number, limit: 200_000))
        {
            let model = item.fields["model"]?.text.flatMap(catalog.model)
            contents.devices[item.head.number] = Known(
                id: item.id, number: item.head.number, model: model, place: item.place, handler: item.head.handler,
                state: item.state, announces: item.fields["discovery"] == .flag(true), title: item.head.title,
                subject: item.subject)
            contents.byID[item.id] = item.head.number
        }
        if let kind = catalog.kind(Estate.service.id), let relation = kind.relation {
            func links(_ word: String) throws -> [(item: Item, link: Link)] {
                let query = ItemQuery(
                    kind: kind.id, reach: [.all], states: kind.openStates.sorted(),
                    values: [.init("relation", word)], order: .number, limit: 200_000)
                return try records.items(query).compactMap { item in
                    let span = relation.span(item)
                    return item.fields["device"]?.text.map {
                        (item, Link(source: $0, since: span.since, until: span.until))
                    }
                }
            }
            for (item, link) in try links(Estate.connecting) {
                guard let device = item.fields["target"]?.text else { continue }
                contents.behind[link.source, default: []].insert(device)
                contents.links[device, default: []].append(link)
            }
            for (item, link) in try links(Estate.powering) {
                if let device = item.fields["target"]?.text {
                    contents.supplies[device, default: []].append(link)
                } else if let space = item.fields["space"]?.text {
                    contents.supplies[space, default: []].append(link)
                    contents.suppliesSpaces = true
                }
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
