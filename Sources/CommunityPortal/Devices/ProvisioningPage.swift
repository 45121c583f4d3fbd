import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// Addresses of how devices enter themselves.
enum ProvisioningRoutes {
    private static let base = "/community/provisioning/{item}/keys"
    static let keys = Route(base)
    static let key = Route("\(base)/{key}/remove")

    private static let api = "/api/v1/community/provisioning/{item}/keys"
    static let apiKeys = Route(api)
    static let apiKey = Route("\(api)/{key}")
    static let provision = Route("/api/v1/provision")
}

extension CommunityPortal {
    var provisioningEndpoints: [Endpoint] {
        typealias F = CommunityFunction
        let item = Parameter.path("item", .string(1...64), zh: "接入批次的 id", en: "The batch's id")
        return [
            .page(
                ProvisioningRoutes.keys, .function(F.deviceKeys),
                Phrase(zh: "接入批次的密钥", en: "Keys of a provisioning batch"), handler: provisioningPage),
            .form(
                ProvisioningRoutes.keys, .function(F.deviceKeys),
                Phrase(zh: "建立接入批次的密钥", en: "Make a key of a batch"), handler: makeProvisioningKey),
            .form(
                ProvisioningRoutes.key, .function(F.deviceKeys),
                Phrase(zh: "删除接入批次的密钥", en: "Remove a key of a batch"), handler: removeProvisioningKey),
            .api(
                .post, ProvisioningRoutes.apiKeys, .function(F.deviceKeys),
                Phrase(
                    zh: "为接入批次建立密钥；密钥只在此答复中出现一次，由同批设备共用，用来登记自己并换取各自的密钥",
                    en:
                        "Make a key of a batch. It is told in this answer alone: its devices share it to enter "
                        + "themselves and get a key of their own"),
                group: CommunityPortal.group, parameters: [item], output: .init(DeviceJSON.newKey, status: .created),
                refusals: [.forbidden, .missing, .locked, .tooMany], handler: postDeviceKey),
            .api(
                .delete, ProvisioningRoutes.apiKey, .function(F.deviceKeys),
                Phrase(zh: "删除接入批次的一个密钥", en: "Remove a key of a batch"), group: CommunityPortal.group,
                parameters: [item, .path("key", .string(1...64), zh: "密钥的 id", en: "The key's id")],
                output: .nothing, refusals: [.forbidden, .missing], handler: deleteDeviceKey),
            .api(
                .post, ProvisioningRoutes.provision, .open,
                Phrase(
                    zh: "设备凭接入批次的密钥登记自己，换取自己的密钥；未用过新密钥前可重新请求",
                    en:
                        "A device enters itself with the key of a batch and gets its own; it may ask again until "
                        + "it has used it"),
                group: CommunityPortal.group, input: .json(DeviceJSON.provision),
                output: .init(DeviceJSON.provisioned, status: .created),
                refusals: [.forbidden, .invalid, .conflict, .tooMany], handler: provision),
        ]
    }

    @Sendable private func provision(_ call: Call) async throws -> Reply {
        let made = try await desk.provision(
            .init(
                key: call.json["key"]?.text ?? "", number: call.json["number"]?.text ?? "",
                name: call.json["name"]?.text,
                serial: call.json["serial"]?.text))
        return .json(["number": .string(made.number), "key": .string(made.key)], status: .created)
            .with(.cacheControl, "no-store")
    }

    // MARK: Pages

    @Sendable private func provisioningPage(_ call: Call) async throws -> Reply { try await provisioningReply(call) }

    /// Answers with the page itself: the text of the key is kept nowhere that a page to come could read it from.
    @Sendable private func makeProvisioningKey(_ call: Call) async throws -> Reply {
        let batch = call.parameter("item")
        _ = try await desk.provisioningKeys(of: batch, call.visitor)
        do {
            let made = try await desk.makeKey(of: batch, by: call.visitor)
            return try await provisioningReply(call, created: made.text)
        } catch let refusal as Refusal where refusal.kind == .tooMany || refusal.kind == .locked {
            return try await provisioningReply(call, refused: FormState(call.form, refusal))
        }
    }

    @Sendable private func removeProvisioningKey(_ call: Call) async throws -> Reply {
        let batch = call.parameter("item")
        try await desk.removeKey(call.parameter("key"), of: batch, by: call.visitor)
        return .redirect(to: ProvisioningRoutes.keys.path(batch, query: ["done": "link.keyRemoved"]))
    }

    private func provisioningReply(
        _ call: Call, created: String? = nil, refused: FormState? = nil
    ) async throws -> Reply {
        let keys = try await desk.provisioningKeys(of: call.parameter("item"), call.visitor)
        let view = ProvisioningView(
            language: call.spoken, keys: keys, created: created, refused: refused, csrf: call.formToken)
        return livePage(
            call, PageContent(.same(keys.batch.head.title), view.body), status: refused?.status ?? 200)
    }
}

/// The keys with which devices of a batch enter themselves.
struct ProvisioningView {
    var language: PageLanguage
    var keys: CommunityDesk.ProvisioningKeys
    /// The key just made: shown this once.
    var created: String?
    var refused: FormState?
    var csrf: String?

    var body: HTML {
        let batch = keys.batch
        let routes = KindRoutes(Estate.provisioning)
        return """
            \(HTML.heading(
                language("\(batch.head.title)的接入密钥", "Keys: \(batch.head.title)"),
                lead: .text(language("已登记 \(keys.count) 台设备", "\(keys.count) devices have come by it")),
                breadcrumbs: [
                    Link(language("接入批次", "Provisioning"), routes.list.path()),
                    Link(batch.head.title, routes.item.path(batch.id)),
                ], language: language))
            \(refused?.summary(language))
            \(created.map { KeyCard.once($0, words, [], language) })
            \(card)
            """
    }

    private var words: String {
        language(
            "同批设备共用这个密钥：以 POST \(ProvisioningRoutes.provision.path()) 发送密钥和设备编号，登记自己并换取自己的密钥。",
            "Devices of the batch share it: each posts it with its number to \(ProvisioningRoutes.provision.path()), "
                + "is entered and gets a key of its own.")
    }

    private var card: HTML {
        let batch = keys.batch.id
        return KeyCard(
            language: language, keys: keys.keys, names: keys.names, words: words,
            warning: language(
                "删除这个密钥？还没有登记的设备不能再用它。", "Remove this key? Devices that have not come yet cannot use it."),
            make: keys.mayChange ? ProvisioningRoutes.keys.path(batch) : nil,
            remove: { ProvisioningRoutes.key.path(batch, $0) }, csrf: csrf
        ).html
    }
}
