import Commons
import Community
import Markup
import PortalKit
import Rulebook

/// A code that somebody scans to pay a bill, and what became of it.
struct PaymentView {
    var language: PageLanguage
    var ticket: PaymentTicket
    var bill: Item
    var now: Instant
    var csrf: String?

    private var isGood: Bool { ticket.state == .waiting && ticket.until > now }

    var body: HTML {
        let title = language("扫码付款", "Pay by a code")
        let events = PaymentRoutes.events.path(ticket.bill, ticket.number)
        let fragment = PaymentRoutes.board.path(ticket.bill, ticket.number)
        return """
            \(HTML.heading(title, breadcrumbs: trail(title), language: language))
            \(HTML.quietLive(id: "payment", events: events, fragment: fragment, board))
            """
    }

    /// What is loaded anew when the bill has changed.
    var board: HTML {
        """
        \(said)\(HTML.card(nil, id: "code", "\(if: isGood, code)\(facts)"))\(HTML.row(buttons))
        """
    }

    private var said: HTML {
        let (tone, words): (Tone, String) =
            switch ticket.state {
            case .paid: (.good, language("已收到付款，已入账。", "It was paid, and is in the books."))
            case .waiting where isGood:
                (
                    .info,
                    language(
                        "请用\(ticket.way.title.zh)扫描下面的二维码。付款后本页自动更新。",
                        "Scan this code with \(ticket.way.title.en). This page changes by itself once it is paid.")
                )
            case .waiting, .lapsed:
                (.warn, language("二维码已失效，请重新生成。", "The code is good no longer: please make another."))
            }
        return "\(HTML.callout(tone, words))\(HTML.said(words, since: ticket.state == .waiting ? 0 : 1))"
    }

    private var code: HTML {
        let amount = Fen.shown(ticket.amount)
        return QRCode.svg(
            ticket.code,
            label: language("付款二维码，\(ticket.way.title.zh)，\(amount)", "Code to pay \(amount) by \(ticket.way.title.en)")
        )
    }

    private var facts: HTML {
        let facts = [
            Fact(language("账单", "Bill"), HTML.link("\(bill.head.number) \(bill.head.title)", path)),
            Fact(language("金额", "Amount"), Fen.shown(ticket.amount)),
            Fact(language("支付方式", "Way"), language(ticket.way.title)),
        ]
        let end = Fact(language("有效期至", "Good until"), ticket.until.shown)
        return HTML.facts(ticket.state == .paid ? facts : facts + [end])
    }

    private func trail(_ title: String) -> [Link] {
        [
            Link(language(Estate.bill.title), KindRoutes(Estate.bill).list.path()),
            Link(bill.head.number, path), Link(title, "", isCurrent: true),
        ]
    }

    private var path: String { KindRoutes(Estate.bill).item.path(bill.id) }

    private var buttons: [HTML] {
        let ask = HTML.postButton(
            language("查询是否到账", "Ask whether it was paid"),
            action: PaymentRoutes.ask.path(ticket.bill, ticket.number), csrf: csrf)
        let again = HTML.postButton(
            language("重新生成", "Make another"), action: PaymentRoutes.open.path(ticket.bill), csrf: csrf,
            kind: .primary, hidden: [("way", ticket.way.rawValue)])
        let back = HTML.linkButton(language("返回账单", "Back to the bill"), path)
        switch ticket.state {
        case .paid: return [back]
        case .waiting: return isGood ? [ask, back] : [again, ask, back]
        case .lapsed: return [again, back]
        }
    }
}

extension CommunityPortal {
    /// What a bill's page offers beside its fields; nil: nothing.
    func billExtra(_ call: Call, _ item: Item) async throws -> HTML? {
        guard item.head.kind == Estate.bill.id, desk.mayPay(item, call.visitor) else { return nil }
        let language = call.spoken
        var buttons: [HTML] = []
        for channel in payments where try await desk.takes(channel, item) {
            let title = channel.account.title
            buttons.append(
                HTML.postButton(
                    language("\(title.zh)二维码", "Code for \(title.en)"), action: PaymentRoutes.open.path(item.id),
                    csrf: call.formToken, hidden: [("way", channel.account.rawValue)]))
        }
        if buttons.isEmpty { return nil }
        return HTML.card(language("扫码付款", "Pay by a code"), id: "pay", HTML.row(buttons))
    }
}
