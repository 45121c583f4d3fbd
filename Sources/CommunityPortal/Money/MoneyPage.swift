import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func moneyPage(_ call: Call) async throws -> Reply {
        let view = MoneyView(
            language: call.spoken, overview: try await desk.moneyOverview(call.visitor),
            mayRun: call.allows(CommunityFunction.postMoney), mayTake: call.allows(Estate.payment.function(.create)))
        return livePage(call, PageContent(Phrase(zh: "收费概览", en: "Charges"), isWide: true, view.body))
    }

    /// From the number of a home to its account.
    @Sendable func findHome(_ call: Call) async throws -> Reply {
        let number = try call.query.filled("q") ?? ""
        let found = try await desk.store.readCommunity { try $0.item(kind: Estate.space.id, number: number) }
        guard let found else { throw CommunityDesk.noHome(number) }
        return .redirect(to: CommunityRoutes.homeAccount.path(found.id))
    }
}

extension CommunityDesk {
    fileprivate static func noHome(_ number: String) -> Refusal {
        Refusal(.missing, zh: "没有编码为“\(number)”的房屋", en: "there is no home '\(number)'")
    }
}

/// What was billed and paid, where the money lies, and whether the books are right.
struct MoneyView {
    var language: PageLanguage
    var overview: CommunityDesk.MoneyOverview
    var mayRun = false
    var mayTake = false

    var body: HTML {
        """
        \(HTML.heading(language("收费概览", "Charges"), actions: actions, language: language))
        \(tiles)
        \(check)
        \(HTML.search(
            action: CommunityRoutes.homeAccounts.path(), label: language("房屋编码", "Number of a home"),
            placeholder: language("房屋编码", "Number of a home"), button: language("查看房屋账户", "Account of the home")))
        \(HTML.grid([HTML.card(nil, buildings), HTML.card(nil, accounts)]))
        """
    }

    private var actions: [HTML] {
        var actions = [Estate.tariff, Estate.bill, Estate.payment].map {
            HTML.linkButton(language($0.title), KindRoutes($0).list.path(), kind: .quiet)
        }
        if mayTake {
            actions.append(HTML.linkButton(language("登记收款", "Take a payment"), KindRoutes(Estate.payment).new.path()))
        }
        if mayRun {
            actions.append(
                HTML.linkButton(language("批量出账", "Run bills"), CommunityRoutes.billing.path(), kind: .primary))
        }
        return actions
    }

    private var tiles: HTML {
        let owed = overview.billed - overview.paid
        return HTML.tiles([
            Tile(language("应收", "Billed"), Fen.shown(overview.billed), href: KindRoutes(Estate.bill).list.path()),
            Tile(
                language("已收", "Paid"), Fen.shown(overview.paid),
                note: language("收缴率 ", "share ") + MoneyView.share(overview.paid, of: overview.billed)),
            Tile(language("欠费", "Owed"), Fen.shown(owed), tone: owed > 0 ? .warn : .neutral),
            Tile(language("预收余额", "Paid in advance"), Fen.shown(overview.advance)),
        ])
    }

    /// `93.4%`, rounded down, so that nothing less than all is ever shown as 100%; a dash: nothing was billed.
    static func share(_ paid: Int, of billed: Int) -> String {
        guard billed > 0 else { return "—" }
        let (product, isOver) = paid.multipliedReportingOverflow(by: 1000)
        let mille = isOver ? paid / (billed / 1000) : product / billed
        return "\(mille / 10).\(mille % 10)%"
    }

    private var check: HTML {
        if overview.faults.isEmpty {
            return HTML.callout(
                .good, language("账目核对无误", "The books are right"),
                .text(
                    language(
                        "每笔账借贷相等，每个账户的余额等于其明细之和。", "Each transfer adds up to nothing, each account to its lines.")))
        }
        let found = overview.faults.map { fault -> HTML in
            let words: String =
                switch fault {
                case .unbalanced(let number): language("第 \(number) 笔账借贷不平", "transfer \(number) does not add up")
                case .balance(let account):
                    language("账户 \(account) 的余额与明细不符", "account \(account) does not fit its lines")
                case .bills(let home): language("房屋 \(home) 的应收与账单不符", "home \(home) does not fit its bills")
                }
            return "<li>\(words)</li>"
        }
        return HTML.callout(.bad, language("账目不符", "The books are wrong"), "<ul>\(found)</ul>")
    }

    private var buildings: HTML {
        func name(_ figures: BilledFigures) -> (String, HTML) {
            guard let building = figures.building, let named = overview.buildings[building] else {
                return ("", .text(language("不在楼栋内", "in no building")))
            }
            return (
                named.number, HTML.link(named.title, KindRoutes(Estate.bill).list.path(query: ["within": building]))
            )
        }
        let rows = overview.figures.map { (name($0), $0) }.sorted { $0.0.0 < $1.0.0 }.map { name, figures in
            TableRow([
                name.1, "\(Fen.shown(figures.billed))", "\(Fen.shown(figures.paid))",
                "\(Fen.shown(figures.billed - figures.paid))", "\(MoneyView.share(figures.paid, of: figures.billed))",
            ])
        }
        return HTML.table(
            language("按楼栋", "By building"),
            columns: [
                Column(language("楼栋", "Building"), isHeader: true), Column(language("应收", "Billed"), isNumeric: true),
                Column(language("已收", "Paid"), isNumeric: true), Column(language("欠费", "Owed"), isNumeric: true),
                Column(language("收缴率", "Share"), isNumeric: true),
            ], rows: rows, empty: .text(language("还没有账单", "Nothing was billed yet")))
    }

    private var accounts: HTML {
        let title = AccountTitle(language: language, named: [:])
        let order = AccountClass.allCases
        let sorted = overview.accounts.sorted {
            (order.firstIndex(of: $0.of) ?? 0, $0.subject) < (order.firstIndex(of: $1.of) ?? 0, $1.subject)
        }
        return HTML.table(
            language("账户", "Accounts"),
            columns: [
                Column(language("账户", "Account"), isHeader: true),
                Column(language("余额", "Balance"), isNumeric: true),
            ],
            rows: sorted.map { account in
                TableRow([
                    HTML.link(title.text(account), CommunityRoutes.account.path(account.id)),
                    "\(Fen.shown(account.amount))",
                ])
            }, empty: .text(language("还没有账户", "There are no accounts yet")))
    }
}
