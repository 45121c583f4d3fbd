import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

/// Addresses of what is asked of kinds.
struct FormRoutes {
    static let all = Route("/community/forms")

    let form: Route
    let field: Route
    let retire: Route
    let api: Route

    init(_ kind: Kind) {
        let base = "/community/\(kind.id)/form"
        form = Route(base)
        field = Route(base + "/{field}")
        retire = Route(base + "/{field}/retire")
        api = Route("/api/v1" + base)
    }
}

extension CommunityPortal {
    /// Where administrators add fields to forms.
    var formEndpoints: [Endpoint] {
        [
            .page(
                FormRoutes.all, .function(CommunityFunction.forms), Phrase(zh: "表单", en: "Forms"), handler: formsPage)
        ] + desk.catalog.kinds.flatMap { FormPages(portal: self, kind: $0).endpoints }
    }
}

/// The pages and the API of one form.
struct FormPages: Sendable {
    let portal: CommunityPortal
    let kind: Kind
    let routes: FormRoutes

    init(portal: CommunityPortal, kind: Kind) {
        self.portal = portal
        self.kind = kind
        routes = FormRoutes(kind)
    }

    var desk: CommunityDesk { portal.desk }

    var endpoints: [Endpoint] {
        let access = Endpoint.Access.function(CommunityFunction.forms)
        func title(_ zh: String, _ en: String) -> Phrase {
            Phrase(zh: kind.title.zh + "：" + zh, en: "\(kind.title.en): \(en)")
        }
        return [
            .page(routes.form, access, title("表单字段", "fields of its form"), handler: page),
            .form(routes.form, access, title("增加字段", "add a field"), handler: add),
            .form(routes.field, access, title("修改增加的字段", "change a field that was added"), handler: change),
            .form(routes.retire, access, title("停用增加的字段", "a field is asked no longer"), handler: retire),
            .api(
                .get, routes.api, access, title("表单及其各版", "its form with all editions"), group: CommunityPortal.group,
                output: .init(FormJSON.schema, isVersioned: true), refusals: [.forbidden], handler: get),
            .api(
                .post, routes.api, access, title("增加字段", "add a field"), group: CommunityPortal.group,
                input: .json(FormJSON.field), output: .init(FormJSON.schema, isVersioned: true),
                refusals: [.invalid, .forbidden, .conflict], needs: [.ifMatch], handler: post),
        ]
    }
}
