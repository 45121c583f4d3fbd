/// A file of the portal itself: style, script, picture.
public struct Asset: Hashable, Sendable {
    /// Such as `linli.css`: letters, digits, `-`, `_` and `.`.
    public var name: String
    public var type: String
    public var bytes: [UInt8]

    public init(name: String, type: String, bytes: [UInt8]) {
        self.name = name
        self.type = type
        self.bytes = bytes
    }
}
