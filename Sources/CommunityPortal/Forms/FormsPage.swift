import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func formsPage(_ call: Call) async throws -> Reply {
        var rows: [FormHistory] = []
        for kind in desk.catalog.kinds { rows.append(try await desk.formHistory(kind, call.visitor)) }
        let view = FormsView(language: call.spoken, forms: rows)
        return livePage(call, PageContent(Phrase(zh: "表单", en: "Forms"), view.body))
    }
}

/// The forms that there are.
struct FormsView {
    var language: PageLanguage
    var forms: [FormHistory]

    var body: HTML {
        let rows = forms.map { history -> TableRow in
            let added = history.form.fields.filter(\.isAdded).map { language($0.title) }
            return TableRow([
                HTML.link(language(history.kind.title), FormRoutes(history.kind).form.path()),
                "\(history.form.fields.count)", .text(language.list(added)), "\(history.edition)",
            ])
        }
        let title = language("表单", "Forms")
        return """
            \(HTML.heading(
                title,
                lead: .text(
                    language(
                        "各类事项要填写的内容；可以增加字段，对所有单位生效。",
                        "What is asked of each kind; fields can be added, for all organisations.")),
                language: language))
            \(HTML.table(
                title,
                columns: [
                    Column(language("类型", "Kind"), isHeader: true), Column(language("字段数", "Fields"), isNumeric: true),
                    Column(language("增加的字段", "Added")), Column(language("版本", "Edition"), isNumeric: true),
                ], rows: rows, isCaptionHidden: true))
            """
    }
}
