import Commons
import Community
import PortalKit
import Rulebook

extension CommunityPortal {
    /// The pages of every kind, derived from what it declares.
    var itemEndpoints: [Endpoint] { desk.catalog.kinds.flatMap { KindPages(portal: self, kind: $0).endpoints } }
}

/// The pages of one kind.
struct KindPages: Sendable {
    let portal: CommunityPortal
    let kind: Kind
    let routes: KindRoutes

    init(portal: CommunityPortal, kind: Kind) {
        self.portal = portal
        self.kind = kind
        routes = KindRoutes(kind)
    }

    var desk: CommunityDesk { portal.desk }

    /// In bytes: a table of 200,000 rows is smaller.
    static let importLimit = 64 << 20

    var endpoints: [Endpoint] { lookingAt + lookingInClear + changing + kind.acts.map(endpoint) }

    private func title(_ zh: String, _ en: String) -> Phrase {
        Phrase(zh: zh + kind.title.zh, en: "\(kind.title.en): \(en)")
    }

    private var lookingAt: [Endpoint] {
        let read = Endpoint.Access.function(kind.function(.read))
        return [
            .page(routes.list, read, kind.title, handler: listPage),
            .page(routes.item, read, title("查看", "one of them"), handler: itemPage),
            .page(routes.history, read, title("办理经过：", "what was done"), handler: historyPage),
            .page(routes.file, read, title("附件：", "a file"), handler: file),
            .page(routes.export, .function(kind.function(.export)), title("导出", "export"), handler: export),
        ]
    }

    /// Only where there is something of people.
    private var lookingInClear: [Endpoint] {
        if kind.form.personal.isEmpty { return [] }
        let look = Endpoint.Access.function(kind.function(.look))
        return [
            .form(routes.look, look, title("查看个人信息：", "see personal data"), handler: self.look),
            // Whoever may take all of them out has to be one who may look as well.
            .form(
                routes.clearExport, .function(kind.function(.export)),
                title("导出个人信息：", "export with personal data"), handler: clearExport),
        ]
    }

    private var changing: [Endpoint] {
        let create = Endpoint.Access.function(kind.function(.create))
        let edit = Endpoint.Access.function(kind.function(.edit))
        return [
            .page(routes.new, create, title("登记", "new"), handler: newPage),
            .form(routes.list, create, title("登记", "enter"), handler: self.create),
            .page(routes.importFile, create, title("导入", "import"), handler: importPage),
            .form(
                routes.importFile, create, title("导入", "import"), input: .multipart,
                bodyLimit: KindPages.importLimit, handler: importFile),
            .page(routes.template, create, title("导入模板：", "template of an import"), handler: template),
            .page(routes.edit, edit, title("修改", "change"), handler: editPage),
            .form(routes.item, edit, title("修改", "change"), handler: self.edit),
        ]
    }

    /// Each act has an address of its own, so that the door knows whom to let through.
    private func endpoint(_ act: KindAct) -> Endpoint {
        let endpoint = Endpoint.form(
            Route(routes.act.template.replacing("{act}", with: act.id)), .function(kind.function(act.verb)),
            title(act.title.zh, act.title.en.lowercased()), handler: { try await perform(act, $0) })
        return act.isGrave ? endpoint.grave() : endpoint
    }
}
