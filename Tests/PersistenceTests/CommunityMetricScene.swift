import Commons
import Community
import Rulebook

/// Metrics of every kind, on a domain that has no rules: nothing happens but what a test does.
enum MetricSample {
    private static let nothing = Phrase(zh: "", en: "")
    private static let alarms = Metric.Items("alarm", lacking: ["drill": "true"])
    private static let orders = Metric.Items("order", lacking: ["drill": "true"])

    static func metric(
        _ id: String, _ computation: Metric.Computation, span: Int? = nil, least: Int = 0, leastDays: Int = 0
    ) -> Metric {
        Metric(
            id, zh: id, en: id, meaning: nothing, computation, span: span, least: least, leastDays: leastDays)
    }

    static let domain: CommunityDomain = {
        var domain = CommunityScene.domain
        domain.rules = []
        domain.models = [
            DeviceModel(
                "smoke", zh: "烟感", en: "Smoke detector",
                properties: [.init("smoke", zh: "烟雾", en: "Smoke", .number(0...100), unit: "%", silence: 3600)]),
            DeviceModel("door", zh: "门禁", en: "Door"),
        ]
        domain.events = [
            EventKind("fire", zh: "火警", en: "Fire", .urgent, retentionDays: 30),
            EventKind("entry", zh: "通行", en: "Entry", .info),
        ]
        let answers = ["acknowledge", "close", "dismiss"]
        domain.metrics = [
            metric("alarms", .count(of: alarms), span: 2),
            metric("drills", .count(of: .init("alarm", having: ["drill": "true"]))),
            metric(
                "false",
                .share(of: .init("alarm", in: ["false"]), among: .init("alarm", in: ["closed", "false"])), span: 2),
            metric("median", .response(of: alarms, to: answers, figure: .median), span: 2),
            metric("mean", .response(of: alarms, to: answers, figure: .mean), span: 2, least: 3),
            metric("term", .response(of: alarms, to: answers, figure: .inTerm(states: ["open"])), span: 2),
            metric("finish", .response(of: orders, to: ["finish"], figure: .within(minutes: 60)), span: 2),
            metric("stars", .answers(of: orders, act: "rate", field: "stars", figure: .mean), span: 2),
            metric("glad", .answers(of: orders, act: "rate", field: "stars", figure: .atLeast(4)), span: 2),
            metric("entries", .events(kinds: ["entry"]), span: 2),
            metric("online", .online(models: [])),
            metric("doors", .online(models: ["door"])),
            metric("covered", .covered(level: "building", by: ["smoke"])),
            metric("homes", .covered(level: "home", by: ["smoke"])),
            metric("smoke", .reading(model: "smoke", property: "smoke", figure: .mean), span: 2),
            metric("most", .reading(model: "smoke", property: "smoke", figure: .most), span: 2),
            metric("today", .reading(model: "smoke", property: "smoke", figure: .total)),
            metric("recorded", .recorded, span: 3, leastDays: 3),
            metric("entry.kept", .kept(kinds: ["entry"])), metric("fire.kept", .kept(kinds: ["fire"])),
        ]
        return domain
    }()
}

extension CommunityScene {
    /// To the first moment of a day so many days ahead.
    func passDays(_ days: Int) {
        let next = Instant(clock.instant.day.adding(days: days))
        clock.pass(seconds: (next.milliseconds - clock.instant.milliseconds) / 1000)
    }
}
