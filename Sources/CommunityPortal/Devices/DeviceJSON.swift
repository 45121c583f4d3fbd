import Commons
import Community
import PortalKit

/// How a device is tied to the platform, for programs.
enum DeviceJSON {
    private static let instant = Schema.string(1...40, format: "date-time")
    private static let value = Schema.string(0...200)

    static let newKey = Schema.named(
        "DeviceKey",
        .object([
            .required("id", .string(1...64)),
            .required("key", .string(43...43).meaning(zh: "密钥，只在这里出现一次", en: "The key, told here and never again")),
            .required("madeAt", instant),
        ]))

    static let provision = Schema.named(
        "DeviceProvision",
        .object([
            .required("key", .string(1...100).meaning(zh: "接入批次的密钥", en: "The key of the batch")),
            .required("number", .string(1...60).meaning(zh: "设备编号", en: "The device's number")),
            .optional("name", .string(1...100)), .optional("serial", .string(1...60)),
        ]))

    static let provisioned = Schema.named(
        "DeviceProvisioned",
        .object([
            .required("number", .string(1...60).meaning(zh: "MQTT 用户名", en: "The user name by MQTT")),
            .required(
                "key", .string(43...43).meaning(zh: "设备自己的密钥，只在这里出现一次", en: "Its own key, told here and never again")),
        ]))

    static let commandDraft = Schema.named(
        "DeviceCommandDraft",
        .object([
            .required("command", .string(1...64).meaning(zh: "型号声明的命令", en: "One that the model declares"))
        ]))

    static let answerDraft = Schema.named(
        "DeviceCommandAnswer",
        .object([
            .required("done", .boolean.meaning(zh: "已执行", en: "It was done")), .optional("text", .string(0...500)),
        ]))

    static let command = Schema.named(
        "DeviceCommand",
        .object([
            .required("id", .string(1...64)), .required("command", .string(1...64)),
            .required("state", .oneOf(words: DeviceCommand.State.allCases.map(\.rawValue))),
            .required("askedAt", instant),
            .required("until", instant.meaning(zh: "过了此刻不再有效", en: "It counts until then")),
            .required("sentAt", instant.nullable), .required("answeredAt", instant.nullable),
            .required("answer", .string()),
        ]))

    static let wishes = Schema.named(
        "DeviceWishes",
        .object([
            .required(
                "settings",
                .object([], open: true, count: 1...100).meaning(
                    zh: "设置项的 id 与期望值", en: "What each setting shall be, by its id"))
        ]))

    static let link = Schema.named(
        "DeviceLink",
        .object([
            .required("online", .boolean),
            .required("since", instant.nullable.meaning(zh: "何时上线或离线", en: "When it came or went")),
            .required("seenAt", instant.nullable.meaning(zh: "最近听到它的时间", en: "When it was last heard")),
            .required("firmware", .string()),
            .required(
                "quarantine",
                .object([
                    .required("since", instant),
                    .required(
                        "held", .integer(0...Int(Int32.max)).meaning(zh: "其间隔离的事件数", en: "Events held back since")),
                ]).nullable.meaning(zh: "上报过多而被隔离", en: "It told more than can be meant")),
            .required("gateways", .array(of: .string(1...100)).meaning(zh: "经由哪些设备接入", en: "Through which devices")),
            .required(
                "settings",
                .array(
                    of: .object([
                        .required("id", .string(1...64)), .required("wished", value.nullable),
                        .required("told", value.nullable), .required("settled", .boolean),
                    ]))),
            .required("commands", .array(of: command)),
        ]))

    static func json(_ link: DeviceLink) -> JSON {
        func text(_ instant: Instant?) -> JSON { instant.map { .string($0.iso) } ?? .null }
        return [
            "online": .boolean(link.presence?.isOnline ?? false), "since": text(link.presence?.since),
            "seenAt": text(link.presence?.seenAt), "firmware": .string(link.presence?.firmware ?? ""),
            "quarantine": link.quarantine.map { ["since": .string($0.since.iso), "held": .integer($0.held)] } ?? .null,
            "gateways": .array(link.gateways.map { .string($0.head.number) }),
            "settings": .array(
                link.settings.map { setting in
                    [
                        "id": .string(setting.setting), "wished": setting.wished.map { .string($0) } ?? .null,
                        "told": setting.told.map { .string($0) } ?? .null, "settled": .boolean(setting.isSettled),
                    ]
                }),
            "commands": .array(link.commands.map(json)),
        ]
    }

    static func json(_ command: DeviceCommand) -> JSON {
        func text(_ instant: Instant?) -> JSON { instant.map { .string($0.iso) } ?? .null }
        return [
            "id": .string(command.id), "command": .string(command.command),
            "state": .string(command.state.rawValue), "askedAt": .string(command.askedAt.iso),
            "until": .string(command.until.iso), "sentAt": text(command.sentAt),
            "answeredAt": text(command.answeredAt), "answer": .string(command.answer),
        ]
    }
}
