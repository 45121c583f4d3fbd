import Commons

extension CommunityDesk {
    /// Takes in an event that a device told of, once.
    func take(
        _ draft: EventDraft, _ mark: EventMark, _ rights: SenderRights, mayBeLate: Bool, at now: Instant,
        _ quarantines: inout Intake.Quarantines, _ records: any CommunityRecords
    ) throws -> Intake.Outcome {
        var rights = rights
        let device: DeviceShelf.Known
        switch rights.device(draft.device ?? rights.name) {
        case .success(let found): device = found
        case .failure(let reason): return .refused(reason)
        }
        // What its model cannot know of, it does not tell; anything can break.
        let mayTell = device.model?.events.contains(draft.kind) == true || draft.kind == Estate.fault.id
        guard mayTell, let kind = catalog.event(draft.kind) else { return .refused(.unknownEvent) }
        let at = draft.at ?? now
        if at.milliseconds > now.milliseconds + CommunityLimits.ahead { return .refused(.future) }
        if at.milliseconds < now.milliseconds - CommunityLimits.late { return .refused(.past) }
        if draft.text.unicodeScalars.count > CommunityLimits.eventText { return .refused(.malformed) }
        if mark.isCertain || mark.isRepeated, try records.hasSeen(mark.text, of: device.id, at: now) {
            return .repeated
        }
        if let outcome = try quarantine(
            device, at: draft.at ?? (mayBeLate ? nil : now), now: now, &quarantines, records)
        {
            return outcome
        }
        try records.see(mark.text, of: device.id, until: now.adding(seconds: mark.seconds))
        let event = Event(
            kind: kind.id, device: device.id, place: device.place, at: at, receivedAt: now, level: kind.level,
            text: draft.text)
        var chain = RuleChain(start: now, isDrill: false, at: at)
        try happened(event, home: nil, &chain, records)
        return .taken
    }
}
