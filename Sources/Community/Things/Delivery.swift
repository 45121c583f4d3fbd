public import Commons

/// What one sender said at one time.
public struct Delivery: Sendable {
    /// Who says it.
    public enum Sender: Sendable {
        /// A person's program: it speaks for the devices that the person may send readings of.
        case visitor(Visitor)
        /// A device, by its number: it speaks for itself and for the devices that it connects.
        case device(String)
    }

    public enum Content: Sendable {
        case readings(ReadingBatch)
        /// An event of a device; without a device in it, of the sender.
        case event(EventDraft, EventMark)
        case answer(CommandAnswer)
        case state(DeviceState)
        /// A gateway says what is behind it.
        case announcement(DeviceAnnouncement)
        /// It makes no sense. At most 1,000 bytes of it.
        case malformed(String)
    }

    public var sender: Sender
    public var content: Content
    /// It may have waited somewhere, so that nobody knows when it was said.
    public var mayBeLate = false
    /// As it was sent; 0: nobody has counted.
    public var bytes = 0

    public init(_ content: Content, from sender: Sender) {
        self.content = content
        self.sender = sender
    }

    /// What is entered by it has to be there for what comes after it.
    var isAnnouncement: Bool { if case .announcement = content { true } else { false } }

    public var isReadings: Bool { if case .readings = content { true } else { false } }

    /// How much work it is, in readings.
    public var weight: Int {
        switch content {
        case .readings(let batch): batch.rows.count + batch.malformed.count
        // Others should not wait while hundreds of devices are entered.
        case .announcement: 1_000
        case .event, .answer, .state, .malformed: 10
        }
    }
}

/// What an event is known by, so that one that is sent again is not taken twice.
public struct EventMark: Hashable, Sendable {
    /// 1...200 characters; once for a device.
    public var text: String
    /// No other event of the device has it. Else it counts only for a message that says it is sent again.
    public var isCertain: Bool
    /// The message says that it is sent again.
    public var isRepeated: Bool

    public init(_ text: String, isCertain: Bool, isRepeated: Bool) {
        self.text = text
        self.isCertain = isCertain
        self.isRepeated = isRepeated
    }

    /// How long it is kept: a gateway may come back with a week of backlog, while a message of which only its content
    /// is known may be a new one an hour later.
    var seconds: Int64 { isCertain ? 8 * 86_400 : 3_600 }
}
