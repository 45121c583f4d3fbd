/// How much a device may say that is no reading: so much at once, then as much as comes back with time. One that says
/// more is not listened to for a while, and TCP holds it back.
struct Allowance {
    /// Messages that may come at once: what a gateway has kept while it was away.
    static let most: Int64 = 2_000
    /// Milliseconds until one more may come.
    static let pause: Int64 = 50

    /// When all of it will have come back, in milliseconds since 1970.
    private var fullAt: Int64 = 0

    mutating func spend(now: Int64) { fullAt = max(fullAt, now) + Self.pause }

    /// Milliseconds until there is some again; nil: there is some.
    func wait(now: Int64) -> Int64? {
        let missing = fullAt - now - Self.most * Self.pause
        // A clock that was set back holds nobody for longer than that.
        return missing > 0 ? min(missing, 1_000) : nil
    }

    func isFull(now: Int64) -> Bool { fullAt <= now }
}
