/// Makes a thing of what was announced of it.
struct EntityBuilder {
    private let fields: Fields
    private var entity: DiscoveredEntity

    /// - Parameter inherited: how the device itself tells whether it can be reached.
    static func entity(
        _ platform: EntityPlatform, _ objectID: String, _ fields: Fields, _ inherited: Availabilities? = nil
    ) throws(DiscoveryProblem) -> DiscoveredEntity {
        var builder = try EntityBuilder(platform, objectID, fields)
        if let inherited, !Availabilities.stand(in: fields) {
            builder.entity.availabilities = inherited.all
            builder.entity.availabilityMode = inherited.mode
        }
        try builder.build()
        return builder.entity
    }

    private init(_ platform: EntityPlatform, _ objectID: String, _ fields: Fields) throws(DiscoveryProblem) {
        self.fields = fields
        entity = DiscoveredEntity(platform: platform, objectID: objectID)
        if case .other = platform {
            // Whatever else stands there means something else.
            entity.uniqueID = try? fields.text("unique_id")
            entity.name = try? fields.text("name")
            return
        }
        entity.uniqueID = try fields.text("unique_id")
        entity.name = try fields.text("name")
        entity.deviceClass = try fields.text("device_class")
        let availabilities = try Availabilities(fields)
        entity.availabilities = availabilities.all
        entity.availabilityMode = availabilities.mode
    }

    private mutating func build() throws(DiscoveryProblem) {
        switch entity.platform {
        case .sensor: try sensor()
        case .binarySensor: try binarySensor()
        case .switch: try switching(state: "value_template")
        case .fan: try switching(state: "state_value_template")
        case .siren: try siren()
        case .light: try light()
        case .number: try number()
        case .select: try select()
        case .text: try text()
        case .lock: try lock()
        case .cover, .valve: try shutter()
        case .button: try commands([(.press, "payload_press", "PRESS")], needsTopic: true)
        case .scene: try commands([(.activate, "payload_on", "ON")], needsTopic: false)
        case .other: break
        }
    }

    // MARK: What it tells

    private mutating func state(
        _ content: EntityContent, topic: String = "state_topic", template: String = "value_template",
        isNeeded: Bool = false
    ) throws(DiscoveryProblem) {
        guard let stateTopic = try fields.filter(topic) else {
            if isNeeded { throw fields.missing(topic) }
            return
        }
        entity.stateTopic = stateTopic
        entity.content = content
        (entity.valueTemplate, entity.stateObstacle) = try fields.template(template)
    }

    private mutating func words(
        _ words: [(value: EntityValue, key: String, usual: String)]
    ) throws(DiscoveryProblem) {
        for word in words {
            let payload = try fields.text(word.key) ?? word.usual
            entity.words.append(.init(payload: payload, value: word.value))
        }
    }

    private mutating func sensor() throws(DiscoveryProblem) {
        entity.unit = try fields.text("unit_of_measurement")
        entity.expireAfter = try fields.seconds("expire_after")
        let options = try fields.texts("options", atMost: DiscoveryLimits.options)
        try state(sensorContent(options), isNeeded: true)
    }

    private func sensorContent(_ options: [String]) -> EntityContent {
        if !options.isEmpty { return .options(options) }
        switch entity.deviceClass {
        case "enum", "date", "timestamp": return .text
        case nil:
            let hints = ["unit_of_measurement", "state_class", "suggested_display_precision"]
            return hints.contains { fields[$0] != nil } ? .number(nil) : .anything
        default: return .number(nil)
        }
    }

    private mutating func binarySensor() throws(DiscoveryProblem) {
        entity.expireAfter = try fields.seconds("expire_after")
        entity.offDelay = try fields.seconds("off_delay")
        try state(.flag, isNeeded: true)
        try words([(.flag(true), "payload_on", "ON"), (.flag(false), "payload_off", "OFF")])
    }

    /// Its own words for what it is, where they are not those that it hears.
    private mutating func switchWords() throws(DiscoveryProblem) {
        let on = try fields.text("payload_on") ?? "ON"
        let off = try fields.text("payload_off") ?? "OFF"
        try words([(.flag(true), "state_on", on), (.flag(false), "state_off", off)])
    }

    private static let onAndOff: [Wanted] = [(.on, "payload_on", "ON"), (.off, "payload_off", "OFF")]

    private mutating func switching(state template: String) throws(DiscoveryProblem) {
        try state(.flag, template: template)
        try switchWords()
        try commands(EntityBuilder.onAndOff, needsTopic: true)
    }

    /// It says `ON` or JSON, and hears JSON where it has no template.
    private mutating func siren() throws(DiscoveryProblem) {
        try state(.flag, template: "state_value_template")
        try switchWords()
        if entity.stateTopic != nil, fields["state_value_template"] == nil {
            let state = "value_json is defined and value_json.state is defined"
            entity.valueTemplate = try? ValueTemplate("{{ value_json.state if \(state) else value }}")
        }
        try commands(EntityBuilder.onAndOff, needsTopic: false, isJSON: fields["command_template"] == nil)
    }

    private mutating func light() throws(DiscoveryProblem) {
        switch try fields.text("schema") ?? "basic" {
        case "json":
            try state(.flag)
            try words([(.flag(true), "payload_on", "ON"), (.flag(false), "payload_off", "OFF")])
            entity.stateObstacle = nil
            entity.valueTemplate = entity.stateTopic == nil ? nil : try? ValueTemplate("{{ value_json.state }}")
            try commands(EntityBuilder.onAndOff, needsTopic: true, isJSON: true)
        case "template":
            try state(.flag, template: "state_template")
            try words([(.flag(true), "state_on", "on"), (.flag(false), "state_off", "off")])
            try templateCommands()
        case "basic":
            // Some makers write the one for the other.
            let hasOwn = fields["state_value_template"] != nil
            try state(.flag, template: hasOwn ? "state_value_template" : "value_template")
            try switchWords()
            try commands(EntityBuilder.onAndOff, needsTopic: true, hasTemplate: false)
        default: throw fields.wrong("schema")
        }
    }

    /// A light whose commands are templates; those that need to know a brightness or a colour are not known here.
    private mutating func templateCommands() throws(DiscoveryProblem) {
        guard let topic = try fields.topic("command_topic") else { throw fields.missing("command_topic") }
        entity.commandTopic = topic
        for (action, key) in [(EntityCommand.Action.on, "command_on_template"), (.off, "command_off_template")] {
            let (template, obstacle) = try fields.template(key)
            if let obstacle { entity.commandObstacle = obstacle }
            if let payload = template?.written(.text(action.rawValue)) {
                entity.commands.append(EntityCommand(action: action, payload: payload))
            }
        }
    }

    private mutating func number() throws(DiscoveryProblem) {
        entity.unit = try fields.text("unit_of_measurement")
        let (low, high) = (try fields.number("min") ?? 1, try fields.number("max") ?? 100)
        guard low <= high else { throw fields.wrong("max") }
        try state(.number(low...high))
        entity.content = .number(low...high)
        try setting()
    }

    private mutating func select() throws(DiscoveryProblem) {
        let options = try fields.texts("options", atMost: DiscoveryLimits.options)
        guard !options.isEmpty else { throw fields.missing("options") }
        try state(.options(options))
        entity.content = .options(options)
        try setting()
    }

    private mutating func text() throws(DiscoveryProblem) {
        try state(.text)
        entity.content = .text
        try setting()
    }

    private mutating func lock() throws(DiscoveryProblem) {
        let states = [
            ("locked", "state_locked", "LOCKED"), ("unlocked", "state_unlocked", "UNLOCKED"),
            ("locking", "state_locking", "LOCKING"), ("unlocking", "state_unlocking", "UNLOCKING"),
            ("jammed", "state_jammed", "JAMMED"),
        ]
        try state(.options(states.map(\.0)))
        try words(states.map { (.text($0.0), $0.1, $0.2) })
        try commands([(.lock, "payload_lock", "LOCK"), (.unlock, "payload_unlock", "UNLOCK")], needsTopic: true)
        // To draw the bolt and open the door is offered by few.
        if fields["payload_open"] != nil { try command(.open, "payload_open", "OPEN") }
    }

    /// What covers and valves tell: whether they are open, or else by how much.
    private mutating func shutter() throws(DiscoveryProblem) {
        var states = [
            ("open", "state_open", "open"), ("closed", "state_closed", "closed"),
            ("opening", "state_opening", "opening"), ("closing", "state_closing", "closing"),
        ]
        if entity.platform == .cover { states.append(("stopped", "state_stopped", "stopped")) }
        try state(.options(states.map(\.0)))
        if entity.stateTopic != nil {
            try words(states.map { (.text($0.0), $0.1, $0.2) })
        } else {
            let closed = try fields.number("position_closed") ?? 0
            let open = try fields.number("position_open") ?? 100
            try state(
                .number(min(closed, open)...max(closed, open)), topic: "position_topic", template: "position_template")
        }
        try commands(
            [(.open, "payload_open", "OPEN"), (.close, "payload_close", "CLOSE"), (.stop, "payload_stop", "STOP")],
            needsTopic: false, hasTemplate: entity.platform == .valve)
    }

    // MARK: What it hears

    private typealias Wanted = (action: EntityCommand.Action, key: String, usual: String)

    /// - Parameter isJSON: it hears `{"state": "ON"}`.
    private mutating func commands(
        _ wanted: [Wanted], needsTopic: Bool, hasTemplate: Bool = true, isJSON: Bool = false
    ) throws(DiscoveryProblem) {
        guard let topic = try fields.topic("command_topic") else {
            if needsTopic { throw fields.missing("command_topic") }
            return
        }
        entity.commandTopic = topic
        if hasTemplate, !isJSON {
            (entity.commandTemplate, entity.commandObstacle) = try fields.template("command_template")
        }
        for one in wanted { try command(one.action, one.key, one.usual, isJSON: isJSON) }
    }

    private mutating func command(
        _ action: EntityCommand.Action, _ key: String, _ usual: String, isJSON: Bool = false
    ) throws(DiscoveryProblem) {
        let payload = try fields.text(key) ?? usual
        guard entity.commandObstacle == nil else { return }
        let written = entity.commandTemplate.map { $0.written(.text(payload)) } ?? payload
        guard let written else { return }
        entity.commands.append(
            EntityCommand(action: action, payload: isJSON ? #"{"state":\#(JSONValue.quoted(written))}"# : written))
    }

    private mutating func setting() throws(DiscoveryProblem) {
        guard let topic = try fields.topic("command_topic") else { throw fields.missing("command_topic") }
        entity.commandTopic = topic
        (entity.commandTemplate, entity.commandObstacle) = try fields.template("command_template")
        entity.isSettable = entity.commandObstacle == nil
    }
}
