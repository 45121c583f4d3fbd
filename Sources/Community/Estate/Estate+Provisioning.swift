import Commons
import Rulebook

extension Estate {
    /// Devices that enter themselves: of one model, in one place, with a key that they share until each has its own.
    public static let provisioning = Kind(
        "provisioning", zh: "接入批次", en: "Provisioning",
        form: Form([
            Field("name", zh: "名称", en: "Name", .line(most: 100), isRequired: true, isListed: true),
            Field("model", zh: "设备型号", en: "Model", .line(most: 60), isRequired: true, isListed: true),
            Field(
                "prefix", zh: "编号前缀", en: "Numbers begin with", .line(most: 30),
                note: .init(zh: "只接受以它开头的设备编号；不填则不限", en: "only devices of such numbers; nothing: of any")),
            Field("most", zh: "最多设备数", en: "At most", .integer(1...10_000), isRequired: true),
            Field(
                "until", zh: "截止日期", en: "Until", .day, note: .init(zh: "最后一天", en: "the last day"), isRequired: true,
                isListed: true),
        ]),
        title: "name", placing: .required, numbering: .counted(prefix: "PV"),
        states: [
            .init("open", zh: "启用", en: "Open"), .init("closed", zh: "结束", en: "Closed", isFinal: true),
        ],
        acts: [KindAct("close", zh: "结束", en: "Close", in: ["open"], to: "closed", .handle)],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export),
            .init(.duty, .organisation, .read), .init(.worker, .organisation, .read),
        ])
}
