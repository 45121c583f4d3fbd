import MQTT

/// Where it is told whether something can be reached.
public struct Availability: Hashable, Sendable {
    /// What counts where there are several of them.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// All have to say that it can be reached.
        case all
        /// One is enough.
        case any
        /// The one that spoke last.
        case latest
    }

    /// `+` and `#` may stand in it.
    public var topic: String
    /// What says that it can be reached.
    public var online: String
    public var offline: String
    public var template: ValueTemplate?
    /// Why the template of it cannot be used: then nobody knows.
    public var obstacle: TemplateProblem?

    public func listens(to topic: String) -> Bool { TopicFilter(self.topic)?.matches(topic) ?? false }

    /// Whether it can be reached, by a message on its topic. nil: the message does not say so.
    public func isOnline(_ payload: [UInt8]) -> Bool? {
        guard obstacle == nil else { return nil }
        let message = TemplateMessage(payload)
        let said = (template.map { $0.value(message) } ?? message.text)?.written
        if said == online { return true }
        return said == offline ? false : nil
    }

    fileprivate init(_ topic: String, _ fields: Fields, template key: String) throws(DiscoveryProblem) {
        self.topic = topic
        online = try fields.text("payload_available") ?? "online"
        offline = try fields.text("payload_not_available") ?? "offline"
        (template, obstacle) = try fields.template(key)
    }
}

/// All places where it is told, and what counts.
struct Availabilities {
    var all: [Availability]
    var mode: Availability.Mode

    init(_ fields: Fields) throws(DiscoveryProblem) {
        all = try Availabilities.all(fields)
        mode = .latest
        guard let text = try fields.text("availability_mode") else { return }
        guard let mode = Availability.Mode(rawValue: text) else { throw fields.wrong("availability_mode") }
        self.mode = mode
    }

    static func stand(in fields: Fields) -> Bool {
        fields["availability"] != nil || fields["availability_topic"] != nil
    }

    private static func all(_ fields: Fields) throws(DiscoveryProblem) -> [Availability] {
        let key = "availability"
        let entries: [JSONValue]
        switch fields[key] {
        case .list(let list): entries = list
        case .object(let object): entries = [.object(object)]
        case nil, .flag(false): entries = []
        default: throw fields.wrong(key)
        }
        guard entries.count <= DiscoveryLimits.availabilities else { throw fields.tooMany(key) }
        var all: [Availability] = []
        for entry in entries {
            guard case .object(let entry) = entry else { throw fields.wrong(key) }
            let inner = try Fields(Abbreviations.expanded(entry), path: fields.path(key), base: fields.base)
            guard let topic = try inner.filter("topic") else { throw inner.missing("topic") }
            all.append(try Availability(topic, inner, template: "value_template"))
        }
        if let topic = try fields.filter("availability_topic") {
            all.append(try Availability(topic, fields, template: "availability_template"))
        }
        return all
    }
}
