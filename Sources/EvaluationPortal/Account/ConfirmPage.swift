import Commons
import HTTPTypes
import Markup
public import PortalKit
import Rulebook

/// Asks who it is before something grave is done; what was typed into the form goes along unseen.
struct ConfirmView {
    var language: PageLanguage
    var login: String
    var request: Portal.ProofRequest
    /// For how many minutes a proof lasts; 0: for one act.
    var minutes: Int
    /// Where whoever thinks better of it goes.
    var back: String
    var csrf: String?

    var body: HTML {
        """
        \(HTML.heading(
            language("请确认是您本人", "Is it really you?"), lead: .text(lead), language: language))
        \(HTML.card(nil, form))
        """
    }

    private var lead: String {
        minutes == 0
            ? language(
                "您要办理的事项影响重大，每次都要输入密码确认身份。填写的内容不会丢失。",
                "What you are about to do weighs enough to ask for your password each time. "
                    + "What you filled in is kept.")
            : language(
                "您要办理的事项影响重大，请输入密码确认身份，\(minutes) 分钟内有效。填写的内容不会丢失。",
                "What you are about to do weighs enough to ask for your password; that holds for \(minutes) minutes. "
                    + "What you filled in is kept.")
    }

    private var form: HTML {
        let state = request.refusal.map { FormState(Fields(), $0) } ?? FormState()
        let (password, code) = (Accounts.ProofField.password, Accounts.ProofField.code)
        let codeInput = Input(
            code, language("验证码", "Code"),
            hint: language(
                "手机验证器上的 6 位数字；手机不在身边时填写一个恢复码。",
                "Six digits of the app on your phone; without the phone, a recovery code."),
            error: state.error(code, language), isRequired: true)
        return HTML.form(
            action: request.action, id: "confirm", csrf: csrf,
            """
            \(state.summary(language))\
            \(each: request.fields.pairs, { HTML.hidden($0.name, $0.value) })\
            <input type="hidden" value="\(login)" autocomplete="username">\
            \(Input(password, language("密码", "Password"), error: state.error(password, language), isRequired: true)
                .text(kind: .password, autocomplete: "current-password", maxLength: 128))\
            \(if: request.hasSecondFactor, codeInput.text(autocomplete: "one-time-code", maxLength: 40))\
            \(HTML.formActions([
                HTML.button(language("确认并继续", "Confirm and go on"), kind: .primary),
                HTML.linkButton(language("取消", "Cancel"), back),
            ]))
            """)
    }
}

extension EvaluationPortal {
    /// The page that asks who it is, in the place of what was asked for.
    public func proofPage(_ failure: Portal.Failure, _ request: Portal.ProofRequest) -> [UInt8] {
        let view = ConfirmView(
            language: PageLanguage(failure.visitor.language), login: failure.visitor.person?.login ?? "",
            request: request, minutes: accounts.security().proofMinutes, back: Routes.work.path(),
            csrf: failure.csrf.isEmpty ? nil : failure.csrf)
        return frame.interposed(
            failure, PageContent(Phrase(zh: "请确认身份", en: "Prove who you are"), isNarrow: true, view.body))
    }

    @Sendable func confirmPage(_ call: Call) async throws -> Reply {
        let person = try call.demandPerson()
        let next = try call.query.optional("next") ?? ""
        let request = Portal.ProofRequest(
            action: Routes.confirm.path(), fields: Fields(next.isEmpty ? [] : [.init("next", next)]),
            hasSecondFactor: call.admission?.hasSecondFactor ?? false, refusal: nil)
        let view = ConfirmView(
            language: call.spoken, login: person.login, request: request, minutes: accounts.security().proofMinutes,
            back: Routes.account.path(), csrf: call.formToken)
        return page(call, PageContent(Phrase(zh: "请确认身份", en: "Prove who you are"), isNarrow: true, view.body))
    }

    /// The door has asked already.
    @Sendable func confirm(_ call: Call) async throws -> Reply {
        .redirect(toVisitors: try call.form.optional("next"), or: Routes.account.path())
    }
}
