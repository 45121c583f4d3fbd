import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// What a page says besides its frame.
struct PageContent {
    var title: Phrase
    var body: HTML
    var isWide = false
    var isNarrow = false
    var notices: [Page.Notice] = []

    init(_ title: Phrase, isWide: Bool = false, isNarrow: Bool = false, _ body: HTML) {
        self.title = title
        self.body = body
        self.isWide = isWide
        self.isNarrow = isNarrow
    }
}

extension Call {
    /// The language of the page.
    var spoken: PageLanguage { language == .zh ? .chinese : .english }

    /// The text in the visitor's language.
    func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    func say(_ phrase: Phrase) -> String { phrase[language] }

    /// A cookie's value.
    func cookie(_ name: String) -> String? {
        for pair in (headers[.cookie] ?? "").split(separator: ";") {
            let pair = pair.drop { $0 == " " }
            if pair.hasPrefix(name + "=") { return String(pair.dropFirst(name.count + 1)) }
        }
        return nil
    }
}

extension EvaluationPortal {
    /// A page in its frame: navigation by what the visitor may do.
    func page(_ call: Call, _ content: PageContent, status: Int = 200) -> Reply {
        .page(Layout.document(framed(call, content)).bytes, status: .init(code: status))
    }

    private func framed(_ call: Call, _ content: PageContent) -> Page {
        var page = Page(call.say(content.title), language: call.spoken, body: content.body)
        page.tagline = call.say("智慧社区评价", "Smart community evaluation")
        page.home = call.person == nil ? Routes.home.path() : Routes.work.path()
        page.navigation = navigation(call)
        page.isWide = content.isWide
        page.isNarrow = content.isNarrow
        page.notices = content.notices + flash(call)
        page.theme = call.cookie("theme").flatMap(Page.Theme.init(rawValue:)) ?? .auto
        page.typeSize = call.cookie("type").flatMap(Page.TypeSize.init(rawValue:)) ?? .normal
        page.csrfToken = call.csrf.isEmpty ? nil : call.csrf
        page.path = call.rawQuery.isEmpty ? call.path : call.path + "?" + call.rawQuery
        page.preferencesAction = Routes.preferences.path()
        page.stylesheet = assetPath("linli.css")
        page.script = assetPath("linli.js")
        page.icon = assetPath("linli.svg")
        page.isIndexed = call.person == nil
        if let person = call.person {
            let roles = call.visitor.memberships.map { call.say($0.role.title) + " · " + $0.organisation.name }
            page.user = Page.User(
                name: person.name, role: roles.joined(separator: "\n"),
                links: [
                    Link(call.say("消息", "Notices"), Routes.inbox.path()),
                    Link(call.say("账号与安全", "Account and security"), Routes.account.path()),
                ],
                signOutAction: Routes.logOut.path())
        } else {
            page.signIn = Link(call.say("登录", "Log in"), Routes.logIn.path())
        }
        page.footer = .text(
            call.say("评价结果以评价机构的报告为准", "The evaluation body's report is what counts"))
        page.footerLinks = [
            Link(call.say("公开名录", "Public registry"), Routes.registry.path()),
            Link(call.say("接口", "API"), "/api/openapi.json"),
        ]
        return page
    }

    private func navigation(_ call: Call) -> [Link] {
        typealias F = EvaluationFunction
        func link(_ zh: String, _ en: String, _ route: Route) -> Link {
            let path = route.path()
            return Link(call.say(zh, en), path, isCurrent: call.path == path || call.path.hasPrefix(path + "/"))
        }
        var links: [Link] = []
        if call.person != nil {
            links.append(link("工作台", "Work", Routes.work))
            if call.allows(F.read) { links.append(link("申报", "Cases", Routes.cases)) }
            if call.allows(F.oversee) { links.append(link("监管", "Region", Routes.region)) }
            if call.allows(.managePeople) { links.append(link("人员", "People", Routes.people)) }
            if call.allows(.manageOrganisations) { links.append(link("单位", "Organisations", Routes.organisations)) }
            if call.allows(F.rights) { links.append(link("权限", "Rights", Routes.policy)) }
        }
        links.append(link("公开名录", "Registry", Routes.registry))
        links.append(link("公示", "Notices", Routes.notices))
        return links
    }

    /// What the page before left to say, by a word in the address: nothing that a stranger could write stands there.
    private func flash(_ call: Call) -> [Page.Notice] {
        guard let word = try? call.query.optional("done"), let act = EvaluationLifeCycle.declaration.act(word) else {
            return []
        }
        return [Page.Notice(.good, call.say("完成：\(act.title.zh)", "Done: \(act.title.en)"))]
    }

    /// The page that says what went wrong.
    public func errorPage(_ refusal: Refusal, _ status: Int, _ call: Call) -> [UInt8] {
        let details: HTML =
            refusal.details.isEmpty
            ? "" : "<ul>\(each: refusal.details, { "<li>\($0.place)：\(call.say($0.reason))</li>" })</ul>"
        let body: HTML = """
            \(HTML.errorPage(
                code: String(status), title: call.say(EvaluationPortal.title(refusal.kind)),
                message: call.say(refusal.reason), reference: call.id,
                actions: [
                    HTML.linkButton(
                        call.say("返回", "Back"), call.person == nil ? Routes.home.path() : Routes.work.path(), kind: .primary)
                ], language: call.spoken))
            \(details)
            """
        return Layout.document(
            framed(call, PageContent(EvaluationPortal.title(refusal.kind), isNarrow: true, body))
        ).bytes
    }

    private static func title(_ kind: Refusal.Kind) -> Phrase {
        switch kind {
        case .invalid: Phrase(zh: "内容需要修改", en: "Something needs to change")
        case .forbidden: Phrase(zh: "没有权限", en: "Not allowed")
        case .missing: Phrase(zh: "找不到", en: "Not found")
        case .locked: Phrase(zh: "现在不能修改", en: "Locked")
        case .conflict: Phrase(zh: "他人刚刚作了修改", en: "Changed by somebody else")
        case .unversioned: Phrase(zh: "缺少版本", en: "Version missing")
        case .tooLarge: Phrase(zh: "内容太大", en: "Too large")
        case .tooMany: Phrase(zh: "操作太频繁或数量太多", en: "Too many")
        case .unavailable: Phrase(zh: "暂时不可用", en: "Not available now")
        }
    }
}

extension Tone {
    /// How a state looks in lists.
    static func of(state: String) -> Tone {
        switch state {
        case "draft", "withdrawn": .neutral
        case "refused": .bad
        case "clarification", "appeal": .warn
        case "certified", "decided": .good
        default: .info
        }
    }
}
