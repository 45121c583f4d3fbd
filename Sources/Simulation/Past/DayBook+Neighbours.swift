import Commons

/// What neighbours are told, asked and offered.
extension DayBook {
    private static let notices: [(type: String, title: String, text: String)] = [
        ("repair", "地下车库照明检修", "本周三 9 时至 17 时检修车库照明，请慢行。"),
        ("care", "高温天气关爱提醒", "请独居老人减少外出，需要帮助请按求助按钮或致电值班室。"),
        ("service", "家庭保洁开放预约", "保洁、搬家协助、工具借用均可在“预约”中办理。"),
        ("emergency", "大风天气提醒", "请收好阳台物品，关好门窗。"), ("notice", "公共收益公示", "本季度公共收益已张贴在公告栏，也可到服务中心查阅。"),
    ]

    mutating func noteNeighbours() {
        guard index > 0 else { return }
        if index % 9 == 3 { announce() }
        if [40, 110, 150].contains(index) { ask() }
        if index % 9 == 4 || index % 9 == 5 {
            note(moment(12, 40), .resident, "read", .read)
            note(moment(12, 50), .worker, "read-work", .read)
            note(moment(13, 5), .duty, "read-duty", .read)
        }
        if isFull, index % 4 == 2 { book() }
    }

    private mutating func publish(_ kind: String, _ key: String, _ fields: [String: Deed.Word]) {
        let roles = Deed.Word.list(["resident", "worker", "duty"])
        note(
            moment(10, 12), .manager, key,
            .enter(kind: kind, place: nil, fields.merging(["roles": roles]) { first, _ in first }))
        act(moment(10, 14), .manager, "publish", on: .entered(kind: kind, key: self.key(key)))
    }

    private mutating func announce() {
        let notice = Self.notices[index / 9 % Self.notices.count]
        publish(
            "announcement", "notice",
            ["title": .text(notice.title), "type": .text(notice.type), "text": .text(notice.text)])
    }

    private mutating func ask() {
        let until = Instant(milliseconds: moment(20) + 10 * Rhythm.day).iso
        publish(
            "poll", "poll",
            [
                "title": .text(index == 40 ? "快递柜放在哪个门" : index == 110 ? "健身区是否加装照明" : "年底邻里节办什么活动"),
                "options": .text(index == 40 ? "北门\n南门" : index == 110 ? "加装\n不加装" : "游园会\n百家宴\n电影夜"),
                "until": .text(until),
            ])
    }

    /// A service that owners are offered beyond what they pay for anyway.
    private mutating func book() {
        let from = moment(10) + Rhythm.day
        note(
            moment(20, 10), .resident, "booking",
            .enter(
                kind: "booking", place: nil,
                [
                    "resource": .named(kind: "resource", title: index % 8 == 2 ? "家庭保洁" : "工具借用"),
                    "from": .text(Instant(milliseconds: from).iso),
                    "until": .text(Instant(milliseconds: from + Rhythm.hour).iso), "purpose": .text("家里用"),
                ]))
        all(moment(11, 30), .manager, "booking", "confirmed", "use")
    }
}
