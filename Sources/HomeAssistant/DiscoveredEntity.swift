import MQTT

/// What an announced thing is: of these, the server makes properties and commands. All else is `other`.
public enum EntityPlatform: Hashable, Sendable {
    case sensor, binarySensor, `switch`, number, select, text, light, fan, siren, lock, cover, valve, button, scene
    /// By its name in the topic.
    case other(String)

    private static let known: [String: EntityPlatform] = [
        "sensor": .sensor, "binary_sensor": .binarySensor, "switch": .switch, "number": .number, "select": .select,
        "text": .text, "light": .light, "fan": .fan, "siren": .siren, "lock": .lock, "cover": .cover,
        "valve": .valve, "button": .button, "scene": .scene,
    ]

    public init(_ name: String) { self = EntityPlatform.known[name] ?? .other(name) }

    /// As it stands in topics.
    public var name: String {
        if case .other(let name) = self { return name }
        return EntityPlatform.known.first { $0.value == self }?.key ?? ""
    }
}

/// What a thing may say of itself.
public enum EntityContent: Hashable, Sendable {
    /// nil: any.
    case number(ClosedRange<Double>?)
    case flag
    /// One of these.
    case options([String])
    case text
    /// Nothing tells what: a number where it reads as one, otherwise a text.
    case anything
}

public enum EntityValue: Hashable, Sendable {
    case number(Double)
    case flag(Bool)
    case text(String)
}

/// Something that one can tell a thing to do.
public struct EntityCommand: Hashable, Sendable {
    public enum Action: String, Hashable, Sendable, CaseIterable {
        case on, off, lock, unlock, open, close, stop, press, activate

        /// What undoes it.
        public var opposite: Action? {
            switch self {
            case .on: .off
            case .off: .on
            case .lock: .unlock
            case .unlock: .lock
            case .open: .close
            case .close: .open
            case .stop, .press, .activate: nil
            }
        }
    }

    public var action: Action
    /// What is published on the thing's command topic.
    public var payload: String
}

/// One thing of a device: something that it tells, does, or both.
public struct DiscoveredEntity: Hashable, Sendable {
    /// What a message says in a thing's own words, and what it means.
    struct Word: Hashable, Sendable {
        var payload: String
        var value: EntityValue
    }

    public var platform: EntityPlatform
    /// The same wherever it is announced; nil: it has none.
    public var uniqueID: String?
    /// Tells it from others of its device: from the topic, or its key in `components`.
    public var objectID: String
    public var name: String?
    public var deviceClass: String?
    public var unit: String?
    /// nil: it tells nothing.
    public var content: EntityContent?
    /// Where it is told; `+` and `#` may stand in it.
    public var stateTopic: String?
    public var valueTemplate: ValueTemplate?
    /// Why nothing of what it says can be read, though it says something.
    public var stateObstacle: TemplateProblem?
    var words: [Word] = []
    /// Seconds after which what it said counts no longer; nil: until it says something else.
    public var expireAfter: Int64?
    /// Seconds after which a flag is down again; nil: it is told.
    public var offDelay: Int64?
    /// Where it hears commands, and values where it can be set.
    public var commandTopic: String?
    public var commands: [EntityCommand] = []
    /// Whether it can be set to a value of its content.
    public var isSettable = false
    public var commandTemplate: ValueTemplate?
    /// Why nothing can be told to it, though it hears something.
    public var commandObstacle: TemplateProblem?
    public var availabilities: [Availability] = []
    public var availabilityMode = Availability.Mode.latest

    /// Whether messages of this topic are about it.
    public func listens(to topic: String) -> Bool { stateTopic.flatMap(TopicFilter.init)?.matches(topic) ?? false }

    /// What a message on its topic says. nil: nothing about it, or nothing that it can be.
    public func reading(from payload: [UInt8]) -> EntityValue? { reading(from: TemplateMessage(payload)) }

    /// The same where several things of a device speak in one message.
    public func reading(from message: TemplateMessage) -> EntityValue? {
        guard let content, stateObstacle == nil else { return nil }
        guard let value = valueTemplate.map({ $0.value(message) }) ?? message.text, let text = value.written else {
            return nil
        }
        if !words.isEmpty { return words.first { $0.payload == text }?.value }
        switch content {
        case .number: return DiscoveredEntity.number(value).map { .number($0) }
        case .flag: return nil
        case .options, .text: return DiscoveredEntity.isNothing(text) ? nil : .text(text)
        case .anything:
            if case .flag(let flag) = value { return .flag(flag) }
            if let number = DiscoveredEntity.number(value) { return .number(number) }
            return DiscoveredEntity.isNothing(text) ? nil : .text(text)
        }
    }

    private static func number(_ value: JSONValue) -> Double? {
        switch value {
        case .text(let text): JSONValue.number(text)
        case .whole, .number: value.counted
        case .null, .flag, .list, .object: nil
        }
    }

    /// What says that there is nothing to say.
    private static func isNothing(_ text: String) -> Bool {
        text.isEmpty || text == "None" || text.utf8.contains(0)
    }

    /// The message that has it do this. nil: it cannot.
    public func message(for action: EntityCommand.Action) -> [UInt8]? {
        commands.first { $0.action == action }.map { Array($0.payload.utf8) }
    }

    /// The message that sets it to this. nil: it cannot be that.
    public func message(setting value: EntityValue) -> [UInt8]? {
        guard isSettable, let content else { return nil }
        let said: TemplateValue
        switch (content, value) {
        case (.number(let range), .number(let number)):
            guard number.isFinite, range?.contains(number) ?? true else { return nil }
            said = .number(number)
        case (.options(let options), .text(let text)):
            guard options.contains(text) else { return nil }
            said = .text(text)
        case (.text, .text(let text)): said = .text(text)
        default: return nil
        }
        let text = commandTemplate.map { $0.written(said) } ?? said.written
        return text.map { Array($0.utf8) }
    }
}
