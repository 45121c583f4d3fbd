/// What a broker tells of its own accord.
enum BrokerEvent: Equatable {
    case delivery(AMQPDelivery)
    /// What was published up to the tag, or the one with it alone, was taken or not.
    case confirmation(tag: UInt64, isMultiple: Bool, isTaken: Bool)
    /// Nowhere to go; its confirmation follows.
    case returned(publishID: Int64?, AMQPError)
    case blocked(reason: String)
    case unblocked
}
