/// Why something could not be delivered.
public struct DeliveryError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Hashable, Sendable {
        /// What was to be sent, or its address, is no such thing.
        case invalid = "not valid"
        /// The address leads into a network that nothing may be sent to.
        case forbidden = "the address is not a public one"
        case unknownHost = "no such host"
        case unreachable = "no connection"
        case timedOut = "timed out"
        /// No encryption, or a certificate that proves nothing.
        case insecure = "no secure connection"
        /// The server answered that it will not.
        case rejected = "rejected by the server"
        case other = "failed"
    }
    public var kind: Kind
    /// More, for the log of this installation only: it may tell of the network here.
    public var detail: String
    /// The server's answer, such as 550; 0: none.
    public var status: Int

    public init(_ kind: Kind, _ detail: String = "", status: Int = 0) {
        self.kind = kind
        self.detail = detail
        self.status = status
    }

    /// Without the detail.
    public var description: String { status == 0 ? kind.rawValue : "\(kind.rawValue) (\(status))" }

    /// Trying again changes nothing.
    public var isPermanent: Bool { kind == .invalid || kind == .forbidden || status >= 500 }
}
