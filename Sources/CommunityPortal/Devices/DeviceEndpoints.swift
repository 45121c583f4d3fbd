import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

/// Addresses of how devices are tied to the platform.
enum DeviceRoutes {
    private static let base = "/community/device/{item}/link"
    static let link = Route(base)
    static let keys = Route("\(base)/keys")
    static let key = Route("\(base)/keys/{key}/remove")
    static let commands = Route("\(base)/commands")
    static let settings = Route("\(base)/settings")
    static let release = Route("\(base)/quarantine/end")

    private static let api = "/api/v1/community/device/{item}"
    static let apiLink = Route("\(api)/link")
    static let apiKeys = Route("\(api)/keys")
    static let apiKey = Route("\(api)/keys/{key}")
    static let apiCommands = Route("\(api)/commands")
    static let apiAnswer = Route("\(api)/commands/{command}/answer")
    static let apiSettings = Route("\(api)/settings")
    static let apiQuarantine = Route("\(api)/quarantine")
}

extension CommunityPortal {
    var deviceEndpoints: [Endpoint] { devicePages + deviceAPI }

    private var devicePages: [Endpoint] {
        typealias F = CommunityFunction
        return [
            .page(
                DeviceRoutes.link, .function(F.readReadings), Phrase(zh: "设备接入与控制", en: "How a device is connected"),
                handler: deviceLinkPage),
            .form(
                DeviceRoutes.keys, .function(F.deviceKeys), Phrase(zh: "建立设备密钥", en: "Make a key of a device"),
                handler: makeDeviceKey),
            .form(
                DeviceRoutes.key, .function(F.deviceKeys), Phrase(zh: "删除设备密钥", en: "Remove a key of a device"),
                handler: removeDeviceKey),
            .form(
                DeviceRoutes.commands, .function(F.command), Phrase(zh: "控制设备", en: "Command a device"),
                handler: commandDevice),
            .form(
                DeviceRoutes.settings, .function(F.command), Phrase(zh: "设置设备", en: "Set a device"),
                handler: setDevice),
            .form(
                DeviceRoutes.release, .function(F.command), Phrase(zh: "解除设备隔离", en: "Let a device out of quarantine"),
                handler: releaseDevice),
        ]
    }

    private var deviceAPI: [Endpoint] {
        typealias F = CommunityFunction
        let item = Parameter.path("item", .string(1...64), zh: "设备的 id", en: "The device's id")
        return [
            .api(
                .get, DeviceRoutes.apiLink, .function(F.readReadings),
                Phrase(
                    zh: "设备是否在线、固件版本、设置（期望与实际）、最近的命令",
                    en:
                        "Whether a device is on line, its firmware, its settings as wished and as told, its latest "
                        + "commands"
                ),
                group: CommunityPortal.group, parameters: [item], output: .init(DeviceJSON.link),
                refusals: [.forbidden, .missing], handler: deviceLink),
            .api(
                .post, DeviceRoutes.apiKeys, .function(F.deviceKeys),
                Phrase(
                    zh: "为设备建立密钥；密钥只在此答复中出现一次，是设备用 MQTT 接入的密码（用户名为设备编号）",
                    en: "Make a key of a device. It is told in this answer alone: the device's password by MQTT, where "
                        + "its number is the user name"),
                group: CommunityPortal.group, parameters: [item], output: .init(DeviceJSON.newKey, status: .created),
                refusals: [.forbidden, .missing, .locked, .tooMany], handler: postDeviceKey),
            .api(
                .delete, DeviceRoutes.apiKey, .function(F.deviceKeys),
                Phrase(zh: "删除设备的一个密钥，用它的连接随即断开", en: "Remove a key of a device; its connections end"),
                group: CommunityPortal.group,
                parameters: [item, .path("key", .string(1...64), zh: "密钥的 id", en: "The key's id")],
                output: .nothing, refusals: [.forbidden, .missing], handler: deleteDeviceKey),
            .api(
                .post, DeviceRoutes.apiCommands, .function(F.command),
                Phrase(zh: "命令设备做一件事", en: "Tell a device to do something"), group: CommunityPortal.group,
                parameters: [item], input: .json(DeviceJSON.commandDraft), output: .init(DeviceJSON.command),
                refusals: [.forbidden, .invalid, .missing, .locked, .conflict], needs: [.idempotencyKey],
                handler: postCommand),
            .api(
                .post, DeviceRoutes.apiAnswer, .function(F.sendReadings),
                Phrase(
                    zh: "代设备答复一条命令，供适配程序使用", en: "Answer a command in a device's name: for adapters"),
                group: CommunityPortal.group,
                parameters: [item, .path("command", .string(1...64), zh: "命令的 id", en: "The command's id")],
                input: .json(DeviceJSON.answerDraft), output: .init(DeviceJSON.command),
                refusals: [.forbidden, .invalid, .missing], handler: postAnswer),
            .api(
                .patch, DeviceRoutes.apiSettings, .function(F.command),
                Phrase(
                    zh: "期望设备这样设置；设备在线时立即告知，否则在它上线时",
                    en: "Wish that a device be set so; it is told at once, or when it comes"),
                group: CommunityPortal.group, parameters: [item], input: .json(DeviceJSON.wishes),
                output: .init(DeviceJSON.link), refusals: [.forbidden, .invalid, .missing], handler: patchSettings),
            .api(
                .delete, DeviceRoutes.apiQuarantine, .function(F.command),
                Phrase(
                    zh: "解除设备隔离：其后上报的事件照常处理", en: "Let a device out of quarantine: what it tells from here on counts"),
                group: CommunityPortal.group, parameters: [item], output: .nothing, refusals: [.forbidden, .missing],
                handler: deleteQuarantine),
        ]
    }

    // MARK: API

    @Sendable func deviceLink(_ call: Call) async throws -> Reply {
        .json(DeviceJSON.json(try await desk.link(of: call.parameter("item"), call.visitor)))
            .with(.cacheControl, "no-store")
    }

    @Sendable func postDeviceKey(_ call: Call) async throws -> Reply {
        let (key, text) = try await desk.makeKey(of: call.parameter("item"), by: call.visitor)
        return .json(
            [
                "id": .string(key.id), "key": .string(text), "madeAt": .string(key.madeAt.iso),
            ], status: .created
        ).with(.cacheControl, "no-store")
    }

    @Sendable func deleteDeviceKey(_ call: Call) async throws -> Reply {
        try await desk.removeKey(call.parameter("key"), of: call.parameter("item"), by: call.visitor)
        return .nothing
    }

    @Sendable func deleteQuarantine(_ call: Call) async throws -> Reply {
        try await desk.endQuarantine(of: call.parameter("item"), by: call.visitor)
        return .nothing
    }

    @Sendable func postCommand(_ call: Call) async throws -> Reply {
        let command = try await desk.command(
            call.json["command"]?.text ?? "", to: call.parameter("item"), id: desk.surroundings.newID(),
            by: call.visitor)
        return .json(DeviceJSON.json(command))
    }

    @Sendable func postAnswer(_ call: Call) async throws -> Reply {
        let answer = CommandAnswer(
            command: call.parameter("command"), isDone: call.json["done"]?.flag ?? false,
            text: call.json["text"]?.text ?? "")
        return .json(
            DeviceJSON.json(try await desk.answer(answer, of: call.parameter("item"), by: call.visitor)))
    }

    @Sendable func patchSettings(_ call: Call) async throws -> Reply {
        var values: [String: String] = [:]
        for member in call.json["settings"]?.members ?? [] {
            switch member.value {
            case .string(let text), .number(let text): values[member.name] = text
            case .boolean(let flag): values[member.name] = flag ? "true" : "false"
            default: throw Refusal(.invalid, zh: "不是可设的值", en: "no value of a setting", place: member.name)
            }
        }
        try await desk.wish(values, of: call.parameter("item"), by: call.visitor)
        return try await deviceLink(call)
    }
}
