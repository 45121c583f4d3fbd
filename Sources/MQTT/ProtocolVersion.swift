/// The versions of MQTT that are spoken: OASIS 3.1.1 and 5.0.
public enum ProtocolVersion: UInt8, Hashable, Sendable, CaseIterable {
    case v311 = 4
    case v5 = 5
}

/// How surely a message arrives (MQTT 4.3).
public enum QualityOfService: UInt8, Hashable, Sendable, Comparable, CaseIterable {
    case atMostOnce = 0
    case atLeastOnce = 1
    case exactlyOnce = 2

    public static func < (left: QualityOfService, right: QualityOfService) -> Bool { left.rawValue < right.rawValue }
}
