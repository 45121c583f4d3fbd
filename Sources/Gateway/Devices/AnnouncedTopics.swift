import Community
import HomeAssistant
import MQTT

/// What the topics of a gateway mean that announces what is behind it as Home Assistant has gateways do.
struct AnnouncedTopics {
    private struct Part {
        var announcement: String
        var device: String
        var part: AnnouncedPart
        /// Where it tells something, if several topics may be meant.
        var filter: TopicFilter?
    }

    /// Where gateways hear that somebody listens to announcements, and what they hear.
    static let status = (topic: "homeassistant/status", word: Array("online".utf8))

    /// The gateway's number.
    private let gateway: String
    /// By the device's number.
    private var devices: [String: [Part]] = [:]
    /// By the topic where they tell something.
    private var topics: [String: [Part]] = [:]
    private var filters: [Part] = []
    /// The device's number by the topic where it was announced, and how long that was.
    private var announced: [String: (device: String, bytes: Int)] = [:]
    /// Of all announcements.
    private var bytes = 0
    /// Parts that one message may be about.
    private static let mostParts = 500
    /// No two messages are of the same moment: what was said later counts.
    private var latest: Int64 = .min

    /// - Parameter kept: what it announced before.
    init(gateway: String, kept: [KeptAnnouncement]) {
        self.gateway = gateway
        for one in kept { _ = announce(one.topic, Array(one.text.utf8)) }
    }

    /// What is said on a topic of the gateway's own.
    mutating func contents(of topic: String, _ bytes: [UInt8], now: Int64) -> [Delivery.Content] {
        announce(topic, bytes).map { [$0] } ?? told(topic, bytes, now: now)
    }

    // MARK: Announcements

    private static let nothing = Delivery.Content.readings(ReadingBatch())

    /// nil: nothing is announced on this topic.
    private mutating func announce(_ name: String, _ bytes: [UInt8]) -> Delivery.Content? {
        guard let topic = DiscoveryTopic(name) else { return nil }
        func wrong(_ why: String) -> Delivery.Content {
            .malformed(DeviceMessage.kept(Array("\(why) \(name) ".utf8) + bytes))
        }
        do {
            switch try Discovery.read(topic, bytes) {
            case .moving: return Self.nothing
            case .removed:
                forget(name)
                return .announcement(DeviceAnnouncement(topic: name, text: "", device: nil))
            case .announced(let said):
                let (device, parts) = read(said, topic)
                // What is of no use here is no fault of the gateway's.
                if parts.isEmpty {
                    guard announced[name] != nil else { return Self.nothing }
                    forget(name)
                    return .announcement(DeviceAnnouncement(topic: name, text: "", device: nil))
                }
                let names = parts.map(\.name)
                let others = devices[device.number]?.filter { $0.announcement != name }.map(\.part.name) ?? []
                if Set(names).count < names.count || !Set(others).isDisjoint(with: names) { return wrong("twice") }
                let before = announced[name]?.bytes ?? 0
                guard announced[name] != nil || announced.count < CommunityLimits.announcements,
                    self.bytes - before + bytes.count <= CommunityLimits.announcedText
                else { return wrong("too many") }
                guard parts.allSatisfy({ (topics[$0.entity.stateTopic ?? ""]?.count ?? 0) < Self.mostParts }),
                    parts.count + filters.count <= Self.mostParts
                else { return wrong("too many of one topic") }
                forget(name)
                learn(name, device.number, bytes.count, parts)
                let text = String(decoding: bytes, as: UTF8.self)
                return .announcement(DeviceAnnouncement(topic: name, text: text, device: device))
            }
        } catch {
            return wrong("\(error)")
        }
    }

    private func read(
        _ said: Discovery.Announcement, _ topic: DiscoveryTopic
    ) -> (DeviceAnnouncement.Announced, [AnnouncedPart]) {
        let parts = said.entities.compactMap {
            AnnouncedPart($0, name: AnnouncedName.part($0, of: said.device))
        }
        let (about, number) = (
            said.device, AnnouncedName.number(said.device, else: topic.object, gateway: gateway)
        )
        let make = [about?.manufacturer, about?.model].compactMap { $0.flatMap { AnnouncedName.line($0, most: 50) } }
        let name = AnnouncedName.line(about?.name ?? "", most: 100) ?? number
        let device = DeviceAnnouncement.Announced(
            number: number, name: name,
            serial: AnnouncedName.line(about?.identifiers.min() ?? "", most: 60) ?? "",
            make: make.isEmpty ? number : make.joined(separator: "\n"),
            title: make.isEmpty ? name : make.joined(separator: " "),
            firmware: about?.softwareVersion.flatMap { AnnouncedName.line($0, most: 100) },
            properties: parts.filter { !$0.isSetting }.compactMap(\.property), commands: parts.flatMap(\.commands),
            settings: parts.filter(\.isSetting).compactMap(\.property))
        return (device, parts)
    }

    private mutating func learn(_ announcement: String, _ device: String, _ bytes: Int, _ parts: [AnnouncedPart]) {
        announced[announcement] = (device, bytes)
        self.bytes += bytes
        for part in parts {
            var one = Part(announcement: announcement, device: device, part: part)
            if part.property != nil, let topic = part.entity.stateTopic {
                if TopicFilter.isTopic(topic) {
                    topics[topic, default: []].append(one)
                } else {
                    one.filter = TopicFilter(topic)
                    filters.append(one)
                }
            }
            devices[device, default: []].append(one)
        }
    }

    private mutating func forget(_ announcement: String) {
        guard let (device, bytes) = announced.removeValue(forKey: announcement) else { return }
        self.bytes -= bytes
        let isIt = { (part: Part) in part.announcement == announcement }
        for part in devices[device]?.filter(isIt) ?? [] {
            guard let topic = part.part.entity.stateTopic else { continue }
            topics[topic]?.removeAll(where: isIt)
            if topics[topic]?.isEmpty == true { topics[topic] = nil }
        }
        filters.removeAll(where: isIt)
        devices[device]?.removeAll(where: isIt)
        if devices[device]?.isEmpty == true { devices[device] = nil }
    }

    // MARK: What devices tell

    private mutating func told(_ topic: String, _ bytes: [UInt8], now: Int64) -> [Delivery.Content] {
        let parts = (topics[topic] ?? []) + filters.filter { $0.filter?.matches(topic) ?? false }
        // What is never announced is nobody's business.
        guard !parts.isEmpty else { return [Self.nothing] }
        let message = TemplateMessage(bytes)
        latest = max(now, min(latest + 1, now + 60_000))
        var batch = ReadingBatch()
        var settings: [String: [String: ReadingBatch.Value]] = [:]
        for one in parts {
            guard let value = one.part.value(message) else { continue }
            if one.part.isSetting {
                settings[one.device, default: [:]][one.part.name] = value
                continue
            }
            batch.rows.append(
                ReadingBatch.Row(source: Int32(batch.sources.count), line: 1, at: latest, value: value))
            batch.sources.append(ReadingBatch.Source(device: one.device, property: one.part.name))
        }
        return settings.sorted { $0.key < $1.key }.map { .state(DeviceState(device: $0.key, settings: $0.value)) }
            + (settings.isEmpty || !batch.rows.isEmpty ? [.readings(batch)] : [])
    }

    // MARK: What devices are told

    /// The message by which a device does this; nil: it was never announced that it can.
    func message(for command: String, of device: String) -> (topic: String, bytes: [UInt8])? {
        message(to: device) { $0.message(for: command) }
    }

    /// The message by which a device is set so.
    func message(setting: String, to value: ReadingBatch.Value, of device: String) -> (topic: String, bytes: [UInt8])? {
        message(to: device) { $0.name == setting ? $0.message(setting: value) : nil }
    }

    private func message(
        to device: String, _ bytes: (AnnouncedPart) -> [UInt8]?
    ) -> (topic: String, bytes: [UInt8])? {
        for one in devices[device] ?? [] {
            if let topic = one.part.entity.commandTopic, let bytes = bytes(one.part) { return (topic, bytes) }
        }
        return nil
    }
}
