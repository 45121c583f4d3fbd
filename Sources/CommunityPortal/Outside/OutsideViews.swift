import Commons
import Community
import Markup
import PortalKit
import Rulebook

/// Sheets to print and hang up: a code for each that can be entered there.
struct CodeSheetView {
    var language: PageLanguage
    var opened: CommunityDesk.Opened
    var doors: [Doorway]
    /// Where phones reach this installation.
    var site: String

    var body: HTML {
        let title = language("张贴用二维码", "Codes to hang up")
        let back = Link(opened.item.head.title, KindRoutes(opened.kind).item.path(opened.item.id))
        return """
            \(HTML.heading(
                title,
                lead: .text(
                    language(
                        "用浏览器打印本页，贴在现场。任何人扫码即可登记，不需要账号。",
                        "Print this page and hang it up here. Whoever scans it can enter something without a log-in.")),
                breadcrumbs: [back, Link(title, "", isCurrent: true)], language: language))\
            \(each: doors, card)
            """
    }

    private func card(_ door: Doorway) -> HTML {
        let address = site + OutsideRoutes.enter.path(door.kind.id, door.spot.id, door.seal)
        let around = opened.path.map(\.title).filter { $0 != door.spot.title } + [door.spot.title]
        return HTML.card(
            language(door.facet.title), id: "code-\(door.kind.id)",
            """
            \(QRCode.svg(address, label: language("二维码：\(door.facet.title.zh)", "Code: \(door.facet.title.en)")))\
            \(HTML.facts([
                Fact(language("位置", "Place"), .text(around.joined(separator: " / "))),
                Fact(language("编号", "Number"), .text(door.spot.number)),
                Fact(language("网址", "Address"), HTML.link(address, address)),
            ]))
            """)
    }
}

/// What somebody fills in who has scanned a code.
struct ReportView {
    var language: PageLanguage
    var door: Doorway
    var state = FormState()
    var id = ""
    var csrf: String?

    var body: HTML {
        var inputs = FieldInputs(language: language)
        inputs.state = state
        let fields = door.form.asked.map { field -> HTML in
            if case .files = field.content { return photographs(field) }
            return inputs.html(field)
        }
        return """
            \(HTML.heading(language(door.facet.title), lead: .text(door.spot.title), language: language))\
            \(HTML.card(
                nil,
                HTML.form(
                    action: OutsideRoutes.enter.path(door.kind.id, door.spot.id, door.seal), id: "report", csrf: csrf,
                    isMultipart: true,
                    """
                    \(state.summary(language))\(HTML.hidden("_id", id))\(HTML.join(fields))\
                    \(HTML.formActions([HTML.button(language("提交", "Send"), kind: .primary)]))
                    """)))
            """
    }

    private func photographs(_ field: Field) -> HTML {
        let most = CommunityLimits.outsideFiles
        return Input(
            field.id, language(field.title),
            hint: language("最多 \(most) 张，每张不超过 5 MB", "at most \(most), of 5 MB each"),
            error: state.error(field.id, language)
        ).file(accept: "image/*", isMultiple: true, language: language)
    }
}

/// What became of something that was entered by a code.
struct FollowView {
    var language: PageLanguage
    var found: OutsideView
    var csrf: String?
    var refused: (act: String, state: FormState)?
    var entry = ""

    var body: HTML {
        let state = found.kind.lifeCycle.state(found.state).map { language($0.title) } ?? found.state
        let steps = found.steps.map { step in
            Fact(step.at.shown, language(step.title))
        }
        return """
            \(HTML.heading(
                found.title, lead: .text("\(language(found.kind.title)) \(found.number)"),
                state: HTML.badge(state, found.isOpen ? .info : .good), language: language))\
            \(HTML.callout(
                .info,
                language(
                    "请收藏本页，随时查看进度。", "Keep this address: it shows how far things are.")))\
            \(HTML.card(language("办理进度", "What was done"), id: "steps", HTML.facts(steps)))\(each: found.acts, form)
            """
    }

    private func form(_ act: KindAct) -> HTML {
        let state = refused.flatMap { $0.act == act.id ? $0.state : nil } ?? FormState()
        var inputs = FieldInputs(language: language)
        (inputs.state, inputs.prefix) = (state, act.id + ".")
        return HTML.card(
            language(act.title),
            HTML.form(
                action: OutsideRoutes.act.path(found.kind.id, found.id, found.seal, act.id), id: "act-\(act.id)",
                csrf: csrf,
                """
                \(state.summary(language))\(HTML.hidden("_id", entry))\(FieldInputs.html(act.form, inputs))\
                \(HTML.formActions([HTML.button(language(act.title), kind: .primary)]))
                """))
    }
}
