import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension KindPages {
    @Sendable func importPage(_ call: Call) async throws -> Reply {
        try await importReply(call, ItemImportView(language: call.spoken, kind: kind, form: Form()))
    }

    /// All rows or none: where anything is wrong, everything that is gets told, row by row.
    @Sendable func importFile(_ call: Call) async throws -> Reply {
        let form = try await desk.form(of: kind)
        var view = ItemImportView(language: call.spoken, kind: kind, form: form)
        view.wantsFile = try call.form.flag("problems")
        do {
            let id = try FormID.sent(call.form) ?? desk.surroundings.newID()
            guard let file = call.files.first(where: { $0.field == "file" }), !file.bytes.isEmpty else {
                throw Refusal(.invalid, zh: "请选择文件", en: "choose a file", place: "file")
            }
            let table = try ItemTable(file.bytes, kind, form)
            do {
                _ = try await desk.importItems(kind, table.drafts, id: id, by: call.visitor)
            } catch let refusal as Refusal where !refusal.details.isEmpty {
                view.refusal = Refusal(refusal.kind, refusal.reason, place: "file")
                view.problems = refusal.details.map { ImportProblem($0, table, form) }
            }
        } catch let refusal as Refusal where refusal.kind != .forbidden {
            view.refusal = refusal
        }
        guard view.refusal != nil else {
            let done = CommunityPortal.word(kind, CommunityPortal.imported)
            return .redirect(to: routes.list.path(query: ["done": done]))
        }
        if view.wantsFile, !view.problems.isEmpty {
            return try view.problemList.reply("csv", name: "\(kind.id)-problems", on: portal.now.day)
        }
        return try await importReply(call, view)
    }

    private func importReply(_ call: Call, _ view: ItemImportView) async throws -> Reply {
        var view = view
        view.form = try await desk.form(of: kind)
        (view.id, view.csrf) = (desk.surroundings.newID(), call.formToken)
        let title = Phrase(zh: "导入" + kind.title.zh, en: "Import: " + kind.title.en.lowercased())
        return portal.frame.page(call, PageContent(title, view.body), status: view.state.status)
            .with(.cacheControl, "no-store")
    }
}

/// Something in a table that has to change before it can be brought in.
struct ImportProblem: Hashable {
    /// In the file, from 1.
    var line: Int
    /// The head of the column; empty: it is about the whole row.
    var column: Phrase
    var reason: Phrase

    /// - Parameter detail: its place is the row from 1 and the field, as in `17:name`.
    init(_ detail: Refusal.Detail, _ table: ItemTable, _ form: Form) {
        let parts = detail.place.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let row = (Int(parts[0]) ?? 0) - 1
        line = table.rows.indices.contains(row) ? table.rows[row].line : 0
        let field = parts.count == 2 ? String(parts[1]) : ""
        column = form[field]?.title ?? (field == "place" ? ItemColumns.place : .same(""))
        reason = detail.reason
    }
}

/// Where a table of items is brought in.
struct ItemImportView {
    var language: PageLanguage
    var kind: Kind
    var form: Form
    var id = ""
    var csrf: String?
    var refusal: Refusal?
    var problems: [ImportProblem] = []
    /// Problems are wanted as a file.
    var wantsFile = false

    /// Problems that a page shows.
    static let most = 500

    var state: FormState {
        var state = FormState()
        state.refusal = refusal
        return state
    }

    var body: HTML {
        let routes = KindRoutes(kind)
        return """
            \(HTML.heading(
                language("导入\(kind.title.zh)", "Import: \(kind.title.en.lowercased())"),
                lead: .text(
                    language(
                        "先下载模板，每行填一个；有一行不对就什么都不导入，并列出全部问题。",
                        "Fill in the template, one a row. If one row is wrong nothing is entered, and all that is "
                            + "wrong is listed.")),
                breadcrumbs: [
                    Link(language(kind.title), routes.list.path()),
                    Link(language("导入", "Import"), routes.importFile.path(), isCurrent: true),
                ],
                actions: [HTML.download(language("下载模板", "Template"), routes.template.path())], language: language))
            \(HTML.card(language("选择文件", "The file"), upload))
            \(problems.isEmpty ? nil : list)
            \(HTML.card(language("可以有的列", "Columns that it may have"), columns))
            """
    }

    private var upload: HTML {
        HTML.form(
            action: KindRoutes(kind).importFile.path(), id: "import-\(kind.id)", csrf: csrf, isMultipart: true,
            """
            \(state.summary(language))\(HTML.hidden("_id", id))\
            \(Input(
                "file", language("XLSX 或 CSV", "XLSX or CSV"),
                hint: language(
                    "第一行是表头；最多 \(CommunityLimits.rows) 行", "the first line is the head; at most "
                        + "\(CommunityLimits.rows) rows"),
                error: state.error("file", language), isRequired: true
            ).file(accept: ".xlsx,.csv", language: language))\
            \(Input("problems", language("如有问题，下载全部问题（CSV）", "Save all problems as a file (CSV), if there are any"))
                .check(isOn: wantsFile || problems.count > ItemImportView.most))\
            \(HTML.formActions([HTML.button(language("导入", "Import"), kind: .primary)]))
            """)
    }

    private var list: HTML {
        let more: HTML? =
            problems.count > ItemImportView.most
            ? HTML.callout(
                .info,
                language(
                    "这里只显示前 \(ItemImportView.most) 个，共 \(problems.count) 个问题",
                    "The first \(ItemImportView.most) of \(problems.count) problems"),
                .text(
                    language(
                        "要看全部：再选一次文件，勾选“下载全部问题”后提交。",
                        "For all of them choose the file again, with “Save all problems as a file” ticked."))) : nil
        return HTML.card(
            language("需要修改的地方", "What has to change"),
            """
            \(more)\(HTML.table(
                language("问题清单", "Problems"),
                columns: [
                    Column(language("行", "Line"), isNumeric: true, isHeader: true), Column(language("列", "Column")),
                    Column(language("问题", "Problem")),
                ],
                rows: problems.prefix(ItemImportView.most).map { problem in
                    TableRow([
                        "\(problem.line)", .text(language(problem.column)), .text(language(problem.reason)),
                    ])
                }, isCaptionHidden: true))
            """)
    }

    private var columns: HTML {
        let help = ColumnHelp(language: language, kind: kind, form: form)
        return HTML.table(
            language("列", "Columns"),
            columns: [
                Column(language("列", "Column"), isHeader: true), Column(language("必填", "Required")),
                Column(language("怎么填", "What to write")),
            ],
            rows: help.rows.map { row in
                TableRow([
                    .text(row.title), row.isRequired ? .text(language("必填", "required")) : "", .text(row.words),
                ])
            }, isCaptionHidden: true)
    }

    /// All problems, for spreadsheets.
    var problemList: ExportTable {
        ExportTable(
            title: language("问题清单", "Problems"),
            columns: [language("行", "Line"), language("列", "Column"), language("问题", "Problem")],
            rows: problems.map { problem in
                [
                    .number(String(problem.line)), .text(language(problem.column)), .text(language(problem.reason)),
                ]
            })
    }
}
