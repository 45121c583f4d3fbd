/// Which topics somebody wants to hear (MQTT 5, 4.7): levels between slashes, `+` for one of them, `#` for all that
/// are left.
public struct TopicFilter: Hashable, Sendable {
    public let text: String
    private let levels: [Substring.UTF8View]

    public static func == (left: TopicFilter, right: TopicFilter) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }
    public func hash(into hasher: inout Hasher) { text.utf8.forEach { hasher.combine($0) } }

    /// nil: it is no filter.
    public init?(_ text: String) {
        guard (1...Int(UInt16.max)).contains(text.utf8.count) else { return nil }
        // By bytes: a sign and an accent after it are one character, and no sign any more.
        let levels = TopicFilter.levels(text)
        for (index, level) in levels.enumerated() {
            if level.contains(0x23), level.count > 1 || index != levels.count - 1 { return nil }
            if level.contains(0x2B), level.count > 1 { return nil }
        }
        self.text = text
        self.levels = levels
    }

    /// Topics that begin with a dollar sign are met only by filters that say so.
    public func matches(_ topic: String) -> Bool {
        if topic.utf8.first == 0x24, levels[0].elementsEqual([0x2B]) || levels[0].elementsEqual([0x23]) { return false }
        let parts = TopicFilter.levels(topic)
        for (index, level) in levels.enumerated() {
            if level.elementsEqual([0x23]) { return true }
            guard index < parts.count, level.elementsEqual([0x2B]) || level.elementsEqual(parts[index]) else {
                return false
            }
        }
        return levels.count == parts.count
    }

    private static func levels(_ text: String) -> [Substring.UTF8View] {
        text.utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
    }

    /// Something can be sent to it.
    public static func isTopic(_ text: String) -> Bool {
        (1...Int(UInt16.max)).contains(text.utf8.count) && !text.utf8.contains { [0, 0x23, 0x2B].contains($0) }
    }
}
