import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

extension CommunityPortal {
    /// The API of every kind, derived from what it declares, and what there is altogether.
    var itemAPIEndpoints: [Endpoint] {
        [catalogEndpoint] + desk.catalog.kinds.flatMap { KindAPI(portal: self, kind: $0).endpoints }
    }

    /// The section of the OpenAPI document.
    static let group = "community"
}

/// The API of one kind.
struct KindAPI: Sendable {
    let portal: CommunityPortal
    let kind: Kind
    let routes: KindAPIRoutes
    let schema: ItemSchema

    init(portal: CommunityPortal, kind: Kind) {
        self.portal = portal
        self.kind = kind
        routes = KindAPIRoutes(kind)
        schema = ItemSchema(kind)
    }

    var desk: CommunityDesk { portal.desk }
    var pages: KindPages { KindPages(portal: portal, kind: kind) }

    static let mostItems = 200
    static let mostEntries = 500

    var endpoints: [Endpoint] { reading + looking + writing + [importing] + kind.acts.map(endpoint) }

    private func access(_ verb: Kind.Verb) -> Endpoint.Access { .function(kind.function(verb)) }

    private func title(_ zh: String, _ en: String) -> Phrase {
        Phrase(zh: kind.title.zh + "：" + zh, en: "\(kind.title.en): \(en)")
    }

    private var reading: [Endpoint] {
        [
            .api(
                .get, routes.list, access(.read), title("列表，最近变化的在前", "those there are, the latest change first"),
                group: CommunityPortal.group, parameters: schema.filters, output: .init(schema.list),
                refusals: [.invalid, .forbidden], handler: list),
            .api(
                .get, routes.item, access(.read), title("一项", "one of them"), group: CommunityPortal.group,
                output: .init(schema.item, isVersioned: true), refusals: [.missing, .forbidden], handler: item),
            .api(
                .get, routes.history, access(.read), title("经过", "what was done, in order"),
                group: CommunityPortal.group,
                parameters: [
                    .query("after", .integer(0...Int.max), zh: "从这一序号之后", en: "After this sequence"),
                    .query("limit", .integer(1...KindAPI.mostEntries), zh: "最多几项", en: "How many at most"),
                ], output: .init(schema.history), refusals: [.missing, .forbidden], handler: history),
        ]
    }

    private var looking: [Endpoint] {
        if kind.form.personal.isEmpty { return [] }
        return [
            .api(
                .post, routes.look, access(.look), title("写明用途，查看个人信息明文", "see what is of people in clear, saying why"),
                group: CommunityPortal.group,
                input: .json(.named("ItemLook", .object(LookReason.properties))), output: .init(schema.cleared),
                refusals: [.invalid, .missing, .forbidden], handler: look)
        ]
    }

    private var writing: [Endpoint] {
        [
            .api(
                .post, routes.list, access(.create), title("登记", "enter one"), group: CommunityPortal.group,
                input: .json(schema.creation), output: .init(schema.item, status: .created, isVersioned: true),
                refusals: [.invalid, .forbidden, .conflict], needs: [.idempotencyKey], handler: create),
            .api(
                .patch, routes.item, access(.edit), title("修改；没有给出的字段不变", "change it; what is left out stays"),
                group: CommunityPortal.group, input: .json(schema.change),
                output: .init(schema.item, isVersioned: true),
                refusals: [.invalid, .forbidden, .missing, .locked, .conflict], needs: [.ifMatch], handler: change),
        ]
    }

    /// Each act has an address of its own: the document says what it asks, and the door whom to let through.
    private func endpoint(_ act: KindAct) -> Endpoint {
        let endpoint = Endpoint.api(
            .post, Route(routes.acts.template.replacing("{act}", with: act.id)), access(act.verb),
            title("\(act.title.zh)；编号相同只办一次", "\(act.title.en.lowercased()); one id, done once"),
            group: CommunityPortal.group,
            input: .json(schema.act(act)), output: .init(schema.item, isVersioned: true),
            refusals: [.invalid, .forbidden, .missing, .locked, .conflict], needs: [.ifMatch],
            handler: { try await perform(act, $0) })
        return act.isGrave ? endpoint.grave() : endpoint
    }
}
