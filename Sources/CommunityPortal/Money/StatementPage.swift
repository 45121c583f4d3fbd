import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    private static let lines = 100

    @Sendable func accountPage(_ call: Call) async throws -> Reply {
        let before = try call.query.filled("before").flatMap { Int($0) }
        let id = call.parameter("account")
        let statement = try await desk.statement(
            ofAccount: id, before: before, limit: CommunityPortal.lines + 1, call.visitor)
        var view = StatementView(language: call.spoken, catalog: desk.catalog, statement: statement)
        view.most = CommunityPortal.lines
        view.page = { CommunityRoutes.account.path(id, query: $0) }
        view.file = CommunityRoutes.accountFile.path(id)
        return livePage(call, PageContent(.same(view.title), isWide: true, view.body))
    }

    @Sendable func homeAccountPage(_ call: Call) async throws -> Reply {
        let before = try call.query.filled("before").flatMap { Int($0) }
        let id = call.parameter("home")
        let (home, statement) = try await desk.statement(
            ofHome: id, before: before, limit: CommunityPortal.lines + 1, call.visitor)
        var view = StatementView(language: call.spoken, catalog: desk.catalog, statement: statement)
        view.home = home
        view.most = CommunityPortal.lines
        view.mayTake = call.allows(Estate.payment.function(.create))
        view.page = { CommunityRoutes.homeAccount.path(id, query: $0) }
        view.file = CommunityRoutes.homeAccountFile.path(id)
        return livePage(call, PageContent(.same(view.title), isWide: true, view.body))
    }

    @Sendable func accountFile(_ call: Call) async throws -> Reply {
        let statement = try await desk.statement(
            ofAccount: call.parameter("account"), limit: CommunityLimits.lines + 1, call.visitor)
        return try file(StatementView(language: call.spoken, catalog: desk.catalog, statement: statement))
    }

    @Sendable func homeAccountFile(_ call: Call) async throws -> Reply {
        let (home, statement) = try await desk.statement(
            ofHome: call.parameter("home"), limit: CommunityLimits.lines + 1, call.visitor)
        var view = StatementView(language: call.spoken, catalog: desk.catalog, statement: statement)
        view.home = home
        return try file(view)
    }

    private func file(_ view: StatementView) throws -> Reply {
        guard view.statement.lines.count <= CommunityLimits.lines else {
            throw Refusal(
                .tooLarge, zh: "超过 \(CommunityLimits.lines) 行", en: "more than \(CommunityLimits.lines) lines")
        }
        return try view.export.reply("csv", name: "statement", on: now.day)
    }
}

/// What went in and out of an account, or of the accounts of a home, with what was left.
struct StatementView {
    var language: PageLanguage
    var catalog: Catalog
    var statement: CommunityDesk.Statement
    /// nil: it is of one account.
    var home: Item?
    var mayTake = false
    /// Lines of a page; those of the statement may be one more.
    var most = Int.max
    var page: (KeyValuePairs<String, String>) -> String = { _ in "" }
    var file = ""

    /// What is more is good for accounts that grow by credits.
    private var sign: Int { home == nil && statement.accounts.first?.of.side == .credit ? -1 : 1 }

    var title: String {
        if let home { return language("房屋账户：", "Account of ") + home.head.title }
        let title = AccountTitle(language: language, named: statement.named)
        return statement.accounts.first.map(title.text) ?? ""
    }

    private var columns: [String] {
        home == nil
            ? [language("增加", "In"), language("减少", "Out"), language("余额", "Balance")]
            : [language("应缴", "Billed"), language("已缴", "Paid"), language("欠费", "Owed")]
    }

    /// What an act was called, and on what.
    private func words(_ line: StatementLine) -> (text: String, item: CommunityDesk.Named?) {
        let named = statement.named[line.item]
        let kind = named.flatMap { catalog.kind($0.kind) }
        let act: String? =
            line.act == CommunityDesk.settling
            ? language("核销", "Settled") : kind?.act(line.act).map { language($0.title) }
        let words = [act, kind.map { language($0.title) }].compactMap(\.self)
        return (words.joined(separator: language("", ": ")), named)
    }

    var body: HTML {
        let balance = sign * statement.balance
        var actions = [HTML.download(language("导出 CSV", "Export as CSV"), file, kind: .quiet)]
        if let home, mayTake {
            actions.append(
                HTML.linkButton(
                    language("登记收款", "Take a payment"),
                    KindRoutes(Estate.payment).new.path(query: ["place": home.id]), kind: .primary))
        }
        let lead: String =
            if home == nil {
                language("余额 ", "Balance ") + Fen.shown(balance)
            } else if balance > 0 {
                language("欠费 ", "Owed ") + Fen.shown(balance)
            } else {
                language("无欠费，预收 ", "Nothing owed, in advance ") + Fen.shown(-balance)
            }
        return """
            \(HTML.heading(
                title, lead: .text(lead), breadcrumbs: MoneyTrail.links(language, title), actions: actions,
                language: language))
            \(links)\(table)\(HTML.pagination(next: next, language: language))
            """
    }

    private var links: HTML? {
        guard let home else { return nil }
        let kinds = [Estate.bill, Estate.payment, Estate.deposit].map {
            HTML.linkButton(language($0.title), KindRoutes($0).list.path(query: ["within": home.id]), kind: .quiet)
        }
        let space = HTML.linkButton(home.head.number, KindRoutes(Estate.space).item.path(home.id), kind: .quiet)
        return HTML.row([space] + kinds)
    }

    private var shown: ArraySlice<StatementLine> { statement.lines.prefix(most) }

    private var next: String? {
        guard statement.lines.count > most, let last = shown.last else { return nil }
        return page(["before": String(last.number)])
    }

    private var table: HTML {
        let rows = shown.map { line -> TableRow in
            let (text, item) = words(line)
            let link: HTML? = item.flatMap { item in
                catalog.kind(item.kind).map { HTML.link(item.number, KindRoutes($0).item.path(item.id)) }
            }
            let fen = sign * line.fen
            return TableRow([
                HTML.time(line.at.iso, line.at.shown), "\(text) \(link) \(item?.title ?? "")",
                .text(StatementView.reference(line)), fen > 0 ? "\(Fen.shown(fen))" : "",
                fen < 0 ? "\(Fen.shown(-fen))" : "", "\(Fen.shown(sign * line.balance))",
            ])
        }
        return HTML.table(
            language("明细，最新的在前", "Lines, newest first"),
            columns: [
                Column(language("时间", "When")), Column(language("事项", "What"), isHeader: true),
                Column(language("流水号", "Reference")),
            ] + columns.map { Column($0, isNumeric: true) },
            rows: rows, empty: HTML.emptyState(language("还没有往来", "Nothing has happened yet")))
    }

    /// As the outside world says it.
    private static func reference(_ line: StatementLine) -> String {
        line.reference.map { String($0.drop { $0 != ":" }.dropFirst()) } ?? ""
    }

    /// Oldest first.
    var export: ExportTable {
        let heads = [
            language("时间", "When"), language("事项", "What"), language("编号", "Number"), language("流水号", "Reference"),
        ]
        let rows = statement.lines.reversed().map { line -> [ExportTable.Value] in
            let ((text, item), fen) = (words(line), sign * line.fen)
            return [
                .text(line.at.shown), .text(text), .text(item?.number ?? ""), .text(StatementView.reference(line)),
                fen > 0 ? .number(Fen.digits(fen)) : .text(""), fen < 0 ? .number(Fen.digits(-fen)) : .text(""),
                .number(Fen.digits(sign * line.balance)),
            ]
        }
        return ExportTable(title: language("往来明细", "Statement"), columns: heads + columns, rows: rows)
    }
}
