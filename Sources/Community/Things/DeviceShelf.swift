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
        private var links: [String: [Link]] = [:]
        /// What ever speaks through a device, by its id.
        private var behind: [String: Set<String>] = [:]
        /// What gives power, by the id of the device or of the space that it gives it to.
        private var supplies: [String: [Link]] = [:]
        /// Upon what each service is, by its id.
        private var services: [String: String] = [:]
        /// Somewhere a whole space hangs on one supply.
        private(set) var suppliesSpaces = false

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

        /// Puts what an item says now in the place of what it said before. What is neither device nor service says
        /// nothing.
        mutating func put(_ item: Item, _ catalog: Catalog) {
            switch item.head.kind {
            case Estate.device.id: put(device: item, catalog)
            case Estate.service.id: put(service: item, catalog)
            default: break
            }
        }

        private mutating func put(device item: Item, _ catalog: Catalog) {
            // Another may have the number by now.
            if let number = byID[item.id], number != item.head.number, devices[number]?.id == item.id {
                devices[number] = nil
            }
            let model = item.fields["model"]?.text.flatMap(catalog.model)
            devices[item.head.number] = Known(
                id: item.id, number: item.head.number, model: model, place: item.place, handler: item.head.handler,
                state: item.state, announces: item.fields["discovery"] == .flag(true), title: item.head.title,
                subject: item.subject)
            byID[item.id] = item.head.number
        }

        private mutating func put(service item: Item, _ catalog: Catalog) {
            if let target = services.removeValue(forKey: item.id) {
                links[target]?.removeAll { $0.service == item.head.number }
                supplies[target]?.removeAll { $0.service == item.head.number }
            }
            guard let kind = catalog.kind(Estate.service.id), kind.openStates.contains(item.state),
                let span = kind.relation?.span(item), let source = item.fields["device"]?.text
            else { return }
            let link = Link(service: item.head.number, source: source, since: span.since, until: span.until)
            let (device, space) = (item.fields["target"]?.text, item.fields["space"]?.text)
            switch item.fields["relation"]?.text {
            case Estate.connecting:
                guard let device else { return }
                services[item.id] = device
                behind[source, default: []].insert(device)
                Contents.add(link, to: &links[device, default: []])
            case Estate.powering:
                guard let target = device ?? space else { return }
                services[item.id] = target
                Contents.add(link, to: &supplies[target, default: []])
                suppliesSpaces = suppliesSpaces || device == nil
            default: return
            }
        }

        /// In the order of the services' numbers.
        private static func add(_ link: Link, to links: inout [Link]) {
            let index = links.lastIndex { $0.service < link.service }.map { $0 + 1 } ?? 0
            links.insert(link, at: index)
        }
    }

    /// That something hangs on a device, from a day to a day.
    private struct Link: Sendable {
        /// The service's number.
        var service: String
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
        let contents: Contents
        if known.version >= 0, let changed = try records.devicesChanged(since: known.version) {
            // There may be very many others.
            contents = try known.with(changed, catalog, records)
        } else {
            contents = try all(catalog, records)
        }
        var current = contents
        current.version = version
        let found = current
        held.withLock { $0 = found }
        return found
    }

    private func all(_ catalog: Catalog, _ records: any CommunityRecords) throws -> Contents {
        var contents = Contents()
        contents.series = try records.allSeries()
        for kind in [Estate.device.id, Estate.service.id] where catalog.kind(kind) != nil {
            var query = ItemQuery(kind: kind, reach: [.all], order: .number, limit: 50_000)
            while true {
                let some = try records.items(query)
                for item in some { contents.put(item, catalog) }
                guard some.count == query.limit, let last = some.last else { break }
                query.after = ItemQuery.Cursor(key: last.head.number, id: last.id)
            }
        }
        return contents
    }

    /// Once the transaction that made it is over it can be used by the next.
    func keep(_ series: [SeriesKey: Int], version: Int) {
        held.withLock { if $0.version == version { $0.series.merge(series) { _, new in new } } }
    }
}

extension DeviceShelf.Contents {
    /// With these items as they are now.
    fileprivate func with(
        _ items: Set<String>, _ catalog: Catalog, _ records: any CommunityRecords
    ) throws -> Self {
        var contents = self
        for (_, item) in try records.items(items).sorted(by: { $0.key < $1.key }) { contents.put(item, catalog) }
        return contents
    }
}
