public import Rulebook

/// The states of a kind of case, and the acts that lead from one to the next. Declared once; everything that writes
/// asks it.
public struct LifeCycle: Sendable {
    public struct State: Hashable, Sendable {
        public var id: String
        public var title: Phrase
        /// Working days until its deadline; nil: none.
        public var term: Int?
        /// Minutes until its deadline, where it is shorter than days.
        public var minutes: Int?
        /// Nothing leads on from here.
        public var isFinal: Bool

        public init(
            _ id: String, zh: String, en: String, term: Int? = nil, minutes: Int? = nil, isFinal: Bool = false
        ) {
            self.id = id
            title = Phrase(zh: zh, en: en)
            self.term = term
            self.minutes = minutes
            self.isFinal = isFinal
        }

        /// When it should be over that began then; nil: no deadline.
        public func due(from since: Instant, _ calendar: WorkCalendar) -> Instant? {
            if let minutes { return since.adding(seconds: Int64(minutes) * 60) }
            return term.map { Instant(calendar.adding(workingDays: $0, to: since.day).adding(days: 1)) }
        }
    }

    /// An act: what it is called, in which states it is possible, and what it takes the right to.
    public struct Act: Hashable, Sendable {
        public var id: String
        public var title: Phrase
        public var states: [String]
        public var function: Function
        /// It takes a fresh proof of who does it.
        public var isGrave: Bool

        public init(
            _ id: String, zh: String, en: String, in states: [String], function: Function, isGrave: Bool = false
        ) {
            self.id = id
            title = Phrase(zh: zh, en: en)
            self.states = states
            self.function = function
            self.isGrave = isGrave
        }
    }

    public let states: [State]
    public let acts: [Act]
    private let byState: [String: State]
    private let byAct: [String: Act]

    public init(states: [State], acts: [Act]) {
        self.states = states
        self.acts = acts
        byState = Dictionary(states.map { ($0.id, $0) }) { first, _ in first }
        byAct = Dictionary(acts.map { ($0.id, $0) }) { first, _ in first }
    }

    public func state(_ id: String) -> State? { byState[id] }
    public func act(_ id: String) -> Act? { byAct[id] }

    /// Why an act is not possible in a state; nil: it is.
    public func obstacle(to id: String, in state: String) -> Refusal? {
        guard let act = byAct[id] else {
            return Refusal(.invalid, zh: "没有这种操作：\(id)", en: "there is no act '\(id)'")
        }
        if act.states.contains(state) { return nil }
        let here = byState[state]?.title ?? .same(state)
        let there = act.states.compactMap { byState[$0]?.title }.joined()
        return Refusal(
            .locked, zh: "现在是“\(here.zh)”阶段，不能\(act.title.zh)；只有在“\(there.zh)”阶段可以",
            en: "in the state '\(here.en)' one cannot \(act.title.en.lowercased()); only in: \(there.en)")
    }
}
