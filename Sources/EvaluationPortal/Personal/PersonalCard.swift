import Commons
import Markup
import PortalKit
import Rulebook

/// Personal data of somebody else: masked, with the form for a look that says what it is for.
struct PersonalCard {
    var language: PageLanguage
    var person: Person
    var fields: [PersonalField]
    var agreesToMail: Bool
    var mayReveal: Bool
    var mayErase: Bool
    /// What was looked at just now, shown this once.
    var revealed: PersonalField?
    var form = FormState()
    var mailForm = FormState()
    var exportForm = FormState()
    var csrf: String?

    /// On top of the page, so that nobody has to look for it.
    var shown: HTML? {
        revealed.map { field in
            HTML.callout(
                .warn, "\(person.name) · \(language(field.kind.title))",
                """
                <p class="revealed"><code>\(field.value)</code></p>
                <p>\(language(
                    "只在这里显示一次；这次查看已记入日志，本人能看到。",
                    "It is shown here and not again; the look is journaled, and the person sees it."))</p>
                """, actions: [HTML.copyButton(language("复制", "Copy it"), text: field.value)])
        }
    }

    var card: HTML {
        let columns = [
            Column(language("项目", "Field"), isHeader: true), Column(language("内容（打码）", "Masked")),
            Column(language("修改时间", "Changed")),
        ]
        let rows = fields.map { field in
            TableRow([
                .text(language(field.kind.title)), "<code>\(field.shown)</code>",
                HTML.time(field.changedAt.iso, field.changedAt.shown),
            ])
        }
        return HTML.card(
            language("个人信息", "Personal data"), id: "personal",
            """
            \(HTML.table(
                language("个人信息", "Personal data"), columns: columns, rows: rows,
                empty: .text(language("还没有填写；由本人在“我的账号”中维护。", "None told yet; they keep it on their account page.")),
                isCaptionHidden: true))
            \(if: mayReveal && !fields.isEmpty, look)\(mail)
            """)
    }

    private var look: HTML {
        let kinds = fields.map { Choice($0.kind.rawValue, language($0.kind.title), note: $0.shown) }
        return HTML.disclosure(
            language("查看明文", "See one in clear"), isOpen: form.refusal != nil, id: "look",
            HTML.form(
                action: Routes.personLooks.path(person.id), csrf: csrf,
                """
                \(form.summary(language))\
                \(Input("field", language("看哪一项", "Field"), error: form.error("field", language), isRequired: true)
                    .select(kinds, value: form["field"], prompt: language("请选择", "Choose")))\
                \(LookReasonFields(language: language, form: form).html)\
                \(HTML.formActions([HTML.button(language("查看一次", "Show it once"), kind: .primary)]))
                """))
    }

    private var mail: HTML {
        let note = language(
            agreesToMail ? "本人已同意邮件通知。" : "本人尚未同意或已撤回邮件通知；撤回后只能由本人重新同意。",
            agreesToMail
                ? "They agree to notices by mail."
                : "They did not agree to mail, or withdrew; once withdrawn only they can agree again.")
        return HTML.disclosure(
            language("登记邮箱", "Note a mail address"), isOpen: mailForm.refusal != nil, id: "note-mail",
            HTML.form(
                action: Routes.personMail.path(person.id), csrf: csrf,
                """
                \(mailForm.summary(language))\
                \(Input(
                    "mail", language("邮箱", "Mail"),
                    hint: language("登记即表示本人已同意接收邮件通知。", "By noting it you say that they agreed to mail. ") + note,
                    error: mailForm.error("mail", language), isRequired: true
                ).text(mailForm["mail"], kind: .email, autocomplete: "off", maxLength: 254))\
                \(HTML.formActions([HTML.button(language("登记", "Note it"))]))
                """))
    }

    var aside: HTML? {
        guard mayReveal || mayErase else { return nil }
        return HTML.card(
            language("导出与删除", "Export and erasure"), "\(if: mayReveal, export)\(if: mayErase, erase)")
    }

    private var export: HTML {
        HTML.disclosure(
            language("应要求导出", "Export on request"), isOpen: exportForm.refusal != nil, id: "export",
            HTML.form(
                action: Routes.personExport.path(person.id), csrf: csrf,
                """
                \(exportForm.summary(language))\
                <p>\(language(
                    "导出本站保存的关于此人的全部内容，含明文；等于查看全部，会记入日志。",
                    "All that is kept of them, in clear. It counts as a look at everything, and is journaled."))</p>\
                \(LookReasonFields(language: language, form: exportForm).html)\
                \(Input("format", language("格式", "Format"), isRequired: true).radios(
                    [Choice("html", language("网页", "Page")), Choice("json", "JSON")],
                    value: exportForm["format"].isEmpty ? "html" : exportForm["format"], isInline: true))\
                \(HTML.formActions([HTML.button(language("导出", "Export"))]))
                """))
    }

    private var erase: HTML {
        HTML.linkButton(language("删除个人信息…", "Erase the data…"), Routes.personErasure.path(person.id), kind: .danger)
    }
}
