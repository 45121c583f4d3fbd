import Commons
import Evaluation
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// What one's programs prove themselves with.
struct TokensView {
    var language: PageLanguage
    var tokens: [AccessToken]
    /// What one may do through the API, and so give to a token.
    var functions: [Function]
    /// All that there are.
    var all = EvaluationFunction.all
    var now: Instant
    /// The one just made: shown this once.
    var created: (name: String, text: String)?
    var form = FormState(["days": "90"])
    var csrf: String?

    var body: HTML {
        """
        \(created.map { once($0.name, $0.text) })
        <p>\(language(
            "程序用访问令牌调用接口。令牌能做的不会超过您自己，也不超过您为它勾选的功能。",
            "Programs use the API with an access token. It may do no more than you, and no more than you tick for it."))
        <a href="/api/openapi.json">\(language("接口说明", "Description of the API"))</a></p>
        \(list)
        \(HTML.card(language("新建访问令牌", "A new token"), fields))
        """
    }

    private func once(_ name: String, _ text: String) -> HTML {
        HTML.callout(
            .good, language("令牌“\(name)”已建立，请立即保存", "The token '\(name)' is made; keep it now"),
            """
            <p>\(language("它只在这里显示一次。", "It is shown here and never again."))</p>
            <p><code>\(text)</code></p>
            """, actions: [HTML.copyButton(language("复制令牌", "Copy it"), text: text)])
    }

    private var list: HTML {
        let columns = [
            Column(language("名称", "Name"), isHeader: true), Column(language("可用功能", "May do")),
            Column(language("建立", "Made")), Column(language("到期", "Expires")), Column(language("最近使用", "Last used")),
            Column(language("操作", "Revoke")),
        ]
        return HTML.table(
            language("我的令牌", "My tokens"), columns: columns, rows: tokens.map(row),
            empty: .text(language("还没有访问令牌。", "There is none yet.")))
    }

    private func row(_ token: AccessToken) -> TableRow {
        let scopes = (all + [.graveActs]).filter { token.scopes.contains($0.id) }.map(\.title)
            .joined()
        let isOver = token.expires <= now
        return TableRow([
            .text(token.name), .text(language(scopes)), HTML.time(token.created.iso, token.created.shown),
            """
            \(HTML.time(token.expires.iso, token.expires.day.description))\
            \(if: isOver, " \(HTML.badge(language("已过期", "expired"), .warn))")
            """,
            .text(token.lastUsed?.shown ?? language("从未", "never")),
            HTML.postButton(
                language("撤销", "Revoke"), action: Routes.token.path(token.id), csrf: csrf, kind: .danger,
                confirm: language(
                    "撤销“\(token.name)”？使用它的程序立即不能再访问。", "Revoke '\(token.name)'? Programs with it stop working at once."
                )),
        ])
    }

    private var fields: HTML {
        if functions.isEmpty {
            return HTML.emptyState(
                language("您的角色不能使用接口", "Your roles may not use the API"),
                language("需要时请联系管理员。", "Ask an administrator if you need to."))
        }
        let days = [7, 30, 90, 180, 366].map { Choice(String($0), language("\($0) 天", "\($0) days")) }
        let choices = functions.map { Choice($0.id, language($0.title), note: $0.id) }
        return HTML.form(
            action: Routes.tokens.path(), csrf: csrf,
            """
            \(form.summary(language))\
            \(Input(
                "name", language("名称", "Name"), hint: language("例如使用它的程序", "Such as the program that uses it"),
                error: form.error("name", language), isRequired: true
            ).text(form["name"], maxLength: 100))\
            \(Input("days", language("有效期", "Good for"), error: form.error("days", language), isRequired: true)
                .select(days, value: form["days"]))\
            \(Input(
                "scopes", language("可用功能", "What it may do"), error: form.error("scopes", language), isRequired: true
            ).checkboxes(choices, values: form.all("scopes"), isInline: true))\
            \(HTML.formActions([HTML.button(language("建立令牌", "Make it"), kind: .primary)]))
            """)
    }
}

extension EvaluationPortal {
    @Sendable func tokensPage(_ call: Call) async throws -> Reply {
        tokensReply(call, try await tokensView(call))
    }

    /// Answers with the page itself: the text of the token is kept nowhere that a page to come could read it from.
    @Sendable func createToken(_ call: Call) async throws -> Reply {
        let (person, accounts) = (try call.demandPerson(), accounts)
        let functions = tokenFunctions(call)
        do {
            let (name, days) = (try call.form.filled("name") ?? "", try call.form.integer("days"))
            let scopes = Set(call.form.all("scopes"))
            let made = try await store.write { records in
                try accounts.createAccessToken(
                    for: person.id, name: name, scopes: scopes, days: days, functions: functions, records)
            }
            var view = try await tokensView(call)
            view.created = (made.token.name, made.text)
            return tokensReply(call, view)
        } catch let refusal as Refusal {
            var view = try await tokensView(call)
            view.form = FormState(call.form, refusal)
            return tokensReply(call, view)
        }
    }

    @Sendable func revokeToken(_ call: Call) async throws -> Reply {
        let (person, accounts, id) = (try call.demandPerson(), accounts, call.parameter("token"))
        try await store.write { try accounts.revokeAccessToken(id, of: person.id, $0) }
        return .redirect(to: Routes.tokens.path(query: ["done": "revoked"]))
    }

    private func tokenFunctions(_ call: Call) -> [Function] {
        var program = call.visitor
        program.interface = .api
        let functions = rights.functions.filter { call.policy.decide(program, $0).isAllowed }
        // By itself it allows nothing.
        return functions.isEmpty ? [] : functions + [.graveActs]
    }

    private func tokensView(_ call: Call) async throws -> TokensView {
        let (person, accounts) = (try call.demandPerson(), accounts)
        let tokens = try await store.read { try accounts.accessTokens(of: person.id, $0) }
        return TokensView(
            language: call.spoken, tokens: tokens, functions: tokenFunctions(call), all: rights.functions, now: now,
            csrf: call.formToken)
    }

    private func tokensReply(_ call: Call, _ view: TokensView) -> Reply {
        let title = Phrase(zh: "访问令牌", en: "My access tokens")
        var content = PageContent(title, AccountFrame(call, Routes.tokens).html(call.say(title), view.body))
        content.notices = Done.notices(call, ["revoked": Phrase(zh: "令牌已撤销", en: "The token is revoked")])
        return page(call, content, status: view.form.status).with(.cacheControl, "no-store")
    }
}
