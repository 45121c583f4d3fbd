import Commons
import Rulebook

extension Estate {
    /// A model of devices that the program does not know of itself. It is there for all organisations of an
    /// installation, as forms are.
    public static let model = Kind(
        "model", zh: "物模型", en: "Thing model",
        form: Form([
            Field("name", zh: "名称", en: "Name", .line(most: 100), isRequired: true, isListed: true),
            Field(
                "code", zh: "型号编码", en: "Model code", .line(most: 40),
                note: .init(zh: "登记和导入设备时用它；字母、数字、- 和 _", en: "devices are entered with it; letters, digits, - and _"),
                isRequired: true),
            Field(
                "definition", zh: "定义", en: "Definition", .words(most: 40_000),
                note: .init(
                    zh: "W3C 物描述（WoT Thing Model 1.1）JSON：properties 为属性（只读）和设置项，actions 为命令，events 为事件",
                    en:
                        "a W3C WoT Thing Model 1.1 in JSON; properties that are not read-only are settings"
                ), isRequired: true),
            Field("remark", zh: "备注", en: "Remark", .words(most: 1000)),
        ]),
        title: "name", placing: .nowhere, numbering: .field("code"),
        states: [
            .init("current", zh: "启用", en: "In use"), .init("retired", zh: "作废", en: "Retired", isFinal: true),
        ],
        acts: [KindAct("retire", zh: "作废", en: "Retire", in: ["current"], to: "retired", .handle, isGrave: true)],
        rights: [.init(.administrator, .all, .read, .create, .edit, .handle, .export)])
}
