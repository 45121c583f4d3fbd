/// Why an announcement is refused. Keys are written in full, with those above them: `components/t1/min`.
public enum DiscoveryProblem: Error, Hashable, Sendable {
    /// More bytes than `DiscoveryLimits.bytes`.
    case tooLarge
    /// It is no JSON from this byte on.
    case malformed(at: Int)
    /// Lists or objects stand too deep in each other at this byte.
    case tooDeep(at: Int)
    /// It is JSON, but no object.
    case noObject
    /// What has to be there is not.
    case missing(String)
    /// What stands there is of another type, or no such value is possible.
    case wrong(String)
    /// More stand there than are read.
    case tooMany(String)
}

/// What is read at most.
public enum DiscoveryLimits {
    /// Of an announcement, and of a message that a template reads.
    public static let bytes = 64 * 1024
    /// Bytes of a topic.
    public static let topic = 1_000
    public static let components = 200
    public static let options = 200
    public static let availabilities = 10
    public static let identifiers = 20
}
