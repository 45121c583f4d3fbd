import Commons
import Rulebook

/// The deeds of one day, as they are noted down.
struct DayBook {
    let traffic: EstateTraffic
    /// Since 1970, in Beijing time.
    let day: Int
    /// Since the past began: 0 is its first day.
    let index: Int
    /// Whether it is among the last days, on which everything is in use; before that the estate tries things out.
    let isFull: Bool
    private(set) var deeds: [Deed] = []

    init(_ traffic: EstateTraffic, day: Int, index: Int, isFull: Bool) {
        (self.traffic, self.day, self.index, self.isFull) = (traffic, day, index, isFull)
    }

    var plan: EstatePlan { traffic.plan }
    var date: Day { Day(ordinal: day) ?? Day("1970-01-01")! }
    var start: Int64 { Rhythm.start(of: day) }

    func dice(_ what: String) -> Dice { traffic.dice("past/" + what, day) }
    func key(_ what: String) -> String { traffic.key(day, what) }

    func moment(_ hour: Int, _ minute: Int = 0, _ second: Int = 0) -> Int64 {
        start + Int64((hour * 60 + minute) * 60 + second) * 1000
    }

    mutating func note(_ at: Int64, _ by: Role?, _ key: String, _ what: Deed.What) {
        deeds.append(Deed(at: at, by: by, key: self.key(key), what: what))
    }

    mutating func act(
        _ at: Int64, _ by: Role, _ act: String, on target: Deed.Target, _ fields: [String: Deed.Word] = [:]
    ) { note(at, by, "\(act)-\(at - start)", .act(act, on: target, fields)) }

    /// On everything that somebody finds in a state.
    mutating func all(
        _ at: Int64, _ by: Role, _ kind: String, _ state: String, _ act: String, _ fields: [String: Deed.Word] = [:],
        most: Int = 50
    ) { self.act(at, by, act, on: .every(kind: kind, state: state, most: most), fields) }
}
