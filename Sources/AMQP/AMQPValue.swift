/// A value of a header or an argument (AMQP 0-9-1, 4.2.5.5 field tables); those of other types are left out.
public enum AMQPValue: Hashable, Sendable {
    case string(String)
    case int(Int64)
    case bool(Bool)
    case double(Double)
}

extension AMQPValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}
