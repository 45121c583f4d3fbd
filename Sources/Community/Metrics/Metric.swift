public import Commons
public import Rulebook

/// A named fact about a community, computed from what it keeps: once a day, and whenever somebody asks for it.
///
/// The evaluation wing sees nothing of a community but these.
public struct Metric: Hashable, Sendable {
    /// Lower-case letters, digits, `.` and `-`; never changes.
    public let id: String
    public let title: Phrase
    /// What it says, and to whom that matters.
    public let meaning: Phrase
    public let computation: Computation
    /// It looks back so many whole days, and at today so far; nil: at how things are now.
    public let span: Int?
    /// It is thin if it rests on fewer things.
    public let least: Int
    /// It is thin if the community has been in operation for fewer days.
    public let leastDays: Int
    /// What a count counts, such as 台.
    public let counter: Phrase

    public init(
        _ id: String, zh: String, en: String, meaning: Phrase, _ computation: Computation, span: Int? = nil,
        least: Int = 0, leastDays: Int = 0, counter: Phrase = Phrase(zh: "件", en: "")
    ) {
        precondition(span.map { (1...Metric.longest).contains($0) } ?? true, "a span of 1 to 400 days: \(id)")
        self.id = id
        title = Phrase(zh: zh, en: en)
        self.meaning = meaning
        self.computation = computation
        self.span = span
        self.least = least
        self.leastDays = leastDays
        self.counter = counter
    }

    /// Days that one can look back at most.
    public static let longest = 400

    /// How a metric is computed. There are no others: each can be said in words and computed again.
    public enum Computation: Hashable, Sendable, Codable {
        /// How many items there are; with a span, how many were entered in it.
        case count(of: Items)
        /// How many of these are among those, in percent; with a span, of those entered in it. `by`: a field by which
        /// they fall into groups, of which the worst are told.
        case share(of: Items, among: Items, by: String? = nil)
        /// How long items took from being entered to the first of these acts.
        case response(of: Items, to: [String], figure: Pace)
        /// What people answered in a field of an act, a whole number such as stars.
        case answers(of: Items, act: String, field: String, figure: Grade)
        /// How many events of these kinds there were, drills left out.
        case events(kinds: [String])
        /// The share of devices of these models that speak as often as their model says; none: of all that have to.
        case online(models: [String])
        /// The share of these spaces that have one of these devices in them, or that one is related to by a service of
        /// this relation, such as `guards`.
        case covered(of: Items, by: Devices, through: String? = nil)
        /// The share of devices of these models that meet all of their needs.
        case fit(Devices)
        /// The share of these commands that devices of these models carried out, among those that were given to them
        /// and whose time is over or which were answered.
        case carriedOut(models: [String], commands: [String])
        /// What devices of a model measured on the whole days of the span.
        case reading(model: String, property: String, figure: Statistic)
        /// On how many whole days of the span there are readings.
        case recorded
        /// The share of spaces in use of this level at which there are such items.
        case placed(level: String, with: Items)
        /// The share of items on which this act was done.
        case acted(of: Items, act: String)
        /// The share of items in which all of these fields are filled in.
        case filled(of: Items, fields: [String])
        /// The share of people of these roles who did, read or answered something in the span.
        case active(roles: [String])
        /// The share of those to whom such items were delivered who have read them, or answered.
        case received(of: Items, figure: Receiving)
        /// For how many days back events of these kinds are there, none of them deleted.
        case kept(kinds: [String])
        /// How many of the roles that people with a log-in hold differ in what they may do.
        case roles(differing: Respect)
        /// How often a partner's program was told of something and took it.
        case passedOn
    }

    /// Devices in use.
    public struct Devices: Hashable, Sendable, Codable {
        public var models: [String]
        public var needs: [Need]

        /// What a device has to have said at least, the last time that it spoke of it: within the span of the metric,
        /// if it has any. Flags are 0 and 1, states their place in the list.
        public struct Need: Hashable, Sendable, Codable {
            public var property: String
            public var least: Int

            public init(_ property: String, _ least: Int = 1) {
                self.property = property
                self.least = least
            }
        }

        public init(_ models: [String], _ needs: Need...) {
            self.models = models
            self.needs = needs
        }
    }

    /// Items that are counted.
    public struct Items: Hashable, Sendable, Codable {
        public var kind: String
        /// In one of these; none: in any.
        public var states: [String]
        /// Values of fields that lists can be narrowed by.
        public var having: [String: String]
        public var lacking: [String: String]
        /// One of several values of such a field.
        public var any: [String: [String]]
        /// Values of fields of what a field refers to.
        public var referring: [String: [String: String]]
        /// Entered by somebody with one of these roles in the organisation; none: by anybody or anything.
        public var by: [String]
        /// Relations that hold at that moment only.
        public var holds: Bool

        public init(
            _ kind: String, in states: [String] = [], having: [String: String] = [:], lacking: [String: String] = [:],
            any: [String: [String]] = [:], referring: [String: [String: String]] = [:], by roles: [Role] = [],
            holds: Bool = false
        ) {
            self.kind = kind
            self.states = states
            self.having = having
            self.lacking = lacking
            self.any = any
            self.referring = referring
            by = roles.map(\.rawValue)
            self.holds = holds
        }
    }

    public enum Pace: Hashable, Sendable, Codable {
        case median, mean
        /// The share of those that were answered in time. Those whose time is not over yet do not count.
        case within(minutes: Int)
        /// The same, in the sum of the terms of these states.
        case inTerm(states: [String])
    }

    public enum Grade: Hashable, Sendable, Codable {
        case mean
        /// The share of answers of at least so much.
        case atLeast(Int)
    }

    public enum Receiving: String, Hashable, Sendable, Codable {
        case read, answered
    }

    /// In what roles may differ.
    public enum Respect: String, Hashable, Sendable, Codable {
        /// In their name.
        case name
        /// In what can be done at all.
        case functions
        /// In whose data, and in which groups of fields.
        case data
        /// In what can be done by pages and by programs.
        case interfaces
    }

    public enum Statistic: String, Hashable, Sendable, Codable {
        case mean, total, least, most
    }

    public enum Unit: Hashable, Sendable {
        case count(Phrase)
        case percent
        /// In milliseconds.
        case time
        case days
        /// A mean of answers.
        case grade
        /// As a device measures it.
        case measured(String)
    }
}

extension Metric.Computation {
    /// The share of spaces of this level, in use, that have a device of one of these models in them.
    public static func covered(level: String, by models: [String]) -> Metric.Computation {
        .covered(of: .init(Estate.space.id, in: ["current"], having: ["level": level]), by: .init(models))
    }
}

extension Metric {
    public func unit(in catalog: Catalog) -> Unit {
        switch computation {
        case .count, .events, .roles, .passedOn: .count(counter)
        case .share, .online, .covered, .fit, .carriedOut, .placed, .acted, .filled, .active, .received: .percent
        case .response(_, _, .median), .response(_, _, .mean): .time
        case .response: .percent
        case .answers(_, _, _, .mean): .grade
        case .answers: .percent
        case .reading(let model, let property, _):
            .measured(catalog.model(model)?.property(property)?.unit ?? "")
        case .recorded, .kept: .days
        }
    }
}
