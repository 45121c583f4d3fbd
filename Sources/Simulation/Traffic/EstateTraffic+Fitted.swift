import Commons
import Rulebook

/// What devices say of themselves that an estate is fitted with, and one word of each while a past is lived.
extension EstateTraffic {
    /// Seconds between two words of a device, by model: half of what its silence may last.
    static let rhythms: [String: Int64] = [
        "vision": 440, "perimeter": 440, "detector": 1740, "intercom": 1740, "gas": 3480, "locker": 860, "wash": 860,
        "drinking": 860, "vending": 860, "waste": 860,
    ]

    /// The usual state of a device, on a day.
    func words(of device: EstatePlan.Device, on day: Int) -> [(property: String, value: SentReading.Value)] {
        var dice = Dice(seed, "\(device.code)/words/\(day)")
        /// So many a day since the machine was set up.
        func used(_ aDay: Int) -> SentReading.Value { .thousandths((day % 1000 * aDay + dice.below(aDay)) * 1000) }
        switch device.model {
        case "firehost", "camera", "vision", "perimeter", "detector", "intercom": return [("state", .word("ok"))]
        case "lift": return [("state", .word("stopped")), ("floor", .thousandths(1000))]
        case "smoke":
            let date = Day(ordinal: day)
            let warmth = Rhythm.temperature(month: date?.month ?? 1, day: date?.day ?? 1, hour: 6)
            return [("temperature", .thousandths(warmth * 100)), ("smoke", .thousandths(dice.below(30) * 10))]
        case "water": return [("level", .thousandths(150 + Weather(self, day).water))]
        case "gas": return [("gas", .thousandths(dice.below(8) * 100)), ("battery", .thousandths(92_000))]
        case "locker":
            return [("state", .word("idle")), ("uses", used(18)), ("free", .thousandths(dice.within(8...30) * 1000))]
        case "wash": return [("state", .word("idle")), ("uses", used(4)), ("water", .thousandths(120_000))]
        case "drinking":
            return [("state", .word("idle")), ("uses", used(20)), ("tds", .thousandths(dice.within(6...14) * 1000))]
        case "vending":
            return [("state", .word("idle")), ("uses", used(25)), ("stock", .thousandths(dice.within(30...95) * 1000))]
        case "waste":
            return [("state", .word("idle")), ("uses", used(60)), ("fill", .thousandths(dice.within(10...70) * 1000))]
        default: return []
        }
    }

    /// What it can do, as it says once a day.
    func abilities(of device: EstatePlan.Device) -> [(property: String, value: SentReading.Value)] {
        switch device.model {
        case "camera":
            let isGate = plan.gates.contains(device.place)
            return [
                ("width", .thousandths(1_920_000)), ("height", .thousandths(1_080_000)),
                ("recorded", .thousandths(45_000)),
                ("face", .flag(isGate)), ("flow", .flag(isGate)),
            ]
        case "door": return [("fallback", .flag(true))]
        case "barrier":
            return [("fallback", .flag(true)), ("plate", .flag(true)), ("vacancy", .flag(true)), ("fee", .flag(true))]
        case "vision":
            return ["falling", "ebike", "lane", "parking"].map { ($0, .flag(EstateTraffic.sees(device, $0))) }
        case "intercom": return [("linked", .flag(true))]
        default: return []
        }
    }

    /// Each box looks at what its cameras show.
    private static func sees(_ device: EstatePlan.Device, _ scene: String) -> Bool {
        switch device.code.split(separator: "-").dropFirst().first {
        case "L": scene == "falling"
        case "XK": scene == "ebike"
        default: scene == "lane" || scene == "parking"
        }
    }

    /// Everything has said how it is within the last five minutes, and what it can do: one batch while a past is lived.
    func pulse(at moment: Int64) -> [SentReading] {
        let day = Rhythm.day(of: moment)
        return plan.devices.enumerated().flatMap { index, device -> [SentReading] in
            guard index != silenced else { return [] }
            var dice = Dice(seed, "\(device.code)/pulse/\(moment)")
            // The marker tells how far it came: at a full beat.
            let at =
                index == marker
                ? moment / EstateTraffic.beat * EstateTraffic.beat : moment - Int64(dice.below(240)) * 1000
            return (words(of: device, on: day) + abilities(of: device)).map { property, value in
                SentReading(device: device.code, property: property, at: at, sentAt: at, value: value)
            }
        }
    }
}
