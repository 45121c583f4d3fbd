public import Commons

/// Something that somebody of the estate does at a moment of its past, by the server's clock.
public struct Deed: Hashable, Sendable {
    /// What stands in a field.
    public enum Word: Hashable, Sendable {
        case text(String)
        case number(Int)
        case list([String])
        /// A photograph of the spot.
        case photo
        /// The thing of a kind that has this title.
        case named(kind: String, title: String)
        /// The log-in of whoever work is handed to.
        case worker
        /// What the server said in the field `code` when the thing was entered.
        case code(of: String)
    }

    public enum Target: Hashable, Sendable {
        /// What was entered by the deed of this key, the same day.
        case entered(kind: String, key: String)
        case numbered(kind: String, number: String)
        /// The alarm that came of this event, or the work order of that.
        case alarm(of: String)
        case order(of: String)
        /// All of a kind in a state that the person sees, so many at most.
        case every(kind: String, state: String, most: Int)
    }

    public enum What: Hashable, Sendable {
        /// Nobody does anything: what is due by now comes to pass.
        case settle
        /// A table of a kind.
        case bring(kind: String, table: [UInt8])
        case enter(kind: String, place: String?, [String: Word])
        case edit(Target, [String: Word])
        case act(String, on: Target, [String: Word])
        /// The points of a patrol that are due, by the tags on the spot.
        case scan(most: Int)
        case tell(SentEvent)
        /// Devices say how they are.
        case pulse
        /// All that leaves the gateways from this moment on.
        case send(from: Int64)
        /// Devices answer what they were told, and are told the opposite by somebody on duty.
        case obey(devices: [String], back: Bool)
        case bill(tariff: String, period: String, within: String)
        /// Reads the messages that have come.
        case read
        /// Stars of the day.
        case evaluate
    }

    /// In milliseconds since 1970.
    public var at: Int64
    /// nil: nobody.
    public var by: Role?
    /// The same for the same deed of the same estate and seed; visible ASCII, 50 characters at most.
    public var key: String
    public var what: What
}
