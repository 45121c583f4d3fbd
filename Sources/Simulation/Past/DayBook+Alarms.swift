import Commons

/// What happens and calls for somebody, and how it is answered.
extension DayBook {
    mutating func noteAlarms() {
        guard index > 0 else { return }
        var dice = dice("alarms")
        for event in traffic.incidents(of: day) where isFull || !event.kind.hasPrefix("vision.") {
            note(event.at, .gateway, "tell-\(event.key.suffix(3))", .tell(event))
            answer(event, &dice)
        }
    }

    private mutating func answer(_ event: SentEvent, _ dice: inout Dice) {
        // Now and then the officer is on another call.
        let isLate = event.kind != "help" && dice.chance(4)
        let seen = event.at + Int64(isLate ? dice.within(240...560) : dice.within(35...150)) * 1000
        act(seen, .duty, "acknowledge", on: .alarm(of: event.key))
        if event.kind == "fire" { obey(event, seen) }
        let order = Deed.Target.order(of: event.key)
        if event.isFalse {
            let told = seen + Int64(dice.within(5...18)) * Rhythm.minute
            act(told, .duty, "cancel", on: order, ["words": .text("现场查看，系误报")])
            act(told + 30_000, .duty, "dismiss", on: .alarm(of: event.key), ["words": .text("现场查看，系误报")])
            return
        }
        act(seen + 90_000, .duty, "assign", on: order, ["worker": .worker])
        act(seen + 4 * Rhythm.minute, .worker, "start", on: order)
        let done = seen + Int64(dice.within(12...38)) * Rhythm.minute
        act(done, .worker, "finish", on: order, ["words": .text("已到场处置，恢复正常"), "proof": .photo])
        act(
            done + 2 * Rhythm.minute, .duty, "close", on: .alarm(of: event.key),
            ["words": .text("已处置，现场恢复"), "proof": .photo])
        act(done + 5 * Rhythm.minute, .duty, "close", on: order)
    }

    /// Doors and lifts around a fire do as they are told, and are told the opposite when it is over.
    private mutating func obey(_ event: SentEvent, _ seen: Int64) {
        // The estate, the building, the unit.
        let unit = event.device.split(separator: "-").prefix(3).joined(separator: "-") + "-"
        let around = plan.devices.filter { device in
            device.model == "barrier" || ["door", "lift"].contains(device.model) && device.code.hasPrefix(unit)
        }.map(\.code)
        note(event.at + 15_000, .gateway, "obey", .obey(devices: around, back: false))
        note(seen + 22 * Rhythm.minute, .duty, "back", .obey(devices: around, back: true))
        note(seen + 22 * Rhythm.minute + 20_000, .gateway, "obey-back", .obey(devices: around, back: false))
    }
}
