import Commons
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// The second step of a login: a code of one's phone, or a recovery code.
struct LogInCodeView {
    var language: PageLanguage
    /// The text of the token that the first step gave.
    var step: String
    /// Where to go then, as the visitor brought it along.
    var next: String
    var form = FormState()
    /// The recovery code is what was wrong.
    var isRecovering = false
    var csrf: String?

    var body: HTML {
        let code = Input(
            "code", language("验证码", "Code"),
            hint: language("手机验证器应用显示的 6 位数字", "Six digits of the app on your phone"),
            error: isRecovering ? nil : form.error("code", language), isRequired: true)
        let recovery = Input(
            "recovery", language("恢复码", "Recovery code"),
            hint: language("启用两步验证时保存的，每个用一次", "One of those you kept; each is good once"),
            error: isRecovering ? form.error("code", language) : nil, isRequired: true)
        return """
            \(HTML.heading(
                language("两步验证", "Second factor"),
                lead: .text(language("密码正确，还差一步。", "The password is right; one step is left.")), language: language))
            \(if: form.refusal?.place == nil, form.summary(language))
            \(HTML.card(nil, fields("code-form", code.code(), language("登录", "Log in"), kind: .primary)))
            \(HTML.disclosure(
                language("手机不在身边？", "Without your phone?"), isOpen: isRecovering,
                """
                \(fields(
                    "recovery-form", recovery.text(autocomplete: "off", maxLength: 40),
                    language("用恢复码登录", "Log in with it"), kind: .secondary))
                <p class="hint">\(language(
                    "恢复码也没有时，请联系系统管理员重置。", "If you have none either, ask an administrator to reset it."))</p>
                """))
            """
    }

    private func fields(_ id: String, _ input: HTML, _ label: String, kind: ButtonKind) -> HTML {
        HTML.form(
            action: Routes.logInCode.path(), id: id, csrf: csrf,
            """
            \(HTML.hidden("step", step))\(if: !next.isEmpty, HTML.hidden("next", next))\(input)\
            \(HTML.formActions([HTML.button(label, kind: kind)]))
            """)
    }
}

extension EvaluationPortal {
    @Sendable func logInWithCode(_ call: Call) async throws -> Reply {
        let (step, next) = (try call.form.optional("step") ?? "", try call.form.optional("next") ?? "")
        let recovery = try call.form.filled("recovery")
        do {
            let done = try await accounts.logIn(
                step: step, code: try recovery ?? call.form.optional("code") ?? "", address: call.address,
                agent: call.headers[.userAgent] ?? "", in: store)
            return try await loggedIn(call, done, next: next)
        } catch let refusal as Refusal where refusal.kind == .missing {
            return logInReply(call, next: next, FormState(Fields(), Refusal(.invalid, refusal.reason)))
        } catch let refusal as Refusal {
            return codeReply(
                call,
                LogInCodeView(
                    language: call.spoken, step: step, next: next, form: FormState(Fields(), refusal),
                    isRecovering: recovery != nil, csrf: call.formToken))
        }
    }

    func codeReply(_ call: Call, _ view: LogInCodeView) -> Reply {
        page(
            call, PageContent(Phrase(zh: "两步验证", en: "Second factor"), isNarrow: true, view.body),
            status: view.form.status
        ).with(.cacheControl, "no-store")
    }
}
