public import Commons

extension CommunityDesk {
    /// After so many seconds without an event a device is out of quarantine.
    static let quarantineCalm: Int64 = 600
    /// Of so many events that are kept apart the text is kept; of those after them only the number.
    static let textsHeld = 1_000

    /// What was told is kept apart, and counted.
    /// `at`: when it happened, as far as anybody knows.
    /// - Returns: nil: the device is not in quarantine and tells no more than can be meant.
    func quarantine(
        _ device: DeviceShelf.Known, at: Instant?, now: Instant, _ known: inout Intake.Quarantines,
        _ records: any CommunityRecords
    ) throws -> Intake.Outcome? {
        if var there = try known.of(device.id, records) {
            there.held += 1
            // A device that tells what it always told has come to itself.
            if known.floods.isBusy(device.id, at: at, now: now) { there.lastAt = now }
            known.put(there)
            return there.held > Self.textsHeld ? .counted(.quarantine) : .refused(.quarantine)
        }
        guard known.floods.isFlood(device.id, at: at, now: now) else { return nil }
        known.put(DeviceQuarantine(device: device.id, since: now, lastAt: now, held: 1))
        try tellFlood(of: device, "上报事件过多，已隔离：其后的事件只保存，不触发告警和联动", at: now, records)
        return .refused(.quarantine)
    }

    /// That people have to look after a device.
    func tellFlood(
        of device: DeviceShelf.Known, _ text: String, at now: Instant, _ records: any CommunityRecords
    ) throws {
        let event = Event(
            kind: Estate.flood.id, device: device.id, place: device.place, at: now, receivedAt: now,
            level: Estate.flood.level, text: text)
        var chain = RuleChain(start: now, isDrill: false)
        try happened(event, home: nil, &chain, records)
        try records.announce("\(Estate.device.id)/\(device.id)/presence", on: CommunityDesk.channel)
    }

    /// Lets a device out, if it is in: what it tells from here on counts.
    public func endQuarantine(of device: String, by visitor: Visitor) async throws {
        try await store.writeCommunity { records in
            let item = try found(device, of: Estate.device, records)
            try demand(CommunityFunction.command, visitor, item)
            guard try records.endQuarantine(of: device) else { return }
            try records.announce("\(Estate.device.id)/\(device)/presence", on: CommunityDesk.channel)
        }
    }

    /// Lets out those that have been quiet.
    func sweepQuarantines(at now: Instant, _ records: any CommunityRecords) throws {
        for one in try records.quarantines(quietSince: now.adding(seconds: -Self.quarantineCalm)) {
            _ = try records.endQuarantine(of: one.device)
            try records.announce("\(Estate.device.id)/\(one.device)/presence", on: CommunityDesk.channel)
        }
    }
}
