import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension KindPages {
    /// Answers with the page of the thing itself: what is of people is shown this once.
    @Sendable func look(_ call: Call) async throws -> Reply {
        let id = call.parameter("item")
        do {
            let reason = try LookReasonFields.reason(call.form)
            let opened = try await desk.look(id, of: kind, reason, call.visitor)
            var view = try await itemView(call, opened)
            view.isClear = true
            return itemReply(call, view)
        } catch let refusal as Refusal where refusal.place != nil {
            let opened = try await desk.open(id, of: kind, call.visitor)
            var view = try await itemView(call, opened)
            view.look = FormState(call.form, refusal)
            return itemReply(call, view, status: view.look.status)
        }
    }

    @Sendable func clearExport(_ call: Call) async throws -> Reply {
        do {
            let reason = try LookReasonFields.reason(call.form)
            return try await export(call, as: call.form.filled("format") ?? "xlsx", reason)
        } catch let refusal as Refusal where refusal.place != nil {
            return try await listReply(call, export: FormState(call.form, refusal))
        }
    }
}

extension KindAPI {
    @Sendable func look(_ call: Call) async throws -> Reply {
        let reason = try LookReason(call.json)
        let opened = try await desk.look(call.parameter("item"), of: kind, reason, call.visitor)
        let json = ItemJSON(language: call.language, named: opened.named, isClear: true)
        return .json(json.item(opened.item, opened.form)).with(.cacheControl, "no-store")
    }
}

extension ItemView {
    /// Where one says why one looks; nil: there is nothing to look at, or it is there already.
    var lookForm: HTML? {
        guard opened.mayLook, !isClear, !opened.isOwn else { return nil }
        return HTML.disclosure(
            language("查看个人信息明文", "See the personal data in clear"), isOpen: look.refusal != nil, id: "look",
            HTML.form(
                action: routes.look.path(item.id), id: "look-\(item.id)", csrf: csrf,
                """
                \(look.summary(language))\(LookReasonFields(language: language, form: look, isSeen: false).html)\
                \(HTML.formActions([HTML.button(language("查看", "See it"))]))
                """))
    }

    /// On top of what was asked for.
    var looked: HTML? {
        guard isClear else { return nil }
        return HTML.callout(
            .warn, language("个人信息以明文显示", "Personal data are shown in clear"),
            "<p>\(language("只在这里显示一次；这次查看已记入日志。", "Here and not again; the look is in the journal."))</p>",
            actions: [HTML.linkButton(language("恢复打码", "Mask it again"), routes.item.path(item.id))])
    }
}

extension ItemListView {
    /// Where one says why one takes out personal data.
    var clearExport: HTML {
        let formats = [Choice("xlsx", "XLSX"), Choice("csv", "CSV")]
        return HTML.disclosure(
            language("导出含个人信息的明细", "Export with personal data in clear"), isOpen: export.refusal != nil,
            id: "export-clear",
            HTML.form(
                action: routes.clearExport.path(values: [], query: filter.pairs(form, state: filter.state)),
                id: "export-form",
                csrf: csrf,
                """
                \(export.summary(language))\(LookReasonFields(language: language, form: export, isSeen: false).html)\
                \(Input("format", language("格式", "Format"), isRequired: true).radios(
                    formats, value: export["format"].isEmpty ? "xlsx" : export["format"], isInline: true))\
                \(HTML.formActions([HTML.button(language("导出", "Export"))]))
                """))
    }
}
