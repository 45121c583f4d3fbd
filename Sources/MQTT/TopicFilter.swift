/// Which topics somebody wants to hear (MQTT 5, 4.7): levels between slashes, `+` for one of them, `#` for all that
/// are left.
public struct TopicFilter: Hashable, Sendable {
    public let text: String
    private let levels: [Substring]

    /// nil: it is no filter.
    public init?(_ text: String) {
        guard (1...Int(UInt16.max)).contains(text.utf8.count) else { return nil }
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        for (index, level) in levels.enumerated() {
            if level.contains("#"), level != "#" || index != levels.count - 1 { return nil }
            if level.contains("+"), level != "+" { return nil }
        }
        self.text = text
        self.levels = levels
    }

    /// Topics that begin with a dollar sign are met only by filters that say so.
    public func matches(_ topic: String) -> Bool {
        if topic.hasPrefix("$"), levels[0] == "+" || levels[0] == "#" { return false }
        let parts = topic.split(separator: "/", omittingEmptySubsequences: false)
        for (index, level) in levels.enumerated() {
            if level == "#" { return true }
            guard index < parts.count, level == "+" || level == parts[index] else { return false }
        }
        return levels.count == parts.count
    }

    /// Something can be sent to it.
    public static func isTopic(_ text: String) -> Bool {
        (1...Int(UInt16.max)).contains(text.utf8.count) && !text.utf8.contains { [0, 0x23, 0x2B].contains($0) }
    }
}
