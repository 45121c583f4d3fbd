import Commons
import Markup
import PortalKit
import Rulebook

/// One button for each role of a demonstration; each sends the ordinary form for logging in.
struct DemoLogInsView {
    var language: PageLanguage
    var logIns: [EvaluationPortal.DemoLogIn]
    var password: String
    var csrf: String?
    var next = ""

    /// On the first page.
    var card: HTML {
        HTML.card(
            language("演示：一键登录", "Demonstration: log in with one click"), tone: .info,
            """
            <p>\(language(
                "这是演示系统，数据均为虚构。选一个角色进去看看，随时可以换。",
                "This is a demonstration; its data are invented. Choose a role to look around; change whenever "
                    + "you like."
            ))</p>
            \(HTML.row(logIns.map { button($0, "\(language($0.role)) · \($0.name)") }))
            """)
    }

    /// On the page for logging in.
    var table: HTML {
        let columns = [
            Column(language("角色", "Role"), isHeader: true), Column(language("姓名", "Name")),
            Column(language("登录名", "Login")), Column(language("登录", "Log in")),
        ]
        let rows = logIns.map { logIn in
            TableRow([
                .text(language(logIn.role)), .text(logIn.name), "<code>\(logIn.login)</code>",
                button(logIn, language("以此身份登录", "Log in as this")),
            ])
        }
        return HTML.card(
            language("演示账号", "Accounts of the demonstration"), tone: .info,
            """
            <p>\(language("所有演示账号的密码：", "The password of all of them: "))<code>\(password)</code></p>
            \(HTML.table(language("演示账号", "Demo accounts"), columns: columns, rows: rows, isCaptionHidden: true))
            """)
    }

    private func button(_ logIn: EvaluationPortal.DemoLogIn, _ label: String) -> HTML {
        HTML.postButton(
            label, action: Routes.logIn.path(), csrf: csrf,
            hidden: [("login", logIn.login), ("password", password), ("next", next)])
    }
}

extension EvaluationPortal {
    /// nil: not a demonstration.
    func demoLogInsView(_ call: Call, next: String = "") -> DemoLogInsView? {
        guard !demoLogIns.isEmpty else { return nil }
        return DemoLogInsView(
            language: call.spoken, logIns: demoLogIns, password: demoPassword, csrf: call.formToken, next: next)
    }
}
