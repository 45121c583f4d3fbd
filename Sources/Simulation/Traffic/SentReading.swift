public import Community

/// A reading as a device of the invented estate sends it, with what has to become of it.
public struct SentReading: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
        case thousandths(Int)
        case flag(Bool)
        case word(String)
    }

    public enum Fate: Hashable, Sendable {
        case taken
        /// The same was sent before.
        case repeated
        case refused(RefusedReading.Reason)
    }

    /// The device's number.
    public var device: String
    public var property: String
    /// As the device's clock says, in milliseconds since 1970.
    public var at: Int64
    /// When it leaves the gateway, in milliseconds since 1970.
    public var sentAt: Int64
    public var value: Value
    public var fate: Fate = .taken

    /// Adds it as a line of JSON. What has to be refused as malformed is cut short.
    public func write(to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes += "{\"device\":\"\(device)\",\"property\":\"\(property)\",\"at\":\(at),\"value\":".utf8
        switch value {
        case .flag(let flag): bytes += (flag ? "true" : "false").utf8
        case .word(let word): bytes += "\"\(word)\"".utf8
        case .thousandths(let number):
            let size = abs(number)
            if number < 0 { bytes.append(UInt8(ascii: "-")) }
            bytes += "\(size / 1000)".utf8
            if size % 1000 != 0 { bytes += ".\(String(1000 + size % 1000).dropFirst())".utf8 }
        }
        if fate == .refused(.malformed) {
            bytes.removeLast((bytes.count - start) / 3)
        } else {
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "\n"))
    }
}

/// An event as a device of the invented estate tells it.
public struct SentEvent: Hashable, Sendable {
    /// The same for the same event of the same estate and seed; visible ASCII.
    public var key: String
    /// In milliseconds since 1970.
    public var at: Int64
    /// Of the catalogue's kinds of events.
    public var kind: String
    /// The device's number.
    public var device: String
    public var text: String
    /// How long the device is out of order, or what it measures is, in milliseconds.
    public var lasts: Int64 = 0
    /// Nothing had happened.
    public var isFalse = false

    /// One that passes and is no matter of alarm.
    public var isPassing: Bool { kind == "entry" }
}

/// Something that a resident asks to have repaired.
public struct RepairWish: Hashable, Sendable {
    /// The same for the same wish of the same estate and seed; visible ASCII.
    public var key: String
    public var at: Int64
    /// The code of the home.
    public var home: String
    public var title: String
    public var words: String
    /// 1...5.
    public var stars: Int
}
