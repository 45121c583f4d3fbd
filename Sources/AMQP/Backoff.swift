/// Pauses between attempts that grow from 0.1 to 5 seconds; a little different each, so that many nodes do not try at
/// the same moment.
struct Backoff {
    private static let shortest = 0.1
    static let longest = 5.0

    private var seconds = Backoff.shortest

    mutating func next() -> Duration {
        defer { seconds = min(seconds * 2, Self.longest) }
        return .seconds(seconds * Double.random(in: 0.8...1))
    }

    mutating func reset() { seconds = Self.shortest }
}
