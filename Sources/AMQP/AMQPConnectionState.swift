/// How it stands with a connection, for a log and a gauge.
public enum AMQPConnectionState: Hashable, Sendable {
    /// Ready: what was to be declared is declared.
    case connected
    /// The connection broke or could not be made; told for each attempt. The next one follows after a pause.
    case lost(AMQPError)
    /// The broker takes no messages, for its memory or its disk is full, until it says `unblocked` or the connection is
    /// lost. Only publishers are told.
    case blocked(reason: String)
    case unblocked
}
