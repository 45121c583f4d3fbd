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
}
