public import Commons
public import Rulebook

/// When this happens, and that holds, do those.
public struct Rule: Hashable, Sendable, Codable {
    /// What sets it off.
    public enum Trigger: Hashable, Sendable, Codable {
        /// A reading of this property crosses the limit: the one before it did not.
        case reading(model: String, property: String, Comparison)
        /// One of these kinds of events.
        case event([String])
        /// An item of this kind came into this state.
        case state(kind: String, state: String)
        /// An item of this kind has been longer in this state than its term.
        case overdue(kind: String, state: String)
        /// A device of this model, or of any, has said nothing for longer than its model allows; once each time.
        case silence(model: String?)
        /// Once a day at this minute of it (0...1,439), Beijing time, for each organisation.
        case clock(minute: Int)
    }

    public enum Comparison: Hashable, Sendable, Codable {
        case above(Double)
        case below(Double)
        case equal(Double)

        public func holds(_ value: Double) -> Bool {
            switch self {
            case .above(let limit): value > limit
            case .below(let limit): value < limit
            case .equal(let wanted): value == wanted
            }
        }
    }

    /// What has to hold as well.
    public enum Condition: Hashable, Sendable, Codable {
        /// Between these hours of the day, Beijing time; over midnight where the first is the later one.
        case hours(from: Int, until: Int)
        case level(atLeast: EventKind.Level)
        /// A field of the item that set it off.
        case field(String, equals: String)
    }

    public enum Action: Hashable, Sendable, Codable {
        /// Something has happened.
        case event(kind: String)
        /// An item is entered; `{title}`, `{place}` and `{device}` stand for what set it off.
        case open(kind: String, fields: [String: String])
        /// An item is entered for each of these, where it is: `link` names the field that refers to it; `{title}`,
        /// `{number}` and `{place}` are its own. A field with the id of the kind of what set the rule off refers to
        /// that.
        case openEach(kind: String, of: Many, link: String, fields: [String: String])
        /// The item that set it off is acted on.
        case act(String)
        /// People of this role in the organisation that keeps the place are told.
        case notify(Role)
        /// Every device of this model in the same space or, with `around`, in the space so many steps around it.
        case command(model: String, command: String, around: Int)
        /// Adapters of others are called, as a webhook of this name.
        case call(String)
    }

    /// Several items that a rule does something for.
    public enum Many: Hashable, Sendable, Codable {
        /// All of this kind and state that the organisation keeps and whose fields have these words. In them
        /// `{weekday}` is the day of the week, 1 (Monday) to 7, and `{monthday}` that of the month, 1 to 31.
        case items(kind: String, state: String, where: [String: String] = [:])
        /// Those that this field (`references`) of what set the rule off names; `route.points`: that field of what
        /// its `route` refers to.
        case field(String)
    }

    public var id: String
    public var title: Phrase
    public var trigger: Trigger
    public var conditions: [Condition]
    public var actions: [Action]
    /// It holds for what this organisation keeps; nil: for all.
    public var organisation: String?
    /// It holds in this space and within it; nil: everywhere.
    public var place: String?

    public init(
        _ id: String, zh: String, en: String, when trigger: Trigger, _ conditions: [Condition] = [],
        then actions: [Action]
    ) {
        self.id = id
        title = Phrase(zh: zh, en: en)
        self.trigger = trigger
        self.conditions = conditions
        self.actions = actions
    }
}

/// What a rule did, step by step.
public struct RuleRun: Hashable, Sendable {
    public struct Step: Hashable, Sendable, Codable {
        public var text: Phrase
        /// Milliseconds since the first of the chain.
        public var milliseconds: Int
        public var isDone: Bool

        public init(_ text: Phrase, milliseconds: Int, isDone: Bool = true) {
            self.text = text
            self.milliseconds = milliseconds
            self.isDone = isDone
        }
    }

    public var rule: String
    /// The item that set it off; nil: a reading did.
    public var item: String?
    /// The organisation that keeps the place of what set it off: its people see the run.
    public var handler: String
    public var at: Instant
    /// What set it off: an event's id, an item's, or a series with a value, in words.
    public var cause: String
    public var isDrill: Bool
    public var steps: [Step]

    public init(
        rule: String, item: String? = nil, handler: String, at: Instant, cause: String, isDrill: Bool, steps: [Step]
    ) {
        self.rule = rule
        self.item = item
        self.handler = handler
        self.at = at
        self.cause = cause
        self.isDrill = isDrill
        self.steps = steps
    }
}

/// Which runs of rules. All that is given must hold.
public struct RuleRunQuery: Hashable, Sendable {
    public var rule: String?
    /// Set off by one of these.
    public var items: [String]?
    /// nil: of all.
    public var organisations: [String]?
    public var limit: Int

    public init(rule: String? = nil, items: [String]? = nil, organisations: [String]? = nil, limit: Int) {
        self.rule = rule
        self.items = items
        self.organisations = organisations
        self.limit = limit
    }
}
