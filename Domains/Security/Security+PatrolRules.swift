import Commons
import Community

extension Security {
    private static func shift(_ id: String, zh: String, en: String, at hour: Int) -> Rule {
        Rule(
            "patrol.\(id)", zh: "\(zh)巡查任务", en: "\(en) patrols", when: .clock(minute: hour * 60),
            then: [
                .openEach(
                    kind: "round", of: .items(kind: "route", state: "current", where: ["shifts": id]), link: "route",
                    fields: ["title": "{title} \(zh)"])
            ])
    }

    static let patrolRules: [Rule] = [
        shift("day", zh: "早班", en: "Day", at: 7), shift("evening", zh: "中班", en: "Evening", at: 15),
        shift("night", zh: "夜班", en: "Night", at: 23),
        Rule(
            "patrol.start", zh: "任务的巡查点", en: "Points of a patrol", when: .state(kind: "round", state: "walking"),
            then: [
                .openEach(
                    kind: "check", of: .field("route.points"), link: "checkpoint", fields: ["title": "{title}"])
            ]),
        Rule(
            "patrol.point", zh: "漏检报警", en: "A point that was missed", when: .overdue(kind: "check", state: "due"),
            then: [.act("miss"), .event(kind: "patrol.missed")]),
        Rule(
            "patrol.round", zh: "任务无人巡查报警", en: "A patrol that nobody walked",
            when: .overdue(kind: "round", state: "planned"), then: [.act("miss"), .event(kind: "patrol.missed")]),
    ]
}
