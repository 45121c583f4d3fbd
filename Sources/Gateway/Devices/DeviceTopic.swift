import MQTT

/// Where a device says something, or hears it: `linli/DEVICE/CHANNEL`. A device's number stands in it with `/`, `+`,
/// `#`, `%` and `.` percent-encoded; brokers take a dot for a slash.
struct DeviceTopic: Hashable, Sendable {
    enum Channel: String, Hashable, Sendable, CaseIterable {
        // Up.
        case readings, events, state, answers
        // Down.
        case commands, wishes

        var isDown: Bool { self == .commands || self == .wishes }
    }

    static let root = "linli"

    var device: String
    var channel: Channel

    init(_ device: String, _ channel: Channel) {
        self.device = device
        self.channel = channel
    }

    /// What a gateway may call its own: neither these nor what brokers keep for themselves, which a filter that begins
    /// with `+` or `#` would mean as well.
    static func isForeign(_ topic: String) -> Bool {
        guard let first = levels(topic).first, let sign = first.utf8.first else { return false }
        return first != root && ![UInt8(ascii: "$"), UInt8(ascii: "+"), UInt8(ascii: "#")].contains(sign)
    }

    /// nil: no device says or hears anything there.
    init?(_ topic: String) {
        let levels = Self.levels(topic)
        guard levels.count == 3, levels[0] == Self.root, let device = Self.decoded(levels[1]),
            let channel = Channel(rawValue: String(levels[2]))
        else { return nil }
        self.init(device, channel)
    }

    /// By bytes: a slash and an accent after it are one character, and no slash any more.
    static func levels(_ text: String) -> [Substring] {
        text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Substring($0) }
    }

    var text: String { "\(Self.root)/\(Self.encoded(device))/\(channel.rawValue)" }

    private static let reserved: [UInt8] = Array("/+#%.".utf8)

    static func encoded(_ number: String) -> String {
        guard number.utf8.contains(where: reserved.contains) else { return number }
        var text = ""
        for scalar in number.unicodeScalars {
            if let byte = UInt8(exactly: scalar.value), reserved.contains(byte) {
                text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// nil: it is no number of a device.
    static func decoded(_ level: Substring) -> String? {
        guard !level.isEmpty, level.utf8.count <= 400 else { return nil }
        guard level.utf8.contains(UInt8(ascii: "%")) else { return String(level) }
        var bytes: [UInt8] = []
        var rest = level.utf8[...]
        while let byte = rest.popFirst() {
            if byte != UInt8(ascii: "%") {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let code = UInt8(String(rest.prefix(2)) ?? "", radix: 16), reserved.contains(code)
            else { return nil }
            bytes.append(code)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

/// Which of these a device wants to hear: of one device, or of all for which it speaks.
struct DeviceFilter: Hashable, Sendable {
    /// nil: of all for which the sender speaks.
    var device: String?
    /// nil: all of them.
    var channel: DeviceTopic.Channel?

    /// nil: it asks for more than a device may hear.
    init?(_ filter: String) {
        let levels = DeviceTopic.levels(filter)
        guard levels.count >= 2, levels.count <= 3, levels[0] == DeviceTopic.root else { return nil }
        if levels[1] != "+" {
            guard let device = DeviceTopic.decoded(levels[1]), !levels[1].contains("#") else { return nil }
            self.device = device
        }
        if levels.count == 2 { return nil }
        if levels[2] == "+" || levels[2] == "#" { return }
        guard let channel = DeviceTopic.Channel(rawValue: String(levels[2])) else { return nil }
        self.channel = channel
    }

    func matches(_ topic: DeviceTopic) -> Bool {
        (device == nil || device == topic.device) && (channel == nil || channel == topic.channel)
    }
}

/// What a device listens to.
enum HeardTopics {
    case own(DeviceFilter)
    /// Of its own words.
    case foreign(TopicFilter)

    func matches(_ topic: String) -> Bool {
        switch self {
        case .own(let filter): DeviceTopic(topic).map(filter.matches) ?? false
        case .foreign(let filter): filter.matches(topic)
        }
    }
}
