/// What use cases take from outside: the time and fresh ids. Tests pass their own.
public struct Surroundings: Sendable {
    public var now: @Sendable () -> Instant
    /// An id that nobody has had: 26 characters 0-9 and a-z, later ones sort after earlier ones.
    public var newID: @Sendable () -> String
    /// As administrators keep it; it may change between two calls.
    public var calendar: @Sendable () -> WorkCalendar

    public init(
        now: @escaping @Sendable () -> Instant, newID: @escaping @Sendable () -> String,
        calendar: @escaping @Sendable () -> WorkCalendar = { WorkCalendar() }
    ) {
        self.now = now
        self.newID = newID
        self.calendar = calendar
    }
}
