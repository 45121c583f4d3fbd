public import Commons
import Rulebook

/// What goes on in an invented estate, day by day: what its devices say, what happens, what residents ask for.
///
/// The same estate, seed and day give the same bytes, whatever else is asked for before or after. Days are counted from
/// 1970-01-01 in Beijing time; what is said at midnight sharp belongs to the day that ends. Faults are in it, and each
/// reading says what has to become of it (`SentReading.Fate`).
public struct EstateTraffic: Sendable {
    public struct DayOfLife: Sendable {
        /// In the order in which they leave the gateway.
        public var readings: [SentReading]
        /// In order of time.
        public var events: [SentEvent]
        /// In order of time.
        public var wishes: [RepairWish]
    }

    public let plan: EstatePlan
    public let seed: UInt64

    let homes: [String]
    /// Positions in `plan.devices`, by model.
    let byModel: [String: [Int]]
    /// Its reading at every full five minutes tells how far the estate has been simulated: no fault befalls it.
    let marker: Int
    /// It was taken out of service and still speaks.
    let silenced: Int

    /// Milliseconds between two readings of the marker.
    public static let beat: Int64 = 5 * 60_000
    static let markerProperty = "state"

    public init(_ plan: EstatePlan, seed: UInt64) {
        self.plan = plan
        self.seed = seed
        homes = plan.spaces.filter { $0.level == "home" }.map(\.code)
        var byModel: [String: [Int]] = [:]
        for (index, device) in plan.devices.enumerated() { byModel[device.model, default: []].append(index) }
        self.byModel = byModel
        marker = byModel["firehost"]?.first ?? 0
        // What is fitted later stays in service.
        silenced = byModel["camera"]?.last { $0 < plan.ownDevices } ?? 0
    }

    /// The number of the device whose readings tell how far it came.
    public var markerDevice: String { plan.devices[marker].code }
    /// The number of the device that is out of service and still speaks.
    public var silencedDevice: String { plan.devices[silenced].code }

    /// The day that a moment belongs to.
    public static func day(of moment: Instant) -> Int { Rhythm.day(of: moment.milliseconds) }

    /// Everything of one day.
    public func day(_ day: Int) -> DayOfLife {
        let incidents = incidents(of: day)
        var readings: [SentReading] = []
        readings.reserveCapacity(plan.devices.count * 60)
        let weather = Weather(self, day)
        for index in plan.devices.indices {
            let own = incidents.filter { $0.device == plan.devices[index].code }
            readings += DeviceDay(self, index, day, weather, own).readings
        }
        damage(&readings, day)
        // Whatever sorts them, the same readings come in the same order.
        readings.sort { one, other in
            if one.sentAt != other.sentAt { return one.sentAt < other.sentAt }
            if one.device != other.device { return one.device < other.device }
            if one.property != other.property { return one.property < other.property }
            return one.at < other.at
        }
        return DayOfLife(readings: readings, events: events(of: day), wishes: wishes(of: day))
    }

    /// In order of time.
    public func events(of day: Int) -> [SentEvent] {
        (incidents(of: day) + visits(of: day)).sorted { ($0.at, $0.key) < ($1.at, $1.key) }
    }

    func dice(_ what: String, _ day: Int) -> Dice { Dice(seed, "\(plan.code)/\(what)/\(day)") }

    /// How many of something there are in a day, given how many a thousand homes have in a thousand days.
    func count(_ rate: Int, _ dice: inout Dice) -> Int {
        let millionths = homes.count * rate
        return millionths / 1_000_000 + (dice.below(1_000_000) < millionths % 1_000_000 ? 1 : 0)
    }

    /// Season and rain of a day.
    struct Weather {
        let month: Int
        let dayOfMonth: Int
        /// What the last days' rain adds to the water in a sump, in thousandths of a metre.
        let water: Int

        init(_ traffic: EstateTraffic, _ day: Int) {
            let date = Day(ordinal: day)
            month = date?.month ?? 1
            dayOfMonth = date?.day ?? 1
            func rain(_ day: Int) -> Int {
                var dice = traffic.dice("rain", day)
                let chance = Rhythm.rain[(Day(ordinal: day)?.month ?? 1) - 1]
                return dice.below(1000) < chance ? dice.within(10...90) : 0
            }
            water = rain(day) + rain(day - 1) / 2 + rain(day - 2) / 4
        }
    }
}
