public import Commons
public import Rulebook

/// Something that a device was told to do.
public struct DeviceCommand: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// The device has not got it yet.
        case waiting
        /// The device has it, and has not answered.
        case sent
        case done
        /// The device says that it could not.
        case failed
        /// Nobody answered in time: it counts no longer.
        case late
    }

    public var id: String
    /// The device's item.
    public var device: String
    /// Of the device's model.
    public var command: String
    public var askedAt: Instant
    /// The person; nil: a rule.
    public var person: String?
    public var rule: String?
    public var until: Instant
    public var state: State
    public var sentAt: Instant?
    public var answeredAt: Instant?
    /// What the device said.
    public var answer: String

    public init(
        id: String, device: String, command: String, askedAt: Instant, person: String? = nil, rule: String? = nil,
        until: Instant, state: State = .waiting, sentAt: Instant? = nil, answeredAt: Instant? = nil,
        answer: String = ""
    ) {
        self.id = id
        self.device = device
        self.command = command
        self.askedAt = askedAt
        self.person = person
        self.rule = rule
        self.until = until
        self.state = state
        self.sentAt = sentAt
        self.answeredAt = answeredAt
        self.answer = answer
    }
}

extension DeviceCommand.State {
    public var title: Phrase {
        switch self {
        case .waiting: Phrase(zh: "等待送达", en: "Waiting")
        case .sent: Phrase(zh: "已送达，待答复", en: "Sent")
        case .done: Phrase(zh: "已执行", en: "Done")
        case .failed: Phrase(zh: "执行失败", en: "Failed")
        case .late: Phrase(zh: "超时未答复", en: "Not answered in time")
        }
    }
}

/// What a device says of a command.
public struct CommandAnswer: Hashable, Sendable {
    /// Its id.
    public var command: String
    public var isDone: Bool
    /// At most 500 characters.
    public var text: String

    public init(command: String, isDone: Bool, text: String = "") {
        self.command = command
        self.isDone = isDone
        self.text = text
    }
}
