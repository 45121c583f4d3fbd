import Commons

/// What one device says in a day while nothing is wrong with its data.
///
/// Thousandths of its moments end with 0; those that incidents add end with 3, those of floods of data with 5: no two
/// readings of a property are of one moment.
struct DeviceDay {
    let traffic: EstateTraffic
    let index: Int
    let day: Int
    let weather: EstateTraffic.Weather
    /// What happens at this device.
    let incidents: [SentEvent]
    private(set) var readings: [SentReading] = []
    private var dice: Dice

    init(_ traffic: EstateTraffic, _ index: Int, _ day: Int, _ weather: EstateTraffic.Weather, _ incidents: [SentEvent])
    {
        (self.traffic, self.index, self.day, self.weather, self.incidents) = (traffic, index, day, weather, incidents)
        dice = traffic.dice(traffic.plan.devices[index].code, day)
        speak()
    }

    private var device: EstatePlan.Device { traffic.plan.devices[index] }
    private var start: Int64 { Rhythm.start(of: day) }
    private var end: Int64 { start + Rhythm.day }

    private mutating func speak() {
        if index == traffic.silenced {
            add("state", start + Int64(dice.within(28_800...64_800)) * 1000, .word("ok"))
            return
        }
        switch device.model {
        case "firehost": panel()
        case "camera":
            for at in moments(every: 864) { add("state", at, .word(isDead(at) ? "fault" : "ok")) }
        case "lift": lift()
        case "smoke": smoke()
        case "water": water()
        case "door", "barrier": passages()
        default: break
        }
        if traffic.plan.isFitted { speakOfItself() }
    }

    /// What fitted devices say of their state, and what they can do, which they say once a day.
    private mutating func speakOfItself() {
        if let every = EstateTraffic.rhythms[device.model] {
            for at in moments(every: every) where !isDead(at) {
                for (property, value) in traffic.words(of: device, on: day) { add(property, at, value) }
            }
        }
        for at in moments(every: 86_400) {
            for (property, value) in traffic.abilities(of: device) { add(property, at, value) }
        }
    }

    private mutating func add(_ property: String, _ at: Int64, _ value: SentReading.Value) {
        readings.append(SentReading(device: device.code, property: property, at: at, sentAt: at, value: value))
    }

    /// So many seconds apart, beginning somewhere of the device's own.
    private mutating func moments(every seconds: Int64) -> [Int64] {
        var own = Dice(traffic.seed, device.code)
        let first = Int64(own.below(Int(seconds)))
        return (0..<(86_400 / seconds)).compactMap { step in
            let second = first + step * seconds
            let jitter = Int64(dice.below(90)) * 10
            return second > 0 ? start + second * 1000 + jitter : nil
        }
    }

    private func incident(_ at: Int64) -> SentEvent? { incidents.first { $0.at <= at && at < $0.at + $0.lasts } }

    /// It is out of order: it says so, or nothing at all.
    private func isDead(_ at: Int64) -> Bool { incident(at)?.kind == "fault" }

    private func hour(_ at: Int64) -> Int { min(23, Int((at - start) / Rhythm.hour)) }

    private mutating func panel() {
        let shift = index == traffic.marker ? 0 : Int64(dice.below(29_000)) * 10
        for step in 1...(Rhythm.day / EstateTraffic.beat) {
            let at = start + step * EstateTraffic.beat - shift
            add("state", at, .word(isDead(at) ? "fault" : "ok"))
        }
    }

    private mutating func lift() {
        for at in moments(every: 540) {
            let isOut = ["fault", "trapped"].contains(incident(at)?.kind)
            let isBusy = dice.below(110) < Rhythm.passages(day)[hour(at)]
            add("state", at, .word(isOut ? "fault" : isBusy ? "running" : "stopped"))
            let floor = dice.chance(45) ? 1 : dice.within(-1...traffic.plan.storeys)
            add("floor", at, .thousandths((floor == 0 ? 1 : floor) * 1000))
        }
    }

    private mutating func smoke() {
        var own = Dice(traffic.seed, device.code + "/smoke")
        let warmer = own.within(-12...12)
        for at in moments(every: 5760) where !isDead(at) {
            let mean = Rhythm.temperature(month: weather.month, day: weather.dayOfMonth, hour: hour(at))
            add("temperature", at, .thousandths((mean + warmer + dice.within(-4...4)) * 100))
        }
        for at in moments(every: 21_600) where !isDead(at) {
            add("smoke", at, .thousandths(dice.below(30) * 10))
        }
        // A battery lasts for 900 days.
        let age = (day + own.below(900)) % 900
        for at in moments(every: 86_400) where !isDead(at) { add("battery", at, .thousandths(100_000 - age * 100)) }
        for fire in incidents where fire.kind == "fire" {
            for minute in 0..<(fire.lasts / Rhythm.minute) {
                let at = fire.at + minute * Rhythm.minute + 3
                guard at < end else { break }
                let most = fire.isFalse ? 14 : 60
                add("smoke", at, .thousandths((12 + min(most - 12, Int(minute) * 4)) * 1000 + dice.below(90) * 10))
            }
        }
    }

    private mutating func water() {
        for at in moments(every: 1800) where incident(at) == nil {
            add("level", at, .thousandths(150 + weather.water + dice.within(-4...4)))
        }
        for flood in incidents where flood.kind == "flood" {
            for step in 0..<(flood.lasts / EstateTraffic.beat) {
                let at = flood.at + step * EstateTraffic.beat + 3
                if at < end { add("level", at, .thousandths(430 + dice.within(0...150))) }
            }
        }
    }

    /// Somebody goes through the door or under the barrier, as often as the homes that it is for say.
    private mutating func passages() {
        let homes = traffic.homes.count
        let isGate = traffic.plan.gates.contains(device.place)
        let most =
            switch (device.model, isGate) {
            case ("barrier", _): homes / 4
            case (_, true): homes / 2
            default: traffic.plan.homesPerUnit * (device.code.hasSuffix("-1") ? 4 : 1)
            }
        for (hour, share) in Rhythm.passages(day).enumerated() {
            let thousandths = most * share * dice.within(80...120) / 100
            let count = min(240, thousandths / 1000 + (dice.below(1000) < thousandths % 1000 ? 1 : 0))
            // In parts of equal length, so that nobody comes before the one before is through.
            let part = 3600 / max(1, count)
            for index in 0..<count {
                let second = hour * 3600 + index * part + dice.below(max(1, part - 8))
                let at = start + Int64(max(1, second)) * 1000 + Int64(dice.below(90)) * 10
                let through = at + Int64(dice.within(3...7)) * 1000
                guard !isDead(at), through <= end else { continue }
                add("open", at, .flag(true))
                add("open", through, .flag(false))
            }
        }
    }
}
