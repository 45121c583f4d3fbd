/// Where a device says what it has: `PREFIX/COMPONENT/[NODE/]OBJECT/config`.
public struct DiscoveryTopic: Hashable, Sendable {
    /// The component under which a device tells all of its parts in one message.
    static let device = "device"

    /// What kind of thing it is, as `sensor`.
    public var component: String
    /// nil: the topic has no such level.
    public var node: String?
    public var object: String

    /// nil: nothing is announced there.
    public init?(_ topic: String, prefix: String = "homeassistant") {
        guard topic.utf8.count <= DiscoveryLimits.topic, topic.utf8.starts(with: prefix.utf8) else { return nil }
        let rest = topic.utf8.dropFirst(prefix.utf8.count)
        guard rest.first == UInt8(ascii: "/") else { return nil }
        let levels = Substring(rest.dropFirst()).split(separator: "/", omittingEmptySubsequences: false)
        guard levels.count == 3 || levels.count == 4, levels.last == "config",
            levels.allSatisfy(DiscoveryTopic.isName), !levels[0].utf8.contains(UInt8(ascii: "-"))
        else { return nil }
        component = String(levels[0])
        node = levels.count == 4 ? String(levels[1]) : nil
        object = String(levels[levels.count - 2])
    }

    /// Tells it from others of its component.
    public var id: String { node.map { "\($0)/\(object)" } ?? object }

    private static func isName(_ level: Substring) -> Bool {
        !level.isEmpty
            && level.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
