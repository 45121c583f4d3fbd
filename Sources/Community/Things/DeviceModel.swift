public import Commons
public import Rulebook

/// What devices of one make can tell and do.
public struct DeviceModel: Hashable, Sendable {
    /// Something that a device measures or is, over time.
    public struct Property: Hashable, Sendable {
        public enum Content: Hashable, Sendable {
            /// What lies outside of the range is no reading.
            case number(ClosedRange<Double>)
            case flag
            /// One of these; kept by its place in the list.
            case state([Field.Option])
        }

        public var id: String
        public var title: Phrase
        public var content: Content
        public var unit: String
        /// Seconds after which a device that said nothing is taken for silent; nil: it speaks when it likes.
        public var silence: Int64?

        public init(
            _ id: String, zh: String, en: String, _ content: Content, unit: String = "", silence: Int64? = nil
        ) {
            self.id = id
            title = Phrase(zh: zh, en: en)
            self.content = content
            self.unit = unit
            self.silence = silence
        }
    }

    /// Something that one can tell a device to do.
    public struct Command: Hashable, Sendable {
        public var id: String
        public var title: Phrase
        /// The command that undoes it; nil: none does.
        public var opposite: String?
        /// For how many seconds it counts: then a device does it no longer, and somebody is told.
        public var term: Int64

        public init(_ id: String, zh: String, en: String, opposite: String? = nil, term: Int64 = 60) {
            self.id = id
            title = Phrase(zh: zh, en: en)
            self.opposite = opposite
            self.term = term
        }
    }

    public var id: String
    public var title: Phrase
    public var properties: [Property]
    /// Ids of the kinds of events that it may tell.
    public var events: [String]
    public var commands: [Command]
    /// How it can be set.
    public var settings: [Property]

    public init(
        _ id: String, zh: String, en: String, properties: [Property] = [], events: [String] = [],
        commands: [Command] = [], settings: [Property] = []
    ) {
        self.id = id
        title = Phrase(zh: zh, en: en)
        self.properties = properties
        self.events = events
        self.commands = commands
        self.settings = settings
    }

    public func property(_ id: String) -> Property? { properties.first { $0.id == id } }
}

extension DeviceModel.Property {
    /// As people read it, with its unit.
    public func shown(_ value: Double, _ language: Language) -> String {
        switch content {
        case .flag: value == 0 ? Phrase(zh: "否", en: "no")[language] : Phrase(zh: "是", en: "yes")[language]
        case .state(let options):
            options.indices.contains(Int(value)) ? options[Int(value)].title[language] : "—"
        case .number: DeviceModel.Property.digits(value) + (unit.isEmpty ? "" : " \(unit)")
        }
    }

    /// At most three decimals.
    static func digits(_ value: Double) -> String {
        let thousandths = (value * 1000).rounded()
        guard abs(thousandths) < 1e15 else { return "\(value)" }
        let number = Int(thousandths)
        let fraction = String(number.magnitude % 1000 + 1000).dropFirst()
        var digits = "\(number < 0 ? "-" : "")\(number.magnitude / 1000).\(fraction)"
        while digits.hasSuffix("0") { digits.removeLast() }
        if digits.hasSuffix(".") { digits.removeLast() }
        return digits
    }
}
