import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    /// Nothing is asked for: the form. Something is: what it would do.
    @Sendable func billingPage(_ call: Call) async throws -> Reply {
        guard try call.query.filled("tariff") != nil else { return try await billingReply(call, call.query, nil) }
        do {
            let plan = try await desk.planBills(try BillingView.request(call.query), by: call.visitor)
            return try await billingReply(call, call.query, plan)
        } catch let refusal as Refusal where refusal.place != nil {
            return try await billingReply(call, call.query, nil, refusal)
        }
    }

    @Sendable func runBills(_ call: Call) async throws -> Reply {
        do {
            let request = try BillingView.request(call.form)
            let count = try call.form.integer("count", in: 0...CommunityLimits.bills)
            let fen = try call.form.integer("fen", in: 0...Int.max)
            _ = try await desk.issueBills(request, expected: (count, fen), by: call.visitor)
            return .redirect(
                to: KindRoutes(Estate.bill).list.path(
                    query: ["period": request.period, "done": CommunityPortal.word(Estate.bill, KindAct.create)]))
        } catch let refusal as Refusal where refusal.kind != .forbidden {
            let plan = try? await desk.planBills(try BillingView.request(call.form), by: call.visitor)
            return try await billingReply(call, call.form, plan, refusal)
        }
    }

    private func billingReply(
        _ call: Call, _ typed: Fields, _ plan: BillingPlan?, _ refusal: Refusal? = nil
    ) async throws -> Reply {
        func items(_ kind: Kind, _ values: [ItemQuery.Value] = []) async throws -> [Item] {
            guard call.allows(kind.function(.read)) else { return [] }
            let query = ItemQuery(
                kind: kind.id, reach: [], states: ["current"], values: values, order: .number, limit: 500)
            return try await desk.list(query, call.visitor).items
        }
        var view = BillingView(language: call.spoken, csrf: call.formToken, plan: plan)
        view.state = refusal.map { FormState(typed, $0) } ?? FormState()
        view.state.values = typed
        if view.state["period"].isEmpty { view.state.values.pairs.append(.init("period", BillingMonth(now.day).text)) }
        view.tariffs = try await items(Estate.tariff).map { Choice($0.head.number, $0.head.title) }
        view.places = try await items(Estate.space, [.init("level", "building")]).map {
            Choice($0.head.number, $0.head.title)
        }
        return livePage(
            call, PageContent(Phrase(zh: "批量出账", en: "Billing run"), view.body), status: view.state.status)
    }
}

/// A billing run: which tariff, which month, where; and what it would do before it is done.
struct BillingView {
    var language: PageLanguage
    var csrf: String?
    var plan: BillingPlan?
    var state = FormState()
    /// By code.
    var tariffs: [Choice] = []
    var places: [Choice] = []

    /// Lines and homes left out that are listed before the run.
    static let most = 50

    static func request(_ fields: Fields) throws(Refusal) -> BillingRequest {
        BillingRequest(
            tariff: try fields.text("tariff", most: 100), period: try fields.text("period", most: 20),
            within: try fields.filled("within"))
    }

    var body: HTML {
        let title = language("批量出账", "Billing run")
        return """
            \(HTML.heading(
                title,
                lead: .text(
                    language(
                        "按收费标准给每户开一张账单；同一标准同一账期每户只出一次。",
                        "One bill for each home by a tariff; none for a home that has one of this tariff and period.")),
                breadcrumbs: MoneyTrail.links(language, title), language: language))
            \(HTML.card(nil, form))\(plan.map(preview))
            """
    }

    private var form: HTML {
        if tariffs.isEmpty {
            return HTML.emptyState(
                language("还没有收费标准", "There is no tariff yet"),
                action: HTML.linkButton(
                    language("登记收费标准", "Enter a tariff"), KindRoutes(Estate.tariff).new.path(), kind: .primary))
        }
        func error(_ name: String) -> String? { state.error(name, language) }
        return HTML.form(
            action: CommunityRoutes.billing.path(), id: "billing", method: "get", csrf: nil,
            """
            \(state.summary(language))\
            \(Input("tariff", language("收费标准", "Tariff"), error: error("tariff"), isRequired: true)
                .select(tariffs, value: state["tariff"]))\
            \(Input(
                "period", language("账期", "Period"), hint: language("年-月，如 2026-03", "a month such as 2026-03"),
                error: error("period"), isRequired: true).text(state["period"], maxLength: 7))\
            \(Input(
                "within", language("范围", "Where"),
                hint: language("楼栋、单元或房屋的编码；不填为全部", "number of a building, a unit or a home; all if left out"),
                error: error("within")).text(state["within"], maxLength: 100, suggestions: places))\
            \(HTML.formActions([HTML.button(language("预览", "Preview"), kind: plan == nil ? .primary : .secondary)]))
            """)
    }

    private func preview(_ plan: BillingPlan) -> HTML {
        let tiles = HTML.tiles([
            Tile(language("将出账单", "Bills"), String(plan.lines.count)),
            Tile(language("金额合计", "Together"), Fen.shown(plan.fen)),
            Tile(
                language("不出账", "Left out"), String(plan.leftOut.count),
                tone: plan.leftOut.isEmpty ? .neutral : .warn),
        ])
        let run = HTML.postButton(
            language("确认出账", "Run the bills"), action: CommunityRoutes.billing.path(), csrf: csrf, kind: .primary,
            hidden: [
                ("tariff", state["tariff"]), ("period", state["period"]), ("within", state["within"]),
                ("count", String(plan.lines.count)), ("fen", String(plan.fen)),
            ])
        let due = language("缴费截止 \(plan.due)", "Due \(plan.due)")
        let what = "\(plan.tariff.title) \(plan.month.text)"
        return """
            \(HTML.card(
                language("预览：\(what)", "Preview: \(what)"),
                id: "preview", footer: .text(due), "\(tiles)\(if: !plan.lines.isEmpty, HTML.row([run]))"))
            \(if: !plan.lines.isEmpty, lines(plan))\(if: !plan.leftOut.isEmpty, leftOut(plan))
            """
    }

    private func lines(_ plan: BillingPlan) -> HTML {
        HTML.table(
            plan.lines.count > BillingView.most
                ? language("前 \(BillingView.most) 张账单", "The first \(BillingView.most) bills")
                : language("账单", "Bills"),
            columns: [
                Column(language("房屋", "Home"), isHeader: true), Column(language("数量", "Quantity"), isNumeric: true),
                Column(language("金额", "Amount"), isNumeric: true),
            ],
            rows: plan.lines.prefix(BillingView.most).map { line in
                TableRow([home(line.home), "\(Fen.digits(line.quantity))", "\(Fen.shown(line.fen))"])
            })
    }

    private func leftOut(_ plan: BillingPlan) -> HTML {
        let counts = plan.reasons.map { "\(language($0.reason.title)) \($0.count)" }
        return HTML.table(
            language("不出账：", "Left out: ") + counts.joined(separator: language("，", ", ")), id: "left-out",
            columns: [Column(language("房屋", "Home"), isHeader: true), Column(language("原因", "Why"))],
            rows: plan.leftOut.prefix(BillingView.most).map { one in
                TableRow([home(one.home), .text(language(one.reason.title))])
            })
    }

    private func home(_ named: CommunityDesk.Named) -> HTML {
        HTML.link(named.title, KindRoutes(Estate.space).item.path(named.id))
    }
}
