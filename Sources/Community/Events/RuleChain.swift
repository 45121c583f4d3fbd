import Commons
import Rulebook

/// What sets rules off.
enum Signal {
    case event(Event, item: Item?)
    case state(Item)
    case overdue(Item)
    /// It is time. `place`: where, if anywhere.
    case clock(place: Item?, Home)

    var place: String? {
        switch self {
        case .event(let event, _): event.place
        case .state(let item), .overdue(let item): item.place
        case .clock(let place, _): place?.id
        }
    }

    var item: Item? {
        switch self {
        case .event(_, let item): item
        case .state(let item), .overdue(let item): item
        case .clock: nil
        }
    }
}

/// Rules that set each other off within one transaction. Each is run at most once in it, so that a rule which sets
/// itself off, or two which set each other off, come to an end; the trace says where.
struct RuleChain {
    let start: Instant
    let isDrill: Bool
    /// What set it off was over long ago when it was told: people learn of it, devices and the outside do not.
    let isLate: Bool
    private(set) var fired: [String] = []
    /// Items that were entered one for each of many.
    var opened = 0

    static let longest = 32
    static let mostOpened = 2000

    init(start: Instant, isDrill: Bool, at: Instant? = nil) {
        self.start = start
        self.isDrill = isDrill
        isLate = at.map { $0.milliseconds < start.milliseconds - CommunityLimits.live } ?? false
    }

    enum Verdict {
        case run
        case loop
        case tooMany
    }

    mutating func enter(_ rule: Rule) -> Verdict {
        if fired.contains(rule.id) { return .loop }
        if fired.count >= RuleChain.longest { return .tooMany }
        fired.append(rule.id)
        return .run
    }
}

extension Rule {
    /// Whether a signal is what it waits for, and its conditions hold.
    func answers(_ signal: Signal, at now: Instant) -> Bool {
        switch (trigger, signal) {
        case (.event(let kinds), .event(let event, _)): guard kinds.contains(event.kind) else { return false }
        case (.state(let kind, let state), .state(let item)):
            guard item.head.kind == kind, item.state == state else { return false }
        case (.overdue(let kind, let state), .overdue(let item)):
            guard item.head.kind == kind, item.state == state else { return false }
        default: return false
        }
        return conditions.allSatisfy { $0.holds(signal, at: now) }
    }
}

extension Rule.Condition {
    func holds(_ signal: Signal?, at now: Instant) -> Bool {
        switch self {
        case .hours(let from, let until):
            let hour = Int((now.milliseconds / 3_600_000 + 8) % 24)
            return from <= until ? (from..<until).contains(hour) : hour >= from || hour < until
        case .level(let least):
            if case .event(let event, _) = signal { return event.level >= least }
            guard let word = signal?.item?.fields["level"]?.text, let level = EventKind.Level(rawValue: word) else {
                return false
            }
            return level >= least
        case .field(let field, let word): return signal?.item?.fields[field]?.words.contains(word) ?? false
        }
    }
}
