/// What a message on a discovery topic says.
public enum Discovery: Hashable, Sendable {
    /// What was announced there is no more.
    case removed
    /// The same will be announced elsewhere; what is known of it stays.
    case moving
    case announced(Announcement)

    /// What a device says that it has.
    public struct Announcement: Hashable, Sendable {
        /// nil: it does not say to what its things belong.
        public var device: DiscoveredDevice?
        /// In order of their object ids.
        public var entities: [DiscoveredEntity]
        /// Object ids of those that are no more.
        public var removed: [String]
    }

    /// Reads a message. Keys that are not known are passed over.
    public static func read(_ topic: DiscoveryTopic, _ bytes: [UInt8]) throws(DiscoveryProblem) -> Discovery {
        guard bytes.count <= DiscoveryLimits.bytes else { throw .tooLarge }
        if bytes.isEmpty { return .removed }
        guard case .object(let entries) = try tree(bytes) else { throw .noObject }
        if entries.isEmpty { return .removed }
        let fields = try Fields(Abbreviations.expanded(entries))
        if try fields.flag("migrate_discovery") { return .moving }
        let device = try device(fields)
        if topic.component == DiscoveryTopic.device { return .announced(try parts(fields, of: device)) }
        let entity = try EntityBuilder.entity(EntityPlatform(topic.component), topic.id, fields)
        return .announced(Announcement(device: device, entities: [entity], removed: []))
    }

    private static func tree(_ bytes: [UInt8]) throws(DiscoveryProblem) -> JSONValue {
        do {
            return try JSONValue(bytes)
        } catch {
            switch error {
            case .malformed(let place): throw .malformed(at: place)
            case .tooDeep(let place): throw .tooDeep(at: place)
            }
        }
    }

    private static func device(_ fields: Fields) throws(DiscoveryProblem) -> DiscoveredDevice? {
        guard let entries = try fields.object("device") else { return nil }
        let names = Abbreviations.deviceKeys
        return try DiscoveredDevice(try Fields(Abbreviations.expanded(entries, names), path: "device/"))
    }

    private static func parts(
        _ fields: Fields, of device: DiscoveredDevice?
    ) throws(DiscoveryProblem) -> Announcement {
        guard let components = try fields.object("components") else { throw .missing("components") }
        guard components.count <= DiscoveryLimits.components else { throw .tooMany("components") }
        let inherited = try Availabilities(fields)
        var announcement = Announcement(device: device, entities: [], removed: [])
        for (id, component) in components.sorted(by: { $0.key < $1.key }) {
            let path = "components/\(id)/"
            guard case .object(let entries) = component, !id.isEmpty, !id.utf8.contains(0) else {
                throw .wrong("components/\(id)")
            }
            var part = try Fields(Abbreviations.expanded(entries), path: path, base: fields.base)
            guard let platform = try part.text("platform") else { throw part.missing("platform") }
            if part.keys == ["platform"] {
                announcement.removed.append(id)
                continue
            }
            // Two topics may be told once for all.
            part.addTopics(of: fields, ["state_topic", "command_topic"])
            announcement.entities.append(try EntityBuilder.entity(EntityPlatform(platform), id, part, inherited))
        }
        return announcement
    }
}
