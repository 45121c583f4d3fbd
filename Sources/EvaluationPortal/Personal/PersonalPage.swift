import Commons
import Markup
import PortalKit
import Rulebook

/// One's own personal data: the fields, what one agreed to, and who looked at them.
struct PersonalView {
    struct Seen: Sendable {
        var look: PersonalLook
        /// Of whoever looked.
        var name: String
    }

    var language: PageLanguage
    var fields: [PersonalField]
    var consents: [Consent]
    var looks: [Seen]
    var form = FormState()
    var csrf: String?

    var body: HTML {
        """
        <p>\(language(
            "这些内容逐项加密保存，别人只看到打码后的样子；要看明文须写明用途，每次查看都列在下面。",
            "Each of these is encrypted. Others see it masked; whoever looks says why, and every look is listed below."
        ))</p>
        \(HTML.split("\(fieldsCard)\(looksCard)\(history)", aside: "\(consentCard)\(rights)"))
        """
    }

    private var looksCard: HTML { LooksTable(language: language, looks: looks).html }

    // MARK: Fields

    private var fieldsCard: HTML {
        HTML.card(
            language("我的个人信息", "My personal data"), id: "fields",
            "\(form.summary(language))\(each: PersonalKind.allCases, { entry($0) })")
    }

    private func entry(_ kind: PersonalKind) -> HTML {
        let field = fields.first { $0.kind == kind }
        let shown = field?.shown ?? language("未填写", "not filled in")
        let isTried = form["field"] == kind.rawValue
        return HTML.disclosure(
            "\(language(kind.title))\(language.colon)\(shown)", isOpen: isTried && form.refusal != nil,
            id: "field-\(kind.rawValue)",
            """
            \(HTML.form(
                action: Routes.personal.path(), csrf: csrf,
                """
                \(HTML.hidden("field", kind.rawValue))\(HTML.hidden("etag", String(field?.version ?? 0)))\
                \(control(kind, isTried ? form[kind.rawValue] : field?.value ?? ""))\(agreement(kind))\
                \(HTML.formActions([HTML.button(language("保存", "Save"), kind: .primary)]))
                """))
            \(field.map { remove($0) })
            """)
    }

    private func control(_ kind: PersonalKind, _ value: String) -> HTML {
        let input = Input(
            kind.rawValue, language(kind.title), hint: language(kind.hint), error: form.error(kind.rawValue, language),
            isRequired: true)
        switch kind {
        case .identity: return input.text(value, autocomplete: "off", maxLength: 24)
        case .phone: return input.text(value, kind: .tel, autocomplete: "tel", maxLength: 24)
        case .mail: return input.text(value, kind: .email, autocomplete: "email", maxLength: 254)
        case .address: return input.text(value, autocomplete: "street-address", maxLength: 200)
        case .emergency: return input.text(value, autocomplete: "off", maxLength: 80)
        case .health: return input.area(value, rows: 3, maxLength: 1000)
        }
    }

    /// Only where it was not given yet.
    private func agreement(_ kind: PersonalKind) -> HTML {
        let purpose = kind.consent
        if consents.active(purpose) != nil { return "" }
        let isTried = form["field"] == kind.rawValue
        return """
            <p class="hint">\(language(purpose.text))\(language("", " "))\(language(purpose.rests))</p>
            \(Input(
                "agrees", language("同意“\(purpose.title.zh)”", "I agree: \(purpose.title.en)"),
                error: isTried ? form.error("agrees", language) : nil, isRequired: true
            ).check(isOn: isTried && form["agrees"] == "1"))
            """
    }

    private func remove(_ field: PersonalField) -> HTML {
        HTML.postButton(
            language("删除此项", "Delete it"), action: Routes.personal.path(), csrf: csrf, kind: .quiet,
            confirm: language("删除\(field.kind.title.zh)？", "Delete: \(field.kind.title.en)?"),
            hidden: [("field", field.kind.rawValue), ("etag", String(field.version)), (field.kind.rawValue, "")])
    }

    // MARK: Consents

    private var consentCard: HTML {
        HTML.card(
            language("我的同意", "What I agreed to"), id: "consents",
            "\(each: ConsentPurpose.all, { consent($0) })")
    }

    private func consent(_ purpose: ConsentPurpose) -> HTML {
        let active = consents.active(purpose)
        let state: HTML =
            active == nil
            ? HTML.badge(language("未同意", "not given"), .neutral) : HTML.badge(language("已同意", "given"), .good)
        let since: HTML? = active.map { consent in
            """
            <p class="hint">\(HTML.time(consent.givenAt.iso, consent.givenAt.shown)) · \
            \(language(consent.way.title))</p>
            """
        }
        return """
            <section class="consent"><h3>\(language(purpose.title)) \(state)</h3>\
            <p>\(language(purpose.text))</p><p class="hint">\(language(purpose.rests))</p>\(since)\
            \(active == nil ? give(purpose) : withdraw(purpose))</section>
            """
    }

    private func give(_ purpose: ConsentPurpose) -> HTML {
        HTML.postButton(
            language("同意", "I agree"), action: Routes.consents.path(), csrf: csrf,
            hidden: [("purpose", purpose.id), ("act", "give")])
    }

    /// Asks again only where something is deleted with it.
    private func withdraw(_ purpose: ConsentPurpose) -> HTML {
        let question = language(
            "撤回“\(purpose.title.zh)”？\(purpose.rests.zh)", "Withdraw '\(purpose.title.en)'? \(purpose.rests.en)")
        let isEmpty = !fields.contains { purpose.kept.contains($0.kind) }
        return HTML.postButton(
            language("撤回同意", "Withdraw it"), action: Routes.consents.path(), csrf: csrf, kind: .danger,
            confirm: isEmpty ? nil : question, hidden: [("purpose", purpose.id), ("act", "withdraw")])
    }

    private var history: HTML {
        let rows = consents.compactMap { consent -> TableRow? in
            guard let purpose = ConsentPurpose.named(consent.purpose) else { return nil }
            return TableRow([
                .text(language(purpose.title)), HTML.time(consent.givenAt.iso, consent.givenAt.shown),
                .text(language(consent.way.title)), .text(consent.edition),
                consent.withdrawnAt.map { HTML.time($0.iso, $0.shown) } ?? "",
            ])
        }
        if rows.isEmpty { return "" }
        let columns = [
            Column(language("事项", "Purpose"), isHeader: true), Column(language("同意时间", "Given")),
            Column(language("方式", "How")), Column(language("文本版本", "Wording of")),
            Column(language("撤回时间", "Withdrawn")),
        ]
        return HTML.disclosure(
            language("同意记录（\(rows.count) 条）", "History of consents (\(rows.count))"),
            HTML.table(
                language("同意记录", "History of consents"), columns: columns, rows: rows, isCaptionHidden: true))
    }

    // MARK: Rights

    private var rights: HTML {
        HTML.card(
            language("导出与删除", "Export and erasure"),
            """
            <p>\(language(
                "导出本站保存的关于您的全部内容，含明文，请妥善保管。", "All that is kept of you, in clear: keep it safe."))</p>
            \(HTML.row([export("html", language("导出网页", "As a page")), export("json", language("导出 JSON", "As JSON"))]))
            <p>\(language(
                "要求删除请联系系统管理员。", "To have your data erased, ask an administrator."))\
            \(language("", " "))\(ErasureView.stays(language))</p>
            """)
    }

    private func export(_ format: String, _ label: String) -> HTML {
        HTML.postButton(label, action: Routes.personalExport.path(), csrf: csrf, hidden: [("format", format)])
    }
}

/// Who looked at what, when and why.
struct LooksTable {
    var language: PageLanguage
    var looks: [PersonalView.Seen]

    var html: HTML {
        let columns = [
            Column(language("时间", "When"), isHeader: true), Column(language("谁", "Who")),
            Column(language("看了什么", "What")), Column(language("用途", "Why")),
        ]
        let rows = looks.map { seen in
            TableRow([
                HTML.time(seen.look.at.iso, seen.look.at.shown), .text(seen.name),
                .text(seen.look.kind.map { language($0.title) } ?? language("全部（导出）", "all of it (export)")),
                """
                \(language(seen.look.purpose.title))\
                \(if: !seen.look.words.isEmpty, "<br><small>\(seen.look.words)</small>")
                """,
            ])
        }
        return HTML.card(
            language("谁看过我的个人信息", "Who looked at my data"), id: "looks",
            HTML.table(
                language("查看记录", "Looks"), columns: columns, rows: rows,
                empty: .text(language("还没有人查看过明文。", "Nobody has seen anything in clear.")), isCaptionHidden: true))
    }
}
