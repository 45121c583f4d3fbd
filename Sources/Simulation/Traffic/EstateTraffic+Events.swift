public import Commons

extension EstateTraffic {
    /// What happens in a day and calls for somebody, in order of time.
    func incidents(of day: Int) -> [SentEvent] {
        var dice = dice("incidents", day)
        var found: [SentEvent] = []
        let start = Rhythm.start(of: day)
        /// `rate`: of a thousand homes in a thousand days. `hours`: when such things happen.
        func add(
            _ kind: String, _ models: [String], rate: Int, hours: [Int], lasts: ClosedRange<Int>, isFalse: Bool = false,
            _ texts: [String]
        ) {
            for _ in 0..<count(rate, &dice) {
                let indices = models.flatMap { byModel[$0] ?? [] }.filter { $0 != marker && $0 != silenced }
                guard !indices.isEmpty else { return }
                let device = plan.devices[dice.pick(indices)].code
                let second = dice.pick(hours) * 3600 + dice.below(3600)
                found.append(
                    SentEvent(
                        key: "", at: start + Int64(max(1, second)) * 1000, kind: kind, device: device,
                        text: dice.pick(texts), lasts: Int64(dice.within(lasts)) * Rhythm.minute, isFalse: isFalse))
            }
        }
        let (byDay, byNight) = (Array(7...22), [0, 1, 2, 3, 4, 22, 23])
        add(
            "fault", ["smoke", "camera", "lift", "door", "barrier"], rate: 400, hours: byDay, lasts: 60...480,
            ["设备离线", "自检未通过", "通信中断", "电源异常"])
        add(
            "fire", ["smoke"], rate: 120, hours: [7, 11, 12, 17, 18, 19], lasts: 3...6, isFalse: true,
            ["烟雾浓度超限", "厨房油烟"])
        add("fire", ["smoke"], rate: 8, hours: byDay + byNight, lasts: 12...20, ["烟雾浓度持续上升"])
        add("intrusion", ["camera"], rate: 150, hours: byNight, lasts: 5...10, ["周界有人翻越", "区域内有人滞留"])
        add("forced", ["door"], rate: 100, hours: byNight + [6, 18], lasts: 2...5, ["门被强行打开", "门长时间未关"])
        add("trapped", ["lift"], rate: 30, hours: byDay, lasts: 15...40, ["轿厢内有人呼救"])
        add("help", ["help"], rate: 100, hours: byDay, lasts: 5...15, ["老人身体不适", "按下求助按钮", "儿童走失"])
        if Weather(self, day).water > 80 {
            add("flood", ["water"], rate: 300, hours: Array(0...23), lasts: 40...120, ["集水井水位超限"])
        }
        if plan.isFitted { found += fittedIncidents(day) }
        found.sort { ($0.at, $0.device) < ($1.at, $1.device) }
        for index in found.indices { found[index].key = key(day, "i\(index)") }
        return found
    }

    /// What video analysis sees and calls for help from homes; a kitchen that smokes every six weeks.
    private func fittedIncidents(_ day: Int) -> [SentEvent] {
        var dice = dice("fitted", day)
        var found: [SentEvent] = []
        func happen(_ kind: String, _ device: EstatePlan.Device?, hour: Int, isFalse: Bool, _ text: String) {
            guard let device else { return }
            let at = Rhythm.start(of: day) + Int64(hour * 3600 + dice.below(3600)) * 1000
            found.append(
                SentEvent(
                    key: "", at: at, kind: kind, device: device.code, text: text,
                    lasts: 5 * Rhythm.minute, isFalse: isFalse))
        }
        let boxes = (byModel["vision"] ?? []).map { plan.devices[$0] }
        for _ in 0..<(1 + dice.below(3)) {
            let (kind, index, text) = dice.pick([
                ("vision.ebike", 1, "轿厢内识别到电动自行车"), ("vision.lane", 2, "消防通道有车辆停留"),
                ("vision.parking", 2, "车辆停在禁停区"), ("vision.falling", 0, "疑似物品从高处落下"),
            ])
            let box = boxes.indices.contains(index) ? boxes[index] : nil
            happen(kind, box, hour: dice.within(8...21), isFalse: dice.chance(25), text)
        }
        let buttons = (byModel["help"] ?? []).map { plan.devices[$0] }
        if day % 9 == 4, !buttons.isEmpty {
            happen(
                "help", dice.pick(buttons), hour: dice.within(8...20), isFalse: false, dice.pick(["老人身体不适", "按下求助按钮"]))
        }
        if day % 42 == 11 {
            let smoke = (byModel["smoke"] ?? []).filter { $0 < plan.ownDevices }.map { plan.devices[$0] }
            if !smoke.isEmpty { happen("fire", dice.pick(smoke), hour: 18, isFalse: true, "厨房油烟") }
        }
        return found
    }

    func key(_ day: Int, _ what: String) -> String { "sim-\(plan.code)-\(seed)-\(day)-\(what)" }

    /// Visitors on foot and by car, who are announced at the gate one by one.
    func visits(of day: Int) -> [SentEvent] {
        var dice = dice("visits", day)
        let gates = ["door", "barrier"].flatMap { byModel[$0] ?? [] }.filter {
            plan.gates.contains(plan.devices[$0].place) && !plan.devices[$0].code.hasSuffix("barrier-2")
        }
        guard !gates.isEmpty else { return [] }
        let hours = Rhythm.passages(day).enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
        return (0..<count(120_000, &dice)).map { index in
            let device = plan.devices[dice.pick(gates)]
            let second = dice.pick(hours) * 3600 + dice.below(3600)
            return SentEvent(
                key: key(day, "v\(index)"), at: Rhythm.start(of: day) + Int64(max(1, second)) * 1000, kind: "entry",
                device: device.code, text: device.model == "barrier" ? "访客车辆" : dice.pick(["访客", "快递", "外卖", "家政"]))
        }
    }

    /// What residents ask for.
    func wishes(of day: Int) -> [RepairWish] {
        var dice = dice("wishes", day)
        let matters = [
            ("厨房水管漏水", "洗菜池下方滴水"), ("楼道灯不亮", "声控灯拍手也不亮"), ("门禁打不开", "刷卡没有反应"),
            ("下水道堵塞", "卫生间返水"), ("暖气不热", "家里只有十几度"), ("窗户关不严", "下雨时进水"), ("电梯有异响", "到高层时咯噔一声"),
        ]
        let wishes = (0..<count(1500, &dice)).map { index in
            let matter = dice.pick(matters)
            let second = dice.within(7...21) * 3600 + dice.below(3600)
            return RepairWish(
                key: key(day, "r\(index)"), at: Rhythm.start(of: day) + Int64(second) * 1000, home: dice.pick(homes),
                title: matter.0, words: matter.1, stars: dice.chance(80) ? 5 : dice.within(2...4))
        }
        return wishes.sorted { ($0.at, $0.key) < ($1.at, $1.key) }
    }

    /// What is open at a moment so that there is something to look at: three matters of the last hour.
    public func scene(at moment: Instant) -> [SentEvent] {
        let now = moment.milliseconds
        func event(_ kind: String, _ model: String, _ index: Int, _ minutes: Int64, _ text: String) -> SentEvent? {
            let devices = (byModel[model] ?? []).filter { $0 != marker && $0 != silenced }
            guard !devices.isEmpty else { return nil }
            return SentEvent(
                key: "sim-\(plan.code)-\(seed)-scene-\(now / Rhythm.hour)-\(kind)", at: now - minutes * Rhythm.minute,
                kind: kind, device: plan.devices[devices[index % devices.count]].code, text: text)
        }
        return [
            event("fault", "lift", 2, 42, "自检未通过"), event("intrusion", "camera", 1, 17, "区域内有人滞留"),
            event("help", "help", 0, 6, "按下求助按钮"),
        ].compactMap(\.self)
    }
}
