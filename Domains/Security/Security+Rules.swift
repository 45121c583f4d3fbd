import Commons
import Community

extension Security {
    /// Each kind of scene that an officer has confirmed is work for somebody.
    private static let confirmed = scenes.map { scene in
        let name = names(scene)
        return Rule(
            "\(scene).order", zh: "\(name.zh)确认后派单", en: "\(name.en): confirmed, it becomes work",
            when: .state(kind: "alarm", state: "acknowledged"), [.field("event", equals: scene)],
            then: [.open(kind: "order", fields: ["title": "{title}", "type": "alarm", "level": "serious"])])
    }

    static let rules: [Rule] =
        [
            Rule(
                "fire.doors", zh: "火警时解除门禁", en: "Doors open in a fire", when: .event(["fire"]),
                then: [
                    .command(model: "door", command: "release", around: 1),
                    .command(model: "barrier", command: "raise", around: 9),
                ]),
            Rule(
                "help.answer", zh: "求助响应", en: "A call for help is answered", when: .event(["help"]),
                then: [.notify(.duty), .call("emergency.110"), .call("emergency.contact")]),
            Rule(
                "intrusion.order", zh: "入侵报警派单", en: "Intrusions become work", when: .event(["intrusion", "forced"]),
                then: [.open(kind: "order", fields: ["title": "{title}", "type": "alarm", "level": "serious"])]),
        ] + confirmed

    static let visitRules: [Rule] = [
        Rule(
            "visit.entered", zh: "访客进入记录", en: "Visitors who enter are on record",
            when: .state(kind: "visit", state: "inside"), then: [.event(kind: "visitor.entered")]),
        Rule(
            "visit.left", zh: "访客离开记录", en: "Visitors who leave are on record",
            when: .state(kind: "visit", state: "left"), then: [.event(kind: "visitor.left")]),
        Rule(
            "visit.expired", zh: "邀请过期", en: "Invitations end", when: .overdue(kind: "visit", state: "expected"),
            then: [.act("expire")]),
        Rule(
            "visit.overstayed", zh: "访客超时未离开", en: "A visitor stays beyond the time",
            when: .overdue(kind: "visit", state: "inside"), then: [.notify(.duty)]),
        Rule(
            "watched.answer", zh: "布控人员来访提示", en: "A visitor on the watch list", when: .event(["visitor.watched"]),
            then: [.notify(.duty), .notify(.manager)]),
        Rule(
            "watched.over", zh: "布控到期解除", en: "What is over is looked out for no longer",
            when: .overdue(kind: "watched", state: "current"), then: [.act("lift")]),
        Rule(
            "credential.over", zh: "凭证到期失效", en: "Credentials end", when: .overdue(kind: "credential", state: "active"),
            then: [.act("expire")]),
        Rule(
            "credential.lost.over", zh: "挂失凭证到期失效", en: "Lost credentials end",
            when: .overdue(kind: "credential", state: "lost"), then: [.act("expire")]),
    ]

    private static func opening(_ id: String, zh: String, en: String, every: String) -> Rule {
        Rule(
            "inspection.\(id)", zh: "\(zh)安全检查", en: "\(en) inspections", when: .clock(minute: 8 * 60),
            then: [
                .openEach(
                    kind: "inspection", of: .items(kind: "inspectionplan", state: "current", where: ["every": every]),
                    link: "plan", fields: ["title": "{title}"])
            ])
    }

    static let inspectionRules: [Rule] = [
        opening("daily", zh: "每日", en: "Daily", every: "daily"),
        opening("weekly", zh: "每周", en: "Weekly", every: "w{weekday}"),
        opening("monthly", zh: "每月", en: "Monthly", every: "m{monthday}"),
        Rule(
            "inspection.hazard", zh: "安全隐患派单", en: "Hazards found become work",
            when: .state(kind: "inspection", state: "hazard"),
            then: [
                .open(kind: "order", fields: ["title": "整改安全隐患：{title}", "type": "inspection", "level": "serious"]),
                .notify(.manager),
            ]),
        Rule(
            "inspection.late", zh: "安全检查漏检报警", en: "An inspection that was missed",
            when: .overdue(kind: "inspection", state: "due"), then: [.act("miss"), .event(kind: "inspection.missed")]),
        Rule(
            "inspection.fix.late", zh: "隐患整改超期上报", en: "A hazard that is not put right in time",
            when: .overdue(kind: "inspection", state: "hazard"), then: [.notify(.manager)]),
    ]
}
