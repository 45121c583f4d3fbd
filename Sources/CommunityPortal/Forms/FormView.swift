import Commons
import Community
import Markup
import PortalKit
import Rulebook

/// What is asked of a kind: the fields of the program, those that administrators added, and how it came about.
struct FormView {
    var language: PageLanguage
    var history: FormHistory
    var csrf: String?
    /// What was typed for a field and why it was refused; empty: for a new one.
    var refused: (field: String, state: FormState)?

    private var kind: Kind { history.kind }
    private var routes: FormRoutes { FormRoutes(kind) }
    private var form: Form { history.form }

    var body: HTML {
        let added = form.fields.filter(\.isAdded)
        let mine: HTML =
            added.isEmpty
            ? HTML.emptyState(language("还没有增加字段", "No field was added yet"))
            : "\(each: added, change)"
        return """
            \(HTML.heading(
                language("\(kind.title.zh)的表单字段", "Form: \(kind.title.en)"),
                lead: .text(
                    language(
                        "这里的修改对使用本系统的所有单位生效。已有的记录保持原样，新的必填字段在下次修改时要求填写。",
                        "Changes hold for all organisations here. Records stay as they are; a new field "
                            + "that is required is asked for with their next change.")),
                breadcrumbs: [
                    Link(language("表单", "Forms"), FormRoutes.all.path()),
                    Link(language(kind.title), routes.form.path(), isCurrent: true),
                ], state: HTML.badge(language("第 \(history.edition) 版", "edition \(history.edition)"), .info),
                language: language))
            \(HTML.card(language("增加的字段", "Fields that were added"), id: "added", mine))
            \(HTML.card(language("增加字段", "Add a field"), id: "add", add))
            \(HTML.card(language("系统自带的字段", "Fields of the program"), declared))
            \(HTML.card(language("版本记录", "Editions"), HTML.timeline(editions.reversed())))
            """
    }

    private var declared: HTML {
        HTML.table(
            language("系统自带的字段", "Fields of the program"),
            columns: [
                Column(language("字段", "Field"), isHeader: true), Column(language("必填", "Required")),
                Column(language("加密", "Encrypted")),
            ],
            rows: form.fields.filter { !$0.isAdded }.map { field in
                TableRow([
                    .text(language(field.title)), .text(field.isRequired ? language("必填", "required") : ""),
                    .text(field.secrecy == .personal ? language("加密", "encrypted") : ""),
                ])
            }, isCaptionHidden: true)
    }

    // MARK: Forms

    private func input(
        _ state: FormState, _ name: String, _ label: String, hint: String? = nil, isRequired: Bool = false
    )
        -> Input
    { Input(name, label, hint: hint, error: state.error(name, language), isRequired: isRequired) }

    private func titles(_ state: FormState) -> HTML {
        """
        \(input(state, "zh", language("中文名称", "Chinese title"), isRequired: true).text(state["zh"], maxLength: 40))\
        \(input(
            state, "en", language("英文名称", "English title"),
            hint: language("不填则与中文相同", "as the Chinese one if left empty")
        ).text(state["en"], maxLength: 40))\
        \(input(state, "unit", language("单位", "Unit")).text(state["unit"], maxLength: 10))
        """
    }

    private func boxes(_ state: FormState) -> HTML {
        func box(_ name: String, _ label: String, hint: String? = nil) -> HTML {
            input(state, name, label, hint: hint).check(isOn: !state[name].isEmpty, value: "true")
        }
        return """
            \(box("required", language("必填", "Required")))\(box("listed", language("在列表中显示", "Shown in lists")))\
            \(box("filtered", language("可用于筛选", "Lists can be narrowed by it")))
            """
    }

    private var add: HTML {
        let state = refused?.field == "" ? refused?.state ?? FormState() : FormState()
        let sorts = AddedField.Sort.allCases.map { Choice($0.rawValue, language($0.title)) }
        let encrypted = input(
            state, "encrypted", language("加密保存", "Kept encrypted"),
            hint: language("文字可选；个人信息总是加密，页面上打码", "for texts; what is personal always is, and masked on pages")
        ).check(isOn: !state["encrypted"].isEmpty, value: "true")
        return HTML.form(
            action: routes.form.path(), id: "add-\(kind.id)", csrf: csrf,
            """
            \(state.summary(language))\(HTML.hidden("_edition", String(history.edition)))\(titles(state))\
            \(input(state, "sort", language("内容", "Content"), isRequired: true)
                .select(sorts, value: state["sort"], prompt: language("请选择", "Choose")))\
            \(answers(state))\(boxes(state))\(encrypted)\
            \(HTML.formActions([HTML.button(language("增加", "Add"), kind: .primary)]))
            """)
    }

    private func answers(_ state: FormState) -> HTML {
        input(
            state, "options", language("选项", "Answers"),
            hint: language("仅用于单选和多选；每行一个，如：是 | Yes", "for choices only; one a line, such as 是 | Yes")
        ).area(state["options"])
    }

    private func change(_ field: Field) -> HTML {
        let isRefused = refused?.field == field.id
        let state = isRefused ? refused?.state ?? FormState() : FormView.state(field)
        let sort = field.sort?.title ?? .same("")
        let options = field.options.map { option in
            let name = FormInput.option + option.id
            return input(state, name, language("选项“\(option.title.zh)”", "Answer '\(option.title.en)'"))
                .text(state[name], maxLength: 130)
        }
        let more: HTML? = options.isEmpty ? nil : answers(state)
        let form = HTML.form(
            action: routes.field.path(field.id), id: "change-\(field.id)", csrf: csrf,
            """
            \(state.summary(language))\(HTML.hidden("_edition", String(history.edition)))\
            \(HTML.hidden("sort", field.sort?.rawValue ?? ""))\(titles(state))\(options)\(more)\(boxes(state))\
            \(HTML.formActions([HTML.button(language("保存", "Save"), kind: .primary)]))
            """)
        let retire = HTML.postButton(
            language("停用", "Ask no longer"), action: routes.retire.path(field.id), csrf: csrf, kind: .danger,
            confirm: language(
                "停用后不再填写，已填的内容保留在记录的经过中。确定？", "It is asked no longer; what was written stays in histories. Sure?"),
            hidden: [("_edition", String(history.edition))])
        let secret = field.secrecy == .personal ? language("，加密", ", encrypted") : ""
        let kept: HTML = "<p class=\"soft\">\(language(sort))\(secret) · \(field.id)</p>"
        return HTML.disclosure(
            language(field.title), isOpen: isRefused, id: "field-\(field.id)", "\(kept)\(form)\(retire)")
    }

    /// A field as its form shows it.
    static func state(_ field: Field) -> FormState {
        var state = FormState(["zh": field.title.zh, "en": field.title.en, "unit": field.unit])
        for (name, isOn) in [
            ("required", field.isRequired), ("listed", field.isListed), ("filtered", field.isFiltered),
        ] where isOn { state.values.pairs.append(.init(name, "true")) }
        for option in field.options {
            let (zh, en) = (option.title.zh, option.title.en)
            state.values.pairs.append(.init(FormInput.option + option.id, zh == en ? zh : "\(zh) | \(en)"))
        }
        return state
    }

    // MARK: Editions

    private var editions: [TimelineEntry] {
        var before = Form()
        return history.editions.enumerated().map { index, edition in
            let changes = FormView.changes(before, edition.form)
            before = edition.form
            let said = changes.map { change -> HTML in "<li>\(language(change))</li>" }
            return TimelineEntry(
                edition.at.shown, .text(language("第 \(index + 1) 版", "Edition \(index + 1)")),
                actor: edition.person ?? language("系统", "the program"),
                body: index == 0
                    ? .text(language("\(edition.form.fields.count) 个字段", "\(edition.form.fields.count) fields"))
                    : "<ul>\(said)</ul>")
        }
    }

    /// What one edition has other than the one before.
    static func changes(_ before: Form, _ after: Form) -> [Phrase] {
        let added = after.fields.filter { before[$0.id] == nil }
        let gone = before.fields.filter { after[$0.id] == nil }
        let other = after.fields.filter { field in before[field.id].map { $0 != field } ?? false }
        func words(_ fields: [Field], _ zh: String, _ en: String) -> [Phrase] {
            fields.map { Phrase(zh: "\(zh)“\($0.title.zh)”", en: "\(en) '\($0.title.en)'") }
        }
        return words(added, "增加", "added") + words(other, "修改", "changed") + words(gone, "停用", "asks no longer")
    }
}
