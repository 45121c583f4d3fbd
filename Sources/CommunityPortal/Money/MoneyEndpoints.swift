import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension CommunityRoutes {
    static let money = Route("/community/money")
    static let billing = Route("/community/money/run")
    static let account = Route("/community/money/accounts/{account}")
    static let accountFile = Route("/community/money/accounts/{account}/csv")
    static let homeAccounts = Route("/community/money/homes")
    static let homeAccount = Route("/community/money/homes/{home}")
    static let homeAccountFile = Route("/community/money/homes/{home}/csv")
}

extension CommunityPortal {
    /// The books; tariffs, bills and payments have the pages of their kinds.
    var moneyEndpoints: [Endpoint] {
        typealias F = CommunityFunction
        typealias R = CommunityRoutes
        let read = Endpoint.Access.function(F.readMoney)
        return [
            .page(R.money, read, Phrase(zh: "收费概览", en: "Charges"), handler: moneyPage),
            .page(R.account, read, Phrase(zh: "账户明细", en: "Statement of an account"), handler: accountPage),
            .page(R.accountFile, read, Phrase(zh: "导出账户明细", en: "Statement as a file"), handler: accountFile),
            .page(R.homeAccounts, read, Phrase(zh: "查找房屋账户", en: "Find the account of a home"), handler: findHome),
            .page(R.homeAccount, read, Phrase(zh: "房屋账户", en: "Account of a home"), handler: homeAccountPage),
            .page(
                R.homeAccountFile, read, Phrase(zh: "导出房屋账户", en: "Account of a home as a file"),
                handler: homeAccountFile),
            .page(R.billing, .function(F.postMoney), Phrase(zh: "批量出账", en: "Billing run"), handler: billingPage),
            .form(R.billing, .function(F.postMoney), Phrase(zh: "确认出账", en: "Run the bills"), handler: runBills),
        ]
    }
}

/// The way back from pages of the books.
enum MoneyTrail {
    static func links(_ language: PageLanguage, _ here: String? = nil) -> [Link] {
        let home = Link(language("收费", "Charges"), CommunityRoutes.money.path(), isCurrent: here == nil)
        return [home] + (here.map { [Link($0, "", isCurrent: true)] } ?? [])
    }
}

/// What people call an account.
struct AccountTitle {
    var language: PageLanguage
    var named: [String: CommunityDesk.Named]

    func text(_ account: Account) -> String {
        let title = language(account.of.title)
        let subject =
            account.of == .income
            ? Estate.bill.form["charge"]?.options.first { $0.id == account.subject }.map { language($0.title) }
            : named[account.subject]?.title
        return subject.map { title + language("：", ": ") + $0 } ?? title
    }
}
