import Commons
import Community
import Markup
import PortalKit
import Rulebook

/// What is to be paid for one's homes, and what was.
struct OwnBillsView {
    var language: PageLanguage
    var homes: [OwnHome]
    var today: Day

    var body: HTML {
        let title = language("我的账单", "My bills")
        let none = HTML.emptyState(
            language("还没有您的房屋", "No home of yours is known"),
            language("请联系物业，把您的账号与居民档案、房屋关联。", "Ask the property office to tie your log-in to your home."))
        return "\(HTML.heading(title, language: language))\(if: homes.isEmpty, none)\(each: homes, card)"
    }

    private func card(_ home: OwnHome) -> HTML {
        let tiles = HTML.tiles([
            Tile(language("待缴", "To be paid"), Fen.shown(home.owed)),
            Tile(language("预存", "Paid ahead"), Fen.shown(home.advance)),
        ])
        return HTML.card(
            home.home.title, id: "home-\(home.home.id)",
            "\(tiles)\(bills(home, language("待缴账单", "To be paid"), home.open))"
                + "\(bills(home, language("已缴账单", "Paid"), home.paid))\(payments(home))")
    }

    private func bills(_ home: OwnHome, _ title: String, _ bills: [Item]) -> HTML {
        let routes = KindRoutes(Estate.bill)
        let rows = bills.map { bill in
            TableRow([
                HTML.link(bill.head.title, routes.item.path(bill.id)),
                .text(Fen.shown(bill.fields["amount"]?.number ?? 0)), .text(Fen.shown(home.rest(of: bill))), due(bill),
            ])
        }
        return HTML.table(
            title,
            columns: [
                Column(language("事项", "What for"), isHeader: true), Column(language("应缴", "Amount")),
                Column(language("未缴", "Open")), Column(language("缴费截止", "Due")),
            ], rows: rows, empty: .text(language("没有账单。", "There are none.")))
    }

    private func due(_ bill: Item) -> HTML {
        let day = bill.fields["due"]?.text ?? ""
        let isLate = Estate.bill.openStates.contains(bill.state) && day < today.description
        return isLate ? HTML.badge(language("已逾期：\(day)", "late: \(day)"), .bad) : .text(day)
    }

    private func payments(_ home: OwnHome) -> HTML {
        let routes = KindRoutes(Estate.payment)
        let rows = home.payments.map { payment in
            let isBack = payment.state != "received"
            return TableRow([
                HTML.link(payment.head.number, routes.item.path(payment.id)),
                .text(Fen.shown(payment.fields["amount"]?.number ?? 0)), .text(payment.head.openedAt.shown),
                isBack
                    ? HTML.badge(language("已退款", "Refunded"))
                    : HTML.link(language("收据", "Receipt"), ReceiptRoutes.page.path(payment.id)),
            ])
        }
        return HTML.table(
            language("缴费记录", "Payments"),
            columns: [
                Column(language("编号", "Number"), isHeader: true), Column(language("金额", "Amount")),
                Column(language("时间", "When")), Column(language("收据", "Receipt")),
            ], rows: rows, empty: .text(language("还没有缴费。", "Nothing was paid so far.")))
    }
}

/// What a payer takes home on paper.
struct ReceiptView {
    var language: PageLanguage
    var opened: CommunityDesk.Opened
    /// Who took the money.
    var taker: String

    private var payment: Item { opened.item }

    var body: HTML {
        let title = language("收款收据", "Receipt")
        let back = Link(payment.head.number, KindRoutes(Estate.payment).item.path(payment.id))
        let refunded: HTML? =
            payment.state == "received"
            ? nil : HTML.callout(.warn, language("这笔收款已经退还，收据作废。", "It was given back: this is void."))
        return """
            \(HTML.heading(
                title, lead: .text(payment.head.number), breadcrumbs: [back, Link(title, "", isCurrent: true)],
                language: language))\(refunded)\(HTML.card(nil, id: "receipt", HTML.facts(facts)))
            """
    }

    private var facts: [Fact] {
        let fen = payment.fields["amount"]?.number ?? 0
        let way = AccountClass(rawValue: payment.fields["way"]?.text ?? "").map { language($0.title) } ?? ""
        let bill = payment.fields["bill"]?.text.flatMap { opened.named[$0] }
        return [
            Fact(language("房屋", "Home"), opened.path.map(\.title).joined(separator: " / ")),
            Fact(language("金额", "Amount"), Fen.shown(fen)), Fact(language("大写", "In words"), Fen.capital(fen)),
            Fact(language("收款方式", "Way"), way),
            Fact(language("流水号", "Reference"), payment.fields["reference"]?.text ?? ""),
            Fact(language("账单", "Bill"), bill.map { "\($0.number) \($0.title)" } ?? ""),
            Fact(language("收款时间", "When"), payment.head.openedAt.shown), Fact(language("收款单位", "Taken by"), taker),
        ]
    }
}
