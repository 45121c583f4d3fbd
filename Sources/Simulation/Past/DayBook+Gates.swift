import Commons
import Rulebook

/// Who comes and goes.
extension DayBook {
    mutating func noteGates() {
        guard index > 0 else { return }
        for event in traffic.visits(of: day).prefix(isFull ? 7 : 3) {
            note(event.at, .gateway, "tell-\(event.key.suffix(4))", .tell(event))
        }
        var dice = dice("gates")
        for place in 0..<(isFull ? 3 : 1) { noteVisit(place, by: .duty, to: dice.pick(traffic.homes), &dice) }
        if index > 2, index % 3 == 0 { noteVisit(7, by: .resident, to: plan.ownHome, &dice) }
        if index % 60 == 20 { noteWatchedVisit() }
        if index > 0, index % 11 == 0 { noteCredential() }
    }

    private mutating func noteVisit(_ place: Int, by role: Role, to home: String, _ dice: inout Dice) {
        let at = moment(dice.within(9...19), dice.below(60), place)
        let (name, purpose) = dice.pick([
            ("访客", "guest"), ("师傅", "repair"), ("保洁员", "household"), ("送货员", "delivery"),
        ])
        note(at, role, "visit-\(place)", visit(name, dice.below(800), purpose, to: home, at))
        // Some do not come: their invitation ends by itself.
        if dice.chance(6) { return }
        let visit = Deed.Target.entered(kind: "visit", key: key("visit-\(place)"))
        let come = at + Int64(role == .resident ? 90 : 3) * Rhythm.minute
        act(come, .worker, "arrive", on: visit, ["code": .code(of: key("visit-\(place)"))])
        act(come + Int64(dice.within(20...100)) * Rhythm.minute, .worker, "leave", on: visit)
    }

    private func visit(_ name: String, _ phone: Int, _ purpose: String, to home: String, _ at: Int64) -> Deed.What {
        .enter(
            kind: "visit", place: home,
            [
                "name": .text(name), "phone": .text(EstatePlan.phone(phone)), "purpose": .text(purpose),
                "from": .text(Instant(milliseconds: at).iso),
                "until": .text(Instant(milliseconds: at + 4 * Rhythm.hour).iso),
            ])
    }

    /// Somebody whom the gate looks out for: they are not let in.
    private mutating func noteWatchedVisit() {
        let at = moment(14, 40)
        note(at, .duty, "visit-watched", visit("访客", 990, "guest", to: traffic.homes[0], at))
        all(at + 70_000, .duty, "alarm", "open", "acknowledge")
        act(
            at + 2 * Rhythm.minute, .worker, "refuse", on: .entered(kind: "visit", key: key("visit-watched")),
            ["words": .text("布控人员，已报告公安机关")])
        all(
            at + 25 * Rhythm.minute, .duty, "alarm", "acknowledged", "close", ["words": .text("民警到场，已带离")])
    }

    private mutating func noteCredential() {
        note(
            moment(11, 5), .duty, "card",
            .enter(
                kind: "credential", place: nil,
                [
                    "name": .text("家政人员"), "way": .text("card"), "number": .text("\(61_000_000 + index)"),
                    "from": .text(date.description), "until": .text(date.adding(days: 60).description),
                ]))
    }
}
