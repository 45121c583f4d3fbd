/// A message that the broker has handed over and waits to hear about.
public struct AMQPDelivery: Hashable, Sendable {
    /// Counts the deliveries of one connection from 1. Another connection gives the same message another one.
    public internal(set) var deliveryTag: UInt64
    /// It may have been handled before: by whoever had it and did not acknowledge it.
    public internal(set) var isRedelivered: Bool
    public internal(set) var exchange: String
    /// The MQTT plugin makes `linli.D1.readings` of the topic `linli/D1/readings`.
    public internal(set) var routingKey: String
    public internal(set) var body: [UInt8] = []
    /// Only those of the types of `AMQPValue`. The MQTT plugin gives `x-mqtt-publish-qos`, an integer.
    public internal(set) var headers: [String: AMQPValue] = [:]
    public internal(set) var contentType: String?
    public internal(set) var messageID: String?
    /// Seconds since the start of 1970, UTC, as the publisher said.
    public internal(set) var timestamp: Int64?
}
