import Commons
import Community

extension Facilities {
    static let rules: [Rule] =
        models.map { model in
            let name = names(model)
            return Rule(
                "facility.\(model.id)", zh: "\(name.zh)故障报修", en: "\(name.en) out of order",
                when: .reading(model: model.id, property: "state", .equal(fault)), then: [.event(kind: "fault")])
        } + [
            Rule(
                "facility.waste.full", zh: "垃圾站满溢预警", en: "Waste station nearly full",
                when: .reading(model: "waste", property: "fill", .above(85)), then: [.event(kind: "facility.full")]),
            Rule(
                "facility.stock", zh: "售货机缺货", en: "Vending machine nearly sold out",
                when: .reading(model: "vending", property: "stock", .below(10)),
                then: [.event(kind: "facility.empty")]),
            Rule(
                "facility.tds", zh: "纯净水水质超限", en: "Drinking water out of limits",
                when: .reading(model: "drinking", property: "tds", .above(50)),
                then: [.event(kind: "facility.quality")]),
            Rule(
                "facility.service", zh: "便民设施派单", en: "Facilities are looked after",
                when: .event(["facility.full", "facility.empty", "facility.quality"]),
                then: [.open(kind: "order", fields: ["title": "{title}", "type": "inspection", "level": "general"])]),
        ]
}
