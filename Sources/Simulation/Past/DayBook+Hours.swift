import Commons
import Rulebook

/// What comes with the hours: devices speak, what is due comes to pass, the night's evaluation.
extension DayBook {
    mutating func noteHours(isDense: Bool, isEvaluated: Bool) {
        guard index > 0 else { return }
        if isDense {
            for hour in stride(from: 2, through: 24, by: 2) {
                note(moment(hour) - 1000, .gateway, "send-\(hour)", .send(from: moment(hour - 2) - 1000))
            }
        }
        for hour in isFull ? [6, 12, 18] : [6] { note(moment(hour, 15), .gateway, "pulse-\(hour)", .pulse) }
        if isEvaluated { note(moment(6, 20), .manager, "evaluate", .evaluate) }
        // After what each of them opens somebody looks at the screen.
        for (hour, minute) in [(1, 20), (7, 1), (8, 1), (15, 1), (23, 1)] {
            note(moment(hour, minute), nil, "settle-\(hour)", .settle)
            all(moment(hour, minute, 100), .duty, "alarm", "open", "acknowledge")
        }
        for hour in [9, 17] {
            all(
                moment(hour, 20), .duty, "alarm", "acknowledged", "close",
                ["words": .text("已核实并处理，责任到人")])
        }
    }

    /// Files that the office enters in the first days, and looks through in the days after.
    mutating func noteOffice() {
        switch index {
        case 0:
            note(moment(8, 10), .manager, "spaces", .bring(kind: "space", table: plan.fittedSpaces))
            note(moment(8, 20), .manager, "devices", .bring(kind: "device", table: plan.fittedDevices))
            act(
                moment(8, 30), .manager, "revoke", on: .numbered(kind: "device", number: traffic.silencedDevice),
                ["reason": .text("已拆除")])
            for (place, some) in (plan.archives + plan.routes + plan.services).enumerated() {
                note(moment(9, place), .manager, "bring-\(some.kind)", .bring(kind: some.kind, table: some.table))
            }
            notePlans()
            noteWatched()
        case 1...9:
            reviewResidents()
            for kind in ["household", "house"] {
                all(moment(10, kind == "house" ? 20 : 10), .manager, kind, "entered", "review", most: 40)
            }
        default: break
        }
    }

    /// Somebody asks who they are, whether they agree to be called, and looks through it.
    private mutating func reviewResidents() {
        let residents = plan.households.flatMap { household in household.residents.map { (household, $0) } }
        for (place, (household, resident)) in residents.enumerated() where place % 9 == index - 1 {
            var fields: [String: Deed.Word] = ["residence": .text(household.isLet ? "floating" : "permanent")]
            let file = Deed.Target.numbered(kind: "resident", number: resident.code)
            let second = place / 9 * 20
            if place % 3 == 0 {
                act(
                    moment(10, 30, second), .manager, "consent", on: file,
                    ["purposes": .list(["contact"]), "way": .text("written")])
                fields["phone"] = .text(EstatePlan.phone(place))
            }
            note(moment(10, 30, second + 5), .manager, "edit-\(place)", .edit(file, fields))
        }
        all(moment(11, 40), .manager, "resident", "entered", "review", most: 45)
    }

    private mutating func notePlans() {
        let plans = [
            ("crime", "治安事件应急预案", "先处置、后报告；五分钟内到场，保护现场，配合公安机关"),
            ("terror", "反恐应急预案", "报警、疏散、封控、等待专业力量"), ("fire", "火灾应急预案", "确认火情、报警、疏散、初期扑救"),
        ]
        for (place, (risk, name, words)) in plans.enumerated() {
            note(
                moment(14, 10 + place), .manager, "plan-\(risk)",
                .enter(
                    kind: "emergencyplan", place: nil,
                    ["name": .text(name), "code": .text("YA-\(risk)"), "risk": .text(risk), "words": .text(words)]))
            let plan = Deed.Target.entered(kind: "emergencyplan", key: key("plan-\(risk)"))
            act(
                moment(15, 30 + place), .manager, "adopt", on: plan,
                ["reviewed": .text(date.description), "words": .text("审定")])
        }
    }

    private mutating func noteWatched() {
        for place in 0..<2 {
            note(
                moment(16, place), .manager, "watched-\(place)",
                .enter(
                    kind: "watched", place: nil,
                    [
                        "name": .text("协查\(place + 1)"), "phone": .text(EstatePlan.phone(990 + place)),
                        "source": .text("公安机关协查通知"), "since": .text(date.description),
                    ]))
        }
    }
}

extension EstatePlan {
    var fittedSpaces: [UInt8] {
        EstatePlan.csv(["name", "code", "level", "use", "position"], Array(spaceDrafts[ownSpaces...]))
    }

    var fittedDevices: [UInt8] {
        EstatePlan.csv(["name", "code", "model", "position"], Array(deviceDrafts[ownDevices...]))
    }
}
