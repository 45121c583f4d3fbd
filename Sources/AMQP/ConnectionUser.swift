/// What is done with a connection. All of it is called on the connection's thread.
protocol ConnectionUser: Sendable {
    /// On a new connection, before anything else.
    func prepare(_ connection: BrokerConnection) throws(AMQPError)
    /// Sends what waits to be sent.
    func send(_ connection: BrokerConnection) throws(AMQPError)
    /// Takes some of what is there.
    /// - Returns: Whether there may be more.
    func receive(_ connection: BrokerConnection) throws(AMQPError) -> Bool
    /// Something waits until there is room to write.
    var waitsToSend: Bool { get }
    func lost(_ error: AMQPError)
}
