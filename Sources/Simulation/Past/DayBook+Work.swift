import Commons

/// Repairs and other work, complaints, calls, parcels, permits.
extension DayBook {
    mutating func noteWork() {
        guard index > 0 else { return }
        var dice = dice("work")
        if index % 4 == 1 { wish(.resident, plan.ownHome, moment(8, 20), &dice) }
        if isFull, dice.chance(45) { wish(.duty, dice.pick(traffic.homes), moment(13, 10), &dice) }
        for hour in isFull ? [9, 14] : [9] { seeToWork(hour) }
        act(
            moment(18, 40), .resident, "rate", on: .every(kind: "order", state: "done", most: 5),
            ["stars": .number(dice.chance(85) ? 5 : 3), "words": .text("处理及时")])
        all(moment(20, 30), .duty, "order", "done", "close")
        if isFull { noteVoices(&dice) }
        if isFull || index % 3 == 0 { noteParcels(&dice) }
        if index % 12 == 5 { notePermit() }
        if index % 25 == 10 { noteUpkeep() }
    }

    private mutating func wish(_ role: Role, _ home: String, _ at: Int64, _ dice: inout Dice) {
        let (title, words) = dice.pick([
            ("厨房水管漏水", "洗菜池下方滴水"), ("楼道灯不亮", "声控灯拍手也不亮"), ("下水道堵塞", "卫生间返水"), ("窗户关不严", "下雨时进水"),
        ])
        note(
            at, role, "wish-\(role.rawValue)",
            .enter(
                kind: "order", place: home, ["title": .text(title), "words": .text(words), "type": .text("repair")]))
    }

    private mutating func seeToWork(_ hour: Int) {
        all(moment(hour, 5), .duty, "order", "open", "assign", ["worker": .worker])
        all(moment(hour, 25), .worker, "order", "assigned", "start")
        all(moment(hour + 1, 50), .worker, "order", "working", "finish", ["words": .text("已修好"), "proof": .photo])
    }

    private mutating func noteVoices(_ dice: inout Dice) {
        if dice.chance(50) {
            note(
                moment(10, 2), .duty, "call",
                .enter(
                    kind: "hotline", place: nil,
                    [
                        "title": .text(dice.pick(["停水通知咨询", "车位租赁咨询", "物业费账单咨询"])), "type": .text("question"),
                        "phone": .text(EstatePlan.phone(dice.below(800))),
                    ]))
        }
        if !dice.chance(4) {
            all(moment(10, 25), .duty, "hotline", "open", "answer", ["words": .text("已电话答复")])
        }
        if index % 5 == 2 {
            let (title, about) = dice.pick([("楼上夜间噪声", "noise"), ("垃圾清运不及时", "cleaning"), ("路灯损坏", "facility")])
            let isOwn = index % 10 == 2
            note(
                moment(11, 15), isOwn ? .resident : .duty, "voice",
                .enter(
                    kind: "complaint", place: isOwn ? plan.ownHome : dice.pick(traffic.homes),
                    ["title": .text(title), "type": .text("complaint"), "about": .text(about)]))
        }
        all(moment(11, 45), .duty, "complaint", "open", "accept")
        if !dice.chance(12) {
            all(moment(15, 50), .duty, "complaint", "accepted", "answer", ["words": .text("已与当事人沟通并处理")])
        }
        all(
            moment(19, 10), .resident, "complaint", "answered", "rate",
            ["stars": .number(dice.chance(80) ? 5 : 2), "words": .text("已收到答复")])
        all(moment(20, 40), .duty, "complaint", "answered", "close")
    }

    private mutating func noteParcels(_ dice: inout Dice) {
        note(
            moment(12, 30), .worker, "parcel",
            .enter(
                kind: "parcel", place: dice.pick(traffic.homes),
                [
                    "name": .text("快件"), "courier": .text(dice.pick(["顺路快递", "同城急送"])),
                    "shelf": .text("A-\(dice.within(1...30))"),
                    "phone": .text(EstatePlan.phone(dice.below(800))),
                ]))
        all(moment(19, 30), .worker, "parcel", "waiting", "take")
    }

    private mutating func notePermit() {
        let from = moment(9) + 2 * Rhythm.day
        note(
            moment(9, 40), .resident, "permit",
            .enter(
                kind: "permit", place: plan.ownHome,
                [
                    "title": .text("更换空调外机"), "type": .text("goods"), "from": .text(Instant(milliseconds: from).iso),
                    "until": .text(Instant(milliseconds: from + 8 * Rhythm.hour).iso), "words": .text("两人搬运，走货梯"),
                ]))
        let permit = Deed.Target.entered(kind: "permit", key: key("permit"))
        act(moment(10, 50), .manager, "grant", on: permit, ["words": .text("请走北门")])
        act(moment(16, 10), .duty, "pass", on: permit, ["words": .text("已核对放行码")])
        act(moment(17, 40), .manager, "inspect", on: permit, ["words": .text("公共部位完好")])
    }

    /// A lift is serviced, and the machine that sells water gets a new filter.
    private mutating func noteUpkeep() {
        let lift = Deed.Target.numbered(
            kind: "device", number: "\(plan.code)-\(1 + index / 25 % plan.buildings)-1-lift-1")
        act(moment(9, 35), .manager, "maintain", on: lift)
        act(moment(11, 55), .manager, "restore", on: lift)
        let machine = Deed.Target.numbered(kind: "facility", number: "BM-3")
        act(moment(13, 30), .manager, "pause", on: machine, ["words": .text("更换滤芯")])
        act(moment(14, 30), .manager, "reopen", on: machine)
    }
}
