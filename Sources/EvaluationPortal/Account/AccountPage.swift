import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// Who one is, and what one may do and why.
struct AccountView {
    struct Right: Sendable {
        var function: Function
        var onPages: Policy.Decision
        var throughAPI: Policy.Decision
    }

    var language: PageLanguage
    var person: Person
    var memberships: [Membership]
    var rights: [Right]

    init(
        _ visitor: Visitor, _ person: Person, _ policy: Policy, _ functions: [Function] = EvaluationFunction.all,
        language: PageLanguage
    ) {
        self.language = language
        self.person = person
        memberships = visitor.memberships
        var program = visitor
        program.interface = .api
        rights = functions.map { function in
            Right(
                function: function, onPages: policy.decide(visitor, function),
                throughAPI: policy.decide(program, function))
        }
    }

    var body: HTML {
        """
        \(HTML.grid([who, roles]))
        \(HTML.table(
            language("我可以做什么", "What I may do"),
            columns: [
                Column(language("功能", "Function"), isHeader: true), Column(language("页面", "On pages")),
                Column(language("接口", "Through the API")), Column(language("依据", "Why")),
                Column(language("看不到的内容", "Hidden from me")),
            ], rows: rights.map(row)))
        """
    }

    private var who: HTML {
        HTML.card(
            language("我是谁", "Who I am"),
            footer: """
                \(language("资料由管理员维护，有误请联系管理员。", "An administrator keeps these; tell them what is wrong."))
                \(HTML.link(
                    language("邮箱、电话等个人信息由您自己维护", "Mail and telephone are yours to keep"), Routes.personal.path()))
                """,
            HTML.facts([
                Fact(language("姓名", "Name"), person.name),
                Fact(language("登录名", "Login"), "<code>\(person.login)</code>" as HTML),
                Fact(language("语言", "Language"), person.language == "en" ? "English" : "中文"),
            ]))
    }

    private var roles: HTML {
        let items = memberships.map { membership -> HTML in
            let fields = membership.fields.joined(separator: language("、", ", "))
            return """
                <li>\(HTML.badge(language(membership.role.title), .info)) \(membership.organisation.name)\
                \(if: !fields.isEmpty, "<br><small>\(language("专业：", "Fields: "))\(fields)</small>")\
                \(if: !membership.organisation.isActive, " \(HTML.badge(language("单位已停用", "not active"), .warn))")</li>
                """
        }
        let none = HTML.emptyState(
            language("还没有角色", "No role yet"), language("请联系管理员为您分配。", "Ask an administrator for one."))
        return HTML.card(
            language("我的角色", "My roles"), items.isEmpty ? none : "<ul>\(items)</ul>")
    }

    private func row(_ right: Right) -> TableRow {
        let reason = right.onPages.isAllowed || !right.throughAPI.isAllowed ? right.onPages : right.throughAPI
        let hidden = FieldGroup.allCases.filter(reason.hidden.contains).map(\.title).joined()
        return TableRow([
            "\(language(right.function.title))<br><small><code>\(right.function.id)</code></small>",
            RightMark(language: language, isAllowed: right.onPages.isAllowed).html,
            RightMark(language: language, isAllowed: right.throughAPI.isAllowed).html, .text(language(reason.reason)),
            .text(language(hidden)),
        ])
    }
}

/// Yes or no, in words.
struct RightMark {
    var language: PageLanguage
    var isAllowed: Bool

    var html: HTML {
        HTML.badge(isAllowed ? language("可以", "yes") : language("不可以", "no"), isAllowed ? .good : .neutral)
    }
}

extension EvaluationPortal {
    @Sendable func accountPage(_ call: Call) async throws -> Reply {
        let person = try call.demandPerson()
        let unread = try await store.read { try $0.unreadNotices(for: person.id) }
        let view = AccountView(
            call.visitor, person, call.policy, rights.functions, language: call.spoken)
        let frame = AccountFrame(call, Routes.account, unread: unread)
        let title = Phrase(zh: "我的账号", en: "My account")
        return page(call, PageContent(title, frame.html(call.say(title), view.body)))
    }
}
