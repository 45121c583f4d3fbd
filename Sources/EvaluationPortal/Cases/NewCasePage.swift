import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

extension EvaluationPortal {
    @Sendable func newCasePage(_ call: Call) async throws -> Reply {
        let bodies = try await store.read {
            try $0.organisations(PartyQuery(kind: .body, onlyActive: true, limit: 500))
        }
        let regions = try await store.read { try Regions.current($0) }
        let own = call.visitor.memberships.filter { $0.role == .applicant }.map(\.organisation)
        let body: HTML = """
            \(HTML.heading(
                call.say("新建申报", "New case"),
                breadcrumbs: [Link(call.say("申报", "Cases"), Routes.cases.path())], language: call.spoken))
            \(HTML.form(action: Routes.cases.path(), id: "new-case", csrf: call.csrf,
                """
                \(HTML.hidden("_id", desk.surroundings.newID()))\
                \(HTML.fieldset(call.say("申请", "Application"),
                    """
                    \(Input("applicant", call.say("申请方", "Applicant"), isRequired: true)
                        .select(own.map { Choice($0.id, $0.name) }, value: own.first?.id ?? ""))\
                    \(Input("body", call.say("评价机构", "Evaluation body"), isRequired: true)
                        .select(bodies.map { Choice($0.id, $0.name) }, value: bodies.first?.id ?? ""))\
                    \(Input("rulebook", call.say("评价依据", "Standard"), isRequired: true).select(
                        desk.shelf.offered.map { Choice($0.pin.id, $0.rulebook.title[call.language]) },
                        value: desk.shelf.offered.first?.pin.id ?? ""))
                    """))\
                \(HTML.fieldset(
                    call.say("社区档案", "Community file"),
                    CommunityFields(call: call, file: nil, regions: regions).body))\
                \(HTML.formActions([HTML.button(call.say("新建", "Create"), kind: .primary)]))
                """))
            """
        return page(call, PageContent(Phrase(zh: "新建申报", en: "New case"), body))
    }

    @Sendable func communityPage(_ call: Call) async throws -> Reply {
        let regions = try await store.read { try Regions.current($0) }
        return try await casePage(call, Routes.community) { CommunityView(context: $0, regions: regions).body }
    }

    @Sendable func openCase(_ call: Call) async throws -> Reply {
        let id = try await desk.openCase(
            applicant: try call.form.text("applicant"), body: try call.form.text("body"),
            rulebook: try call.form.text("rulebook"), community: try CommunityFields.read(call.form),
            form: try call.form.filled("_id"), by: call.visitor)
        return .redirect(to: Routes.caseHome.path(id))
    }
}

/// The form of the community file.
struct CommunityFields {
    var call: Call
    var file: CommunityFile?
    var regions = Regions.none

    var body: HTML {
        func text(_ name: String, _ zh: String, _ en: String, _ value: String?, isRequired: Bool = false) -> HTML {
            Input(name, call.say(zh, en), isRequired: isRequired).text(value ?? "", maxLength: 200)
        }
        func degrees(_ millionths: Int?) -> String {
            millionths.map { Exact($0, over: 1_000_000).shortest } ?? ""
        }
        return """
            \(text("name", "社区名称", "Name", file?.name, isRequired: true))\
            \(text("address", "地址", "Address", file?.address))\
            \(Input("region", call.say("所在区代码", "District code"), hint: regionHint)
                .text(file?.region ?? "", maxLength: 12, suggestions: regions.choices(call.spoken)))\
            \(Input("kind", call.say("类别", "Kind")).radios([
                Choice("urban", call.say("城镇社区", "urban")), Choice("rural", call.say("农村社区", "rural")),
            ], value: file?.kind ?? "urban", isInline: true))\
            \(Input("acceptedOn", call.say("竣工验收日期", "Accepted on")).date(file?.acceptedOn?.day.description ?? ""))\
            \(Input("operatingSince", call.say("投入运行日期", "In operation since"))
                .date(file?.operatingSince?.day.description ?? ""))\
            \(Input("households", call.say("户数", "Households"))
                .number(file?.households.map(String.init) ?? "", min: "0"))\
            \(Input("longitude", call.say("经度", "Longitude"), unit: "°").number(degrees(file?.longitude), step: "any"))\
            \(Input("latitude", call.say("纬度", "Latitude"), unit: "°").number(degrees(file?.latitude), step: "any"))\
            \(text("contactName", "联系人", "Contact", file?.contactName))\
            \(Input("contactPhone", call.say("联系电话", "Telephone"))
                .text(file?.contactPhone ?? "", kind: .tel, maxLength: 40))
            """
    }

    /// Codes are known by few: all of them where there are few, else the kind of thing that is asked for.
    private var regionHint: String {
        let known = regions.areas.map { "\($0.code) \(call.say($0.name))" }
        return known.isEmpty || known.count > 12
            ? call.say("六位行政区划代码", "the six digits of the administrative division") : call.spoken.list(known)
    }

    static func read(_ form: Fields) throws(Refusal) -> CommunityFile {
        func day(_ name: String) throws(Refusal) -> Day? {
            guard let text = try form.filled(name) else { return nil }
            guard let day = Day(text) else {
                throw Refusal(.invalid, zh: "日期应写作 2026-03-01", en: "write a day as 2026-03-01", place: name)
            }
            return day
        }
        func degrees(_ name: String) throws(Refusal) -> Int? {
            guard let text = try form.filled(name) else { return nil }
            guard let value = Exact(text) else {
                throw Refusal(.invalid, zh: "应是数字", en: "a number of degrees", place: name)
            }
            return (value * Exact(1_000_000)).ceiling
        }
        let households = try form.filled("households") == nil ? nil : try form.integer("households", in: 0...1_000_000)
        return CommunityFile(
            name: try form.text("name", most: 200), address: try form.filled("address") ?? "",
            region: try form.filled("region") ?? "", kind: try form.filled("kind"), acceptedOn: try day("acceptedOn"),
            operatingSince: try day("operatingSince"), households: households, longitude: try degrees("longitude"),
            latitude: try degrees("latitude"), contactName: try form.filled("contactName") ?? "",
            contactPhone: try form.filled("contactPhone") ?? "")
    }
}

struct CommunityView {
    let context: CaseContext
    let regions: Regions

    var body: HTML {
        guard context.can("editCommunity") else {
            return HTML.callout(.info, context.say("现在不能修改社区档案", "The community file cannot change now"))
        }
        return HTML.card(
            context.say("社区档案", "Community file"),
            context.actForm(
                "editCommunity", version: context.evaluation.version(of: "community"),
                back: Routes.caseHome.path(context.id),
                CommunityFields(call: context.call, file: context.evaluation.community, regions: regions).body))
    }
}
