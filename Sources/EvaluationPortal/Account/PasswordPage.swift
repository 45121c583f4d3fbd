import Commons
import Markup
import PortalKit
import Rulebook

/// The form for changing one's own password.
struct PasswordView {
    var language: PageLanguage
    var login: String
    var minimum: Int
    /// The password is too old, and until it is changed they can do nothing else.
    var isDuty = false
    var form = FormState()
    var csrf: String?

    var body: HTML {
        func input(_ name: String, _ zh: String, _ en: String, hint: String? = nil) -> Input {
            Input(name, language(zh, en), hint: hint, error: form.error(name, language), isRequired: true)
        }
        let hint = language(
            "至少 \(minimum) 个字符；可以是几个词连成的一句话。", "At least \(minimum) characters; a few words in a row are fine.")
        let duty: HTML? =
            isDuty
            ? HTML.callout(
                .warn, language("密码已过有效期", "Your password is too old"),
                .text(language("修改后才能继续工作。", "Change it; then you can go on.")))
            : nil
        let card = HTML.card(
            nil,
            HTML.form(
                action: Routes.password.path(), csrf: csrf,
                """
                \(form.summary(language))\
                <input type="hidden" name="username" value="\(login)" autocomplete="username">\
                \(input("old", "原密码", "Old password")
                    .text(kind: .password, autocomplete: "current-password", maxLength: 128))\
                \(input("password", "新密码", "New password", hint: hint)
                    .text(kind: .password, autocomplete: "new-password", maxLength: 128))\
                \(input("again", "再输入一次新密码", "New password once more")
                    .text(kind: .password, autocomplete: "new-password", maxLength: 128))\
                \(HTML.formActions([HTML.button(language("修改密码", "Change it"), kind: .primary)]))
                <p class="hint">\(language(
                    "修改后，其他地方的登录全部结束。", "Changing it ends every other session."))</p>
                """))
        return "\(duty)\(card)"
    }
}

extension EvaluationPortal {
    @Sendable func passwordPage(_ call: Call) async throws -> Reply {
        passwordReply(call, try passwordView(call))
    }

    @Sendable func changePassword(_ call: Call) async throws -> Reply {
        let person = try call.demandPerson()
        var view = try passwordView(call)
        do {
            try await accounts.changePassword(
                of: person.id, from: try call.form.optional("old") ?? "", to: try NewPassword.read(call.form),
                keeping: call.admission?.sessionID, in: store)
            return .redirect(to: Routes.password.path(query: ["done": "changed"]))
        } catch let refusal as Refusal where refusal.kind != .missing {
            view.form = FormState(Fields(), refusal)
            return passwordReply(call, view)
        }
    }

    private func passwordView(_ call: Call) throws -> PasswordView {
        PasswordView(
            language: call.spoken, login: try call.demandPerson().login, minimum: accounts.rules.minimum,
            isDuty: call.admission?.duty == .password, csrf: call.formToken)
    }

    private func passwordReply(_ call: Call, _ view: PasswordView) -> Reply {
        let title = Phrase(zh: "修改密码", en: "Change my password")
        var content = PageContent(title, AccountFrame(call, Routes.password).html(call.say(title), view.body))
        content.notices = Done.notices(
            call, ["changed": Phrase(zh: "密码已修改，其他登录已结束", en: "The password is changed; other sessions have ended")])
        return page(call, content, status: view.form.status)
    }
}
