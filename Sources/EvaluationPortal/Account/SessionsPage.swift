import Commons
import Markup
import PortalKit
import Rulebook

/// Where one is logged in.
struct SessionsView {
    var language: PageLanguage
    var sessions: [Session]
    /// The one that asks.
    var current: String
    var csrf: String?

    var body: HTML {
        let columns = [
            Column(language("浏览器", "Browser"), isHeader: true), Column(language("网络地址", "Address")),
            Column(language("登录时间", "Since")), Column(language("最近使用", "Last seen")), Column(language("操作", "End it")),
        ]
        let others = sessions.count { $0.id != current }
        return """
            <p>\(language(
                "下面是这个账号现在登录着的地方。有不认识的，请结束它并修改密码。",
                "This account is logged in here. If you do not recognise one, end it and change your password."))</p>
            \(HTML.table(
                language("登录记录", "Sessions"), columns: columns, rows: sessions.map(row), isCaptionHidden: true))
            \(if: others > 0, HTML.row([
                HTML.postButton(
                    language("结束其他全部登录（\(others) 个）", "End all \(others) others"), action: Routes.sessions.path(),
                    csrf: csrf, kind: .danger, hidden: [("others", "1")]),
                HTML.linkButton(language("修改密码", "Change my password"), Routes.password.path()),
            ]))
            """
    }

    private func row(_ session: Session) -> TableRow {
        let isCurrent = session.id == current
        let end: HTML =
            isCurrent
            ? HTML.badge(language("本次登录", "this one"), .good)
            : HTML.postButton(
                language("结束", "End"), action: Routes.sessions.path(), csrf: csrf, hidden: [("end", session.id)])
        return TableRow([
            "\(Agent.name(session.agent, language))<br><small>\(session.agent)</small>", .text(session.address),
            HTML.time(session.created.iso, session.created.shown),
            HTML.time(session.lastSeen.iso, session.lastSeen.shown), end,
        ])
    }
}

/// A browser's name in words that its owner recognises.
enum Agent {
    static func name(_ agent: String, _ language: PageLanguage) -> String {
        let browsers = [
            ("MicroMessenger", "微信"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
            ("Safari", "Safari"),
        ]
        let systems = [
            ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
            ("Linux", "Linux"),
        ]
        let names = [browsers, systems].compactMap { list in list.first { agent.contains($0.0) }?.1 }
        return names.isEmpty ? language("未知程序", "Unknown program") : names.joined(separator: " · ")
    }
}

extension EvaluationPortal {
    @Sendable func sessionsPage(_ call: Call) async throws -> Reply {
        let (person, accounts) = (try call.demandPerson(), accounts)
        let sessions = try await store.read { try accounts.sessions(of: person.id, $0) }
        let view = SessionsView(
            language: call.spoken, sessions: sessions, current: call.admission?.sessionID ?? "", csrf: call.formToken)
        let title = Phrase(zh: "登录记录", en: "My sessions")
        var content = PageContent(title, AccountFrame(call, Routes.sessions).html(call.say(title), view.body))
        content.notices = Done.notices(call, ["ended": Phrase(zh: "已结束", en: "Ended")])
        return page(call, content)
    }

    @Sendable func endSessions(_ call: Call) async throws -> Reply {
        let (person, accounts) = (try call.demandPerson(), accounts)
        let kept = call.admission?.sessionID
        if try call.form.flag("others") {
            _ = try await store.write { try accounts.endSessions(of: person.id, except: kept, $0) }
        } else {
            let id = try call.form.text("end", most: 128)
            try await store.write { try accounts.endSession(id, of: person.id, $0) }
        }
        return .redirect(to: Routes.sessions.path(query: ["done": "ended"]))
    }
}
