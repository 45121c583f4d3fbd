public import Commons
import Rulebook

extension CommunityDesk {
    /// Tells a device to do something.
    /// `id`: the same sent twice by the same person is one command.
    public func command(
        _ command: String, to device: String, id: String, by visitor: Visitor
    ) async throws -> DeviceCommand {
        guard CommunityDesk.isID(id) else { throw CommunityDesk.noID }
        let now = surroundings.now()
        return try await store.writeCommunity { records in
            let item = try found(device, of: Estate.device, records)
            try demand(CommunityFunction.command, visitor, item)
            if let there = try records.command(id) {
                guard there.device == device, there.command == command, there.person == visitor.person?.id else {
                    throw CommunityDesk.used
                }
                return there
            }
            let model = try model(of: item, records)
            guard let declared = model?.commands.first(where: { $0.id == command }) else {
                throw Refusal(
                    .invalid, zh: "这种设备没有命令“\(command)”", en: "this device knows no command '\(command)'",
                    place: "command")
            }
            guard item.state == "active" else {
                throw Refusal(.locked, zh: "设备不在用，不能控制", en: "the device is not in use")
            }
            let made = DeviceCommand(
                id: id, device: device, command: command, askedAt: now, person: visitor.person?.id,
                until: now.adding(seconds: declared.term))
            try give(made, to: item, isDrill: false, records)
            return made
        }
    }

    /// Puts a command where the device gets it, and into the log of events. In a drill no device hears of it.
    func give(
        _ command: DeviceCommand, to device: Item, isDrill: Bool, _ records: any CommunityRecords
    ) throws {
        _ = try records.add(
            Event(
                kind: CommunityDesk.commandEvent, device: device.id, place: device.place, at: command.askedAt,
                receivedAt: command.askedAt, level: .info, text: command.command, isDrill: isDrill))
        if isDrill { return }
        try records.put(command)
        try records.announce("command/\(device.id)/\(command.command)", on: CommunityDesk.channel)
    }

    /// The kind of an event that tells a device what to do.
    public static var commandEvent: String { "command" }

    /// What a device was told, newest first.
    public func commands(of device: String, _ visitor: Visitor) async throws -> [DeviceCommand] {
        try await store.readCommunity { records in
            try demand(CommunityFunction.readReadings, visitor, found(device, of: Estate.device, records))
            return try records.commands(of: device, limit: 100)
        }
    }

    /// The devices have them.
    public func received(_ commands: [String]) async throws {
        let now = surroundings.now()
        try await store.writeCommunity { records in
            for id in commands {
                guard var command = try records.command(id), command.state == .waiting else { continue }
                command.state = .sent
                command.sentAt = now
                try records.put(command)
                try records.announce("\(Estate.device.id)/\(command.device)/told", on: CommunityDesk.channel)
            }
        }
    }

    /// Says that the device is told the command now.
    /// - Returns: false: somebody else has said so, or it is over.
    public func claim(_ id: String) async throws -> Bool {
        let now = surroundings.now()
        return try await store.writeCommunity { records in
            guard var command = try records.command(id), command.state == .waiting, command.until > now else {
                return false
            }
            command.state = .sent
            command.sentAt = now
            try records.put(command)
            return true
        }
    }

    /// It could not be told after all.
    public func giveBack(_ id: String) async throws {
        try await store.writeCommunity { records in
            guard var command = try records.command(id), command.state == .sent else { return }
            command.state = .waiting
            command.sentAt = nil
            try records.put(command)
            // Whoever has come to another node meanwhile found nothing waiting.
            try records.announce("retry/\(command.device)", on: CommunityDesk.channel)
        }
    }

    /// Devices that have not got a command that counts still.
    public func devicesWaiting() async throws -> [String] {
        let now = surroundings.now()
        return try await store.readCommunity { try $0.devicesWaiting(at: now) }
    }

    /// An adapter's answer in a device's name, by a person's program.
    public func answer(_ answer: CommandAnswer, of device: String, by visitor: Visitor) async throws -> DeviceCommand {
        let now = surroundings.now()
        return try await store.writeCommunity { records in
            let item = try found(device, of: Estate.device, records)
            try demand(CommunityFunction.sendReadings, visitor, item)
            guard let command = try records.command(answer.command), command.device == device else {
                throw Refusal(.missing, zh: "没有这条命令", en: "there is no such command")
            }
            return try answered(command, answer, at: now, records)
        }
    }

    /// A device's answer.
    func take(
        _ answer: CommandAnswer, _ rights: SenderRights, at now: Instant, _ records: any CommunityRecords
    ) throws -> Intake.Outcome {
        var rights = rights
        if case .failure(let reason) = rights.device(rights.name) { return .refused(reason) }
        guard CommunityDesk.isID(answer.command), let command = try records.command(answer.command),
            let number = try devices.contents(records).byID[command.device], case .success = rights.device(number)
        else { return .refused(.unknownCommand) }
        let before = command.state
        return try answered(command, answer, at: now, records).state == before ? .repeated : .taken
    }

    /// The first answer counts; one that comes late is kept with the command, which stays late.
    private func answered(
        _ command: DeviceCommand, _ answer: CommandAnswer, at now: Instant, _ records: any CommunityRecords
    ) throws -> DeviceCommand {
        guard command.answeredAt == nil else { return command }
        let wasLate = command.state == .late
        var command = command
        command.answeredAt = now
        command.answer = answer.text.cut(to: CommunityLimits.answerText)
        let isLate = wasLate || command.until < now
        command.state = isLate ? .late : answer.isDone ? .done : .failed
        try records.put(command)
        try records.announce("\(Estate.device.id)/\(command.device)/told", on: CommunityDesk.channel)
        if command.state != .done, !wasLate { try notCarriedOut(command, at: now, records) }
        return command
    }

    /// Ends the commands that nobody answered in time.
    /// - Returns: how many.
    public func endCommands() async throws -> Int {
        let now = surroundings.now()
        return try await store.writeCommunity { records in
            let all = try records.unansweredCommands(before: now, limit: 500)
            for var command in all {
                command.state = .late
                try records.put(command)
                try notCarriedOut(command, at: now, records)
            }
            return all.count
        }
    }

    /// Somebody has to know: what was to be shut may be open. A device that was never there and has got nothing is
    /// told by others, who need not answer.
    private func notCarriedOut(
        _ command: DeviceCommand, at now: Instant, _ records: any CommunityRecords
    ) throws {
        let isHeard =
            try command.sentAt != nil || command.answeredAt != nil || records.presence(of: command.device) != nil
        guard isHeard, let device = try records.item(command.device),
            let kind = catalog.event(Estate.notCarriedOut.id)
        else { return }
        let model = try model(of: device, records)
        let title = model?.commands.first { $0.id == command.command }?.title.zh ?? command.command
        let why = command.answer.isEmpty ? command.state.title.zh : command.answer
        let event = Event(
            kind: kind.id, device: device.id, place: device.place, at: now, receivedAt: now, level: kind.level,
            text: "\(title)：\(why)")
        var chain = RuleChain(start: now, isDrill: false)
        try happened(event, home: home(of: device), &chain, records)
    }
}
