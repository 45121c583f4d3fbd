import Commons
import Community

extension EstateTraffic {
    /// What goes wrong with data between a device and the platform.
    func damage(_ readings: inout [SentReading], _ day: Int) {
        var dice = dice("damage", day)
        let end = Rhythm.start(of: day) + Rhythm.day
        silence(&readings, &dice, end)
        flood(&readings, &dice, day)
        outage(&readings, &dice, day)
        /// Of something that came in time, and stays as it is.
        let victims = readings.filter {
            $0.sentAt == $0.at && $0.at < end - 10_000 && $0.device != silencedDevice
        }
        guard !victims.isEmpty else { return }
        for reason in [RefusedReading.Reason]([
            .unknownDevice, .unknownProperty, .wrongType, .outOfRange, .future, .past, .malformed, .contradiction,
        ]) {
            for _ in 0..<(1 + plan.devices.count / 300) {
                readings.append(spoilt(dice.pick(victims), reason, &dice))
            }
        }
        // A gateway that had no answer sends the same again.
        for _ in 0..<(5 + plan.devices.count / 30) {
            var copy = dice.pick(victims)
            copy.sentAt += 2000
            copy.fate = .repeated
            readings.append(copy)
        }
        // It was taken out of service.
        for index in readings.indices where readings[index].device == silencedDevice {
            readings[index].fate = .refused(.revoked)
        }
    }

    private func spoilt(_ good: SentReading, _ reason: RefusedReading.Reason, _ dice: inout Dice) -> SentReading {
        var bad = good
        bad.fate = .refused(reason)
        bad.sentAt += 1000
        switch reason {
        case .unknownDevice: bad.device = "\(plan.code)-X-\(dice.within(100...999))"
        case .unknownProperty: bad.property = "raw-adc"
        case .wrongType: bad.value = .word("ERR")
        case .outOfRange:
            // Each of these has a range that this lies outside of.
            bad.device = plan.devices[dice.pick(byModel["smoke"] ?? [marker])].code
            (bad.property, bad.value) = ("temperature", .thousandths(999_000))
        // A clock that lost its battery begins anew, or stands at the end of its days.
        case .past: bad.at = Int64(dice.within(0...86_400)) * 1000
        case .future: bad.at = 4_070_880_000_000 + Int64(dice.within(0...86_400)) * 1000
        case .contradiction:
            bad.value =
                switch good.value {
                case .flag(let flag): .flag(!flag)
                case .thousandths(let number): .thousandths(number == 1000 ? 2000 : 1000)
                case .word(let word): .word(word == "fault" ? (good.isLift ? "running" : "ok") : "fault")
                }
        case .malformed, .revoked, .unknownEvent, .unknownCommand, .quota, .quarantine: break
        }
        return bad
    }

    /// Devices that say nothing for the rest of the day.
    private func silence(_ readings: inout [SentReading], _ dice: inout Dice, _ end: Int64) {
        var since: [String: Int64] = [:]
        for _ in 0..<(1 + plan.devices.count / 300) {
            let index = dice.below(plan.devices.count)
            let from = end - Int64(dice.within(1...10)) * Rhythm.hour
            if index != marker, index != silenced { since[plan.devices[index].code] = from }
        }
        readings.removeAll { reading in since[reading.device].map { reading.at >= $0 } ?? false }
    }

    /// On one day in ten a lift tells its floor every second for twenty minutes.
    private func flood(_ readings: inout [SentReading], _ dice: inout Dice, _ day: Int) {
        guard dice.chance(10), let lifts = byModel["lift"] else { return }
        let code = plan.devices[dice.pick(lifts)].code
        let start = Rhythm.start(of: day) + Int64(dice.within(6...21)) * Rhythm.hour
        for second in 1...1200 {
            let at = start + Int64(second) * 1000 + 5
            readings.append(
                SentReading(
                    device: code, property: "floor", at: at, sentAt: at,
                    value: .thousandths(dice.within(1...plan.storeys) * 1000)))
        }
    }

    /// On one day in three the gateway of a building is cut off for hours: what it has kept comes when it is back.
    private func outage(_ readings: inout [SentReading], _ dice: inout Dice, _ day: Int) {
        let buildings = plan.spaces.filter { $0.level == "building" }.dropFirst()
        guard dice.chance(33), !buildings.isEmpty else { return }
        let prefix = dice.pick(Array(buildings)).code + "-"
        let from = Rhythm.start(of: day) + Int64(dice.within(1...17)) * Rhythm.hour
        let back = from + Int64(dice.within(30...300)) * Rhythm.minute
        var place: Int64 = 0
        for index in readings.indices
        where readings[index].device.hasPrefix(prefix) && (from..<back).contains(readings[index].at) {
            readings[index].sentAt = back + place % 20_000
            place += 10
        }
    }
}

extension SentReading {
    fileprivate var isLift: Bool { device.contains("-lift-") }
}
