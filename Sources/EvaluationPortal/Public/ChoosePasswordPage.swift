import Commons
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// Where somebody chooses a password by the link that an administrator gave them.
struct ChoosePasswordView {
    var language: PageLanguage
    var token: String
    var name: String
    var login: String
    var minimum: Int
    var form = FormState()
    var csrf: String?

    var body: HTML {
        let password = Input(
            "password", language("新密码", "New password"),
            hint: language(
                "至少 \(minimum) 个字符；可以是几个词连成的一句话。", "At least \(minimum) characters; a few words in a row are fine."),
            error: form.error("password", language), isRequired: true)
        let again = Input(
            "again", language("再输入一次", "Once more"), error: form.error("again", language), isRequired: true)
        return """
            \(HTML.heading(
                language("设置密码", "Choose a password"),
                lead: "\(language("您好，\(name)。您的登录名是", "Hello \(name). Your login is")) <code>\(login)</code>",
                language: language))
            \(HTML.card(
                nil,
                HTML.form(
                    action: Routes.choosePassword.path(token), csrf: csrf,
                    """
                    \(form.summary(language))\
                    <input type="hidden" name="username" value="\(login)" autocomplete="username">\
                    \(password.text(kind: .password, autocomplete: "new-password", maxLength: 128))\
                    \(again.text(kind: .password, autocomplete: "new-password", maxLength: 128))\
                    \(HTML.formActions([HTML.button(language("保存密码", "Save the password"), kind: .primary)]))
                    """)))
            """
    }
}

extension EvaluationPortal {
    @Sendable func choosePasswordPage(_ call: Call) async throws -> Reply {
        choosePasswordReply(call, try await choosePasswordView(call))
    }

    @Sendable func choosePassword(_ call: Call) async throws -> Reply {
        let token = call.parameter("token")
        let view = try await choosePasswordView(call)
        do {
            let password = try NewPassword.read(call.form)
            try await accounts.choosePassword(password, passwordLink: token, in: store)
            return .redirect(to: Routes.logIn.path(query: ["done": "password"])).with(session: .end)
        } catch let refusal as Refusal where refusal.kind != .missing {
            var view = view
            view.form = FormState(Fields(), refusal)
            return choosePasswordReply(call, view)
        }
    }

    private func choosePasswordView(_ call: Call) async throws -> ChoosePasswordView {
        let (token, accounts) = (call.parameter("token"), accounts)
        let person = try await store.read { try accounts.person(passwordLink: token, $0) }
        return ChoosePasswordView(
            language: call.spoken, token: token, name: person.name, login: person.login,
            minimum: accounts.rules.minimum, csrf: call.formToken)
    }

    private func choosePasswordReply(_ call: Call, _ view: ChoosePasswordView) -> Reply {
        let content = PageContent(Phrase(zh: "设置密码", en: "Choose a password"), isNarrow: true, view.body)
        return page(call, content, status: view.form.status).with(.cacheControl, "no-store")
    }
}

/// A password that was typed twice.
enum NewPassword {
    static func read(_ form: Fields) throws -> String {
        let password = try form.optional("password") ?? ""
        guard try form.optional("again") == password else {
            throw Refusal(.invalid, zh: "两次输入的密码不一致", en: "the two passwords differ", place: "again")
        }
        return password
    }
}
