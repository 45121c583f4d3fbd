import Commons
import HTTPTypes
import Markup
import PortalKit
import Rulebook
import Secrets

/// The form for logging in, and on a demonstration the accounts that there are.
struct LogInView {
    var language: PageLanguage
    var form = FormState()
    var csrf: String?
    /// Where to go then, as the visitor brought it along.
    var next = ""
    /// Who is logged in already.
    var person: String?
    var logIns: DemoLogInsView?
    /// The visitor has just chosen a password.
    var hasNewPassword = false

    var body: HTML {
        """
        \(HTML.heading(language("登录", "Log in"), language: language))
        \(if: hasNewPassword, HTML.callout(.good, language("密码已设置，请用它登录", "The password is set; log in with it")))
        \(person.map { already($0) })
        \(HTML.card(nil, fields))
        \(logIns.map { $0.table })
        """
    }

    private func already(_ name: String) -> HTML {
        HTML.callout(
            .info, language("您已登录：\(name)", "You are logged in as \(name)"),
            "<p>\(language("再次登录会换成另一个账号。", "Logging in again changes to another account."))</p>",
            actions: [HTML.linkButton(language("进入工作台", "Go to work"), Routes.work.path())])
    }

    private var fields: HTML {
        let login = Input("login", language("登录名", "Login"), error: form.error("login", language), isRequired: true)
        let password = Input(
            "password", language("密码", "Password"), error: form.error("password", language), isRequired: true)
        return HTML.form(
            action: Routes.logIn.path(), csrf: csrf,
            """
            \(form.summary(language))\(if: !next.isEmpty, HTML.hidden("next", next))\
            \(login.text(form["login"], autocomplete: "username", maxLength: 64))\
            \(password.text(kind: .password, autocomplete: "current-password", maxLength: 128))\
            \(HTML.formActions([HTML.button(language("登录", "Log in"), kind: .primary)]))
            <p class="hint">\(language(
                "忘记密码时，请联系本单位或平台的管理员，领取重设密码的链接。",
                "If you have forgotten your password, ask an administrator for a link to choose another."))</p>
            """)
    }
}

extension EvaluationPortal {
    @Sendable func logInPage(_ call: Call) async throws -> Reply {
        let next = try call.query.optional("next")
        if call.person != nil, demoLogIns.isEmpty {
            return .redirect(toVisitors: next, or: Routes.work.path())
        }
        var view = logInView(call, next: next ?? "")
        view.hasNewPassword = try call.query.optional("done") == "password"
        return page(call, PageContent(Phrase(zh: "登录", en: "Log in"), isNarrow: demoLogIns.isEmpty, view.body))
    }

    @Sendable func logIn(_ call: Call) async throws -> Reply {
        let (login, password) = (try call.form.optional("login") ?? "", try call.form.optional("password") ?? "")
        let next = try call.form.optional("next")
        do {
            let entry = try await accounts.logIn(
                login: login, password: password, address: call.address, agent: call.headers[.userAgent] ?? "",
                in: store)
            switch entry {
            case .loggedIn(let done): return try await loggedIn(call, done, next: next)
            case .code(let token):
                return codeReply(
                    call,
                    LogInCodeView(language: call.spoken, step: token.text, next: next ?? "", csrf: call.formToken))
            }
        } catch let refusal as Refusal {
            return logInReply(call, next: next ?? "", FormState(Fields([.init("login", login)]), refusal))
        }
    }

    func loggedIn(_ call: Call, _ done: Accounts.LoggedIn, next: String?) async throws -> Reply {
        try await endSession(call)
        return .redirect(toVisitors: next, or: Routes.work.path())
            .with(session: .begin(token: done.token.text, seconds: nil))
    }

    /// The form again, with what was wrong.
    func logInReply(_ call: Call, next: String, _ form: FormState) -> Reply {
        var view = logInView(call, next: next)
        view.form = form
        let content = PageContent(Phrase(zh: "登录", en: "Log in"), isNarrow: demoLogIns.isEmpty, view.body)
        return page(call, content, status: form.status)
    }

    @Sendable func logOut(_ call: Call) async throws -> Reply {
        try await endSession(call)
        return .redirect(to: Routes.home.path()).with(session: .end)
    }

    /// The session that the request came with is of no further use.
    private func endSession(_ call: Call) async throws {
        guard let admission = call.admission, !admission.sessionID.isEmpty else { return }
        _ = try await store.write { try $0.endSession(admission.sessionID, of: admission.person.id) }
    }

    private func logInView(_ call: Call, next: String) -> LogInView {
        LogInView(
            language: call.spoken, csrf: call.formToken, next: next, person: call.person?.name,
            logIns: demoLogInsView(call, next: next))
    }
}
