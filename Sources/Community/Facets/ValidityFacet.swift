import Commons
import Rulebook

/// That a thing holds from one moment until another: in some states it is due at its end, and some acts are done within
/// that time only.
public struct ValidityFacet: Hashable, Sendable {
    /// The fields with the first and the last moment or day; nothing in them: it held always, or holds for good.
    public var from: String
    public var until: String
    public var states: Set<String>
    public var acts: Set<String>

    public init(from: String = "from", until: String = "until", states: Set<String>, acts: Set<String> = []) {
        self.from = from
        self.until = until
        self.states = states
        self.acts = acts
    }

    /// When it begins to hold; nil: always before.
    func start(of item: Item) -> Instant? { item.fields[from].flatMap { ValidityFacet.moment($0, isLast: false) } }

    /// The first moment after it; nil: there is none.
    func end(of item: Item) -> Instant? { item.fields[until].flatMap { ValidityFacet.moment($0, isLast: true) } }

    func holds(_ item: Item, at now: Instant) -> Bool {
        (start(of: item).map { $0 <= now } ?? true) && (end(of: item).map { now < $0 } ?? true)
    }

    /// A day ends where the next one begins.
    private static func moment(_ value: FormValue, isLast: Bool) -> Instant? {
        if let number = value.number { return Instant(milliseconds: Int64(number)) }
        return value.text.flatMap { Day($0) }.map { Instant(isLast ? $0.adding(days: 1) : $0) }
    }
}

extension CommunityDesk {
    /// Time runs forward in it.
    func heed(_ validity: ValidityFacet, _ change: Change) throws {
        let touched = change.act.fields
        guard touched[validity.from] != nil || touched[validity.until] != nil,
            let start = validity.start(of: change.after), let end = validity.end(of: change.after), start >= end
        else { return }
        throw Refusal(
            .invalid, zh: "结束时间应晚于开始时间", en: "it ends before it begins", place: validity.until)
    }

    func demand(_ validity: ValidityFacet, _ act: KindAct, on item: Item, at now: Instant) throws {
        guard validity.acts.contains(act.id), !validity.holds(item, at: now) else { return }
        let start = validity.start(of: item).map(\.shown) ?? ""
        let end = validity.end(of: item).map(\.shown) ?? ""
        throw Refusal(
            .locked, zh: "不在有效时间内（\(start) 至 \(end)）", en: "it holds from \(start) until \(end) only")
    }
}
