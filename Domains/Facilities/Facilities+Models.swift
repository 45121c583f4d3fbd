import Commons
import Community
import Rulebook

extension Facilities {
    private static let states: [Field.Option] = [
        .init("idle", zh: "空闲", en: "Idle"), .init("busy", zh: "使用中", en: "In use"),
        .init("fault", zh: "故障", en: "Out of order"),
    ]
    /// The place of `fault` among the states, which is what a reading of it is kept as.
    static let fault = 2.0

    private static let state = DeviceModel.Property("state", zh: "状态", en: "State", .state(states), silence: 1800)
    /// Counted by the machine since it was set up.
    private static let uses = DeviceModel.Property(
        "uses", zh: "累计使用", en: "Used so far", .number(0...1_000_000_000), unit: "次")

    private static func model(_ id: String, zh: String, en: String, _ properties: DeviceModel.Property...)
        -> DeviceModel
    {
        DeviceModel(id, zh: zh, en: en, properties: [state, uses] + properties, events: ["facility.used", "fault"])
    }

    /// Rulebook has a Rule of its own, so that rules do without its words.
    static func names(_ model: DeviceModel) -> (zh: String, en: String) { (model.title.zh, model.title.en) }

    static let models: [DeviceModel] = [
        model(
            "locker", zh: "智能快递柜", en: "Parcel lockers",
            .init("free", zh: "空格口", en: "Free boxes", .number(0...10_000), unit: "个")),
        model("wash", zh: "自助洗车机", en: "Car wash", .init("water", zh: "用水", en: "Water", .number(0...1e9), unit: "L")),
        model(
            "drinking", zh: "自助纯净水机", en: "Drinking water",
            .init("tds", zh: "总溶解固体", en: "Dissolved solids", .number(0...2000), unit: "mg/L"),
            .init("sold", zh: "累计出水", en: "Water so far", .number(0...1e9), unit: "L")),
        model(
            "vending", zh: "自动售货机", en: "Vending machine",
            .init("stock", zh: "存货", en: "In stock", .number(0...100), unit: "%")),
        model(
            "waste", zh: "智能垃圾站", en: "Waste station",
            .init("fill", zh: "满溢度", en: "How full", .number(0...100), unit: "%"),
            .init("weight", zh: "累计投放", en: "Waste so far", .number(0...1e9), unit: "kg")),
    ]
}
