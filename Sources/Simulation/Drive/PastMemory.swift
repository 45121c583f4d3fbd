import Commons

/// What a driver remembers of the past that it lives: what the server called the things that were entered.
struct PastMemory: Sendable {
    /// Items entered today, by the keys of their deeds.
    var entered: [String: String] = [:]
    /// Codes that the server made with them.
    var codes: [String: String] = [:]
    /// Alarms by the keys of their events.
    var alarms: [String: String] = [:]
    /// Items by number and by title, kind by kind.
    var numbers: [String: [String: String]] = [:]
    var titles: [String: [String: String]] = [:]
    /// What the server's clock says, in milliseconds since 1970.
    var clock: Int64 = 0
    /// What it has to say before anything is done: it is set only where there is something to do.
    var due: Int64 = 0
    /// Until when all readings were sent.
    var sentUntil: Int64 = 0
}
