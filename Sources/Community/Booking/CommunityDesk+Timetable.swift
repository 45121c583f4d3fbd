public import Commons
public import Rulebook

/// When a resource is free, day by day, as one visitor may see it: whose the rest is they learn only of what they may
/// read.
public struct Timetable: Sendable {
    public struct Taken: Hashable, Sendable {
        public var span: TimeSpan
        public var isMine: Bool
        /// nil: the visitor may not read it.
        public var booking: CommunityDesk.Named?
    }

    /// A time in which as many take it up.
    public struct Stretch: Hashable, Sendable {
        public var span: TimeSpan
        public var taken: Int
        public var free: Int
    }

    public var resource: Item
    public var bookable: Bookable
    /// Whether it can be booked at all now.
    public var isOpen: Bool
    public var first: Day
    /// 1...62.
    public var days: Int
    public var taken: [Taken]
    public var now: Instant

    public var span: TimeSpan { TimeSpan(Instant(first), Instant(first.adding(days: days))) }

    /// How many more may take up all of a span.
    public func free(_ span: TimeSpan) -> Int {
        max(0, bookable.capacity - Occupancy.peak(taken.map(\.span).filter { $0.meets(span) }, in: span))
    }

    /// The opening hours of all its days, in pieces.
    public var stretches: [Stretch] {
        (0..<days).flatMap { offset -> [Stretch] in
            guard let hours = bookable.hours(on: first.adding(days: offset)) else { return [] }
            return Occupancy.stretches(taken.map(\.span), in: hours).map {
                Stretch(span: $0.span, taken: $0.taken, free: isOpen ? max(0, bookable.capacity - $0.taken) : 0)
            }
        }
    }
}

extension CommunityDesk {
    /// The kind whose things take up things of another.
    public func booking(of resource: Kind) -> Kind? {
        catalog.kinds.first { kind in
            kind.slot.flatMap { kind.form[$0.resource]?.content } == .reference(kind: resource.id)
        }
    }

    /// When a resource is free. `days`: 1...62.
    public func timetable(of id: String, from first: Day, days: Int, _ visitor: Visitor) async throws -> Timetable {
        let resource = try kind(Estate.resource.id)
        let booking = booking(of: resource)
        let now = surroundings.now()
        return try await store.readCommunity { records in
            let item = try found(id, of: resource, records)
            try demand(resource.function(.read), visitor, item)
            var table = Timetable(
                resource: item, bookable: Bookable(item), isOpen: resource.openStates.contains(item.state),
                first: first, days: min(max(days, 1), 62), taken: [], now: now)
            let slots = try records.slots(of: id, in: table.span)
            let items = try records.items(Set(slots.map(\.item)))
            table.taken = slots.map { slot in
                let isMine = slot.person != nil && slot.person == visitor.person?.id
                let named = items[slot.item].flatMap { item in
                    booking.map { allows($0.function(.read), visitor, item) } == true ? Named(item) : nil
                }
                return Timetable.Taken(span: slot.span, isMine: isMine, booking: named)
            }
            return table
        }
    }
}
