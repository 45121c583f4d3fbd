import Commons
import Evaluation
import HTTPTypes
import Markup
public import PortalKit
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

/// Who looks at a page, as its frame needs to know.
private struct Onlooker {
    var visitor: Visitor
    var policy: Policy
    var csrf: String
    var path: String
    var query = ""
    var theme: String?
    var type: String?
    /// The act that was done on the page before.
    var done: String?

    init(_ call: Call) {
        visitor = call.visitor
        policy = call.policy
        csrf = call.csrf
        path = call.path
        query = call.rawQuery
        theme = call.cookie("theme")
        type = call.cookie("type")
        done = try? call.query.optional("done")
    }

    init(_ failure: Portal.Failure, _ policy: Policy) {
        visitor = failure.visitor
        self.policy = policy
        csrf = failure.csrf
        path = failure.path
    }

    func say(_ zh: String, _ en: String) -> String { visitor.language == .zh ? zh : en }
    func allows(_ function: Function) -> Bool { policy.decide(visitor, function).isAllowed }
}

extension EvaluationPortal {
    /// A page in its frame: navigation by what the visitor may do.
    func page(_ call: Call, _ content: PageContent, status: Int = 200) -> Reply {
        .page(Layout.document(framed(Onlooker(call), content)).bytes, status: .init(code: status))
    }

    private func framed(_ onlooker: Onlooker, _ content: PageContent) -> Page {
        let visitor = onlooker.visitor
        var page = Page(
            content.title[visitor.language], language: visitor.language == .zh ? .chinese : .english,
            body: content.body)
        page.tagline = onlooker.say("智慧社区评价", "Smart community evaluation")
        page.home = visitor.person == nil ? Routes.home.path() : Routes.work.path()
        page.navigation = navigation(onlooker)
        page.isWide = content.isWide
        page.isNarrow = content.isNarrow
        page.notices = content.notices + flash(onlooker)
        page.theme = onlooker.theme.flatMap(Page.Theme.init(rawValue:)) ?? .auto
        page.typeSize = onlooker.type.flatMap(Page.TypeSize.init(rawValue:)) ?? .normal
        page.csrfToken = onlooker.csrf.isEmpty ? nil : onlooker.csrf
        page.path = onlooker.query.isEmpty ? onlooker.path : onlooker.path + "?" + onlooker.query
        page.preferencesAction = Routes.preferences.path()
        page.stylesheet = assetPath("linli.css")
        page.script = assetPath("linli.js")
        page.icon = assetPath("linli.svg")
        page.isIndexed = visitor.person == nil
        page.user = user(onlooker)
        page.signIn = visitor.person == nil ? Link(onlooker.say("登录", "Log in"), Routes.logIn.path()) : nil
        page.footer = .text(onlooker.say("评价结果以评价机构的报告为准", "The evaluation body's report is what counts"))
        page.footerLinks = [
            Link(onlooker.say("公开名录", "Public registry"), Routes.registry.path()),
            Link(onlooker.say("接口", "API"), "/api/openapi.json"),
        ]
        return page
    }

    private func user(_ onlooker: Onlooker) -> Page.User? {
        guard let person = onlooker.visitor.person else { return nil }
        let roles = onlooker.visitor.memberships.map {
            $0.role.title[onlooker.visitor.language] + " · " + $0.organisation.name
        }
        return Page.User(
            name: person.name, role: roles.joined(separator: "\n"),
            links: [
                Link(onlooker.say("消息", "Notices"), Routes.inbox.path()),
                Link(onlooker.say("账号与安全", "Account and security"), Routes.account.path()),
            ],
            signOutAction: Routes.logOut.path())
    }

    private func navigation(_ onlooker: Onlooker) -> [Link] {
        typealias F = EvaluationFunction
        func link(_ zh: String, _ en: String, _ route: Route) -> Link {
            let path = route.path()
            return Link(
                onlooker.say(zh, en), path,
                isCurrent: onlooker.path == path || onlooker.path.hasPrefix(path + "/"))
        }
        var links: [Link] = []
        if onlooker.visitor.person != nil {
            links.append(link("工作台", "Work", Routes.work))
            if onlooker.allows(F.read) { links.append(link("申报", "Cases", Routes.cases)) }
            if onlooker.allows(F.oversee) { links.append(link("监管", "Region", Routes.region)) }
            if onlooker.allows(.managePeople) { links.append(link("人员", "People", Routes.people)) }
            if onlooker.allows(.manageOrganisations) {
                links.append(link("单位", "Organisations", Routes.organisations))
            }
            if onlooker.allows(F.calendar) { links.append(link("日历", "Calendar", Routes.calendar)) }
            if onlooker.allows(.readJournal) { links.append(link("日志", "Journal", Routes.journal)) }
            if onlooker.allows(F.rights) {
                links.append(link("权限", "Rights", Routes.policy))
                links.append(link("安全", "Security", Routes.security))
            }
        }
        links.append(link("公开名录", "Registry", Routes.registry))
        links.append(link("公示", "Notices", Routes.notices))
        return links
    }

    /// What the page before left to say, by a word in the address: nothing that a stranger could write stands there.
    private func flash(_ onlooker: Onlooker) -> [Page.Notice] {
        guard let done = onlooker.done, let act = EvaluationLifeCycle.declaration.act(done) else { return [] }
        return [Page.Notice(.good, onlooker.say("完成：\(act.title.zh)", "Done: \(act.title.en)"))]
    }

    /// A page in the place of the one that was asked for.
    func interposed(_ failure: Portal.Failure, _ content: PageContent) -> [UInt8] {
        Layout.document(framed(Onlooker(failure, desk.policy()), content)).bytes
    }

    /// The page that says what went wrong.
    public func errorPage(_ failure: Portal.Failure) -> [UInt8] {
        let onlooker = Onlooker(failure, desk.policy())
        let (refusal, language) = (failure.refusal, failure.visitor.language)
        let colon = language == .zh ? "：" : ": "
        let details: HTML? =
            refusal.details.isEmpty
            ? nil
            : "<ul>\(each: refusal.details, { "<li>\($0.place)\(colon)\($0.reason[language])</li>" })</ul>"
        let title = EvaluationPortal.title(refusal.kind)
        let home = failure.visitor.person == nil ? Routes.home.path() : Routes.work.path()
        let page = HTML.errorPage(
            code: String(failure.status.code), title: title[language], message: refusal.reason[language],
            reference: failure.requestID,
            actions: [HTML.linkButton(onlooker.say("返回", "Back"), home, kind: .primary)],
            language: language == .zh ? .chinese : .english)
        return interposed(failure, PageContent(title, isNarrow: true, "\(page)\(details)"))
    }

    private static func title(_ kind: Refusal.Kind) -> Phrase {
        switch kind {
        case .invalid: Phrase(zh: "内容需要修改", en: "Something needs to change")
        case .forbidden: Phrase(zh: "没有权限", en: "Not allowed")
        case .unproved: Phrase(zh: "请确认身份", en: "Prove who you are")
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
