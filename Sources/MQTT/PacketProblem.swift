/// Why bytes are no packet, or one that must not come. The connection ends with it.
public struct PacketProblem: Error, Hashable, Sendable {
    public var code: ReasonCode
    /// For a log; never what the other side sent.
    public var reason: String

    init(_ code: ReasonCode, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    static func malformed(_ reason: String) -> PacketProblem { PacketProblem(.malformedPacket, reason) }
    static func wrong(_ reason: String) -> PacketProblem { PacketProblem(.protocolError, reason) }
}
