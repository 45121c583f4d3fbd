public import Commons
import HTTPTypes
import Markup
public import Rulebook

/// What stands around every page, whichever wing it is of: navigation by what the visitor may do, who is logged in,
/// the footer, and what the page before left to say.
public struct PageFrame: Sendable {
    /// An entry of the navigation, for those who may use it.
    public struct Entry: Sendable {
        public var title: Phrase
        public var path: String
        /// Whom the policy grants it; nil: everybody.
        public var function: Function?
        /// Only for whoever is logged in; these entries stand before those for the public.
        public var needsLogIn: Bool

        public init(_ title: Phrase, _ path: String, _ function: Function? = nil, needsLogIn: Bool = true) {
            self.title = title
            self.path = path
            self.function = function
            self.needsLogIn = needsLogIn
        }
    }

    /// Where the links of the frame lead and its forms go.
    public struct Paths: Sendable {
        /// Home of the public.
        public var home: String
        /// Home of whoever is logged in.
        public var work: String
        public var logIn: String
        public var logOut: String
        public var inbox: String
        public var account: String
        public var preferences: String

        public init(
            home: String, work: String, logIn: String, logOut: String, inbox: String, account: String,
            preferences: String
        ) {
            self.home = home
            self.work = work
            self.logIn = logIn
            self.logOut = logOut
            self.inbox = inbox
            self.account = account
            self.preferences = preferences
        }
    }

    public var tagline: Phrase
    public var footer: Phrase
    public var footerLinks: [(Phrase, String)]
    public var paths: Paths
    /// In the order that they are shown in, but for those that need no logging in: these stand last.
    public var navigation: [Entry]
    /// What a word in `?done=` says; nil: nothing. Nothing that a stranger could write stands on a page.
    public var flash: @Sendable (String) -> Phrase?
    /// Paths of the assets, by name.
    public var assetPath: @Sendable (String) -> String
    /// As it is now: for pages in the place of the one that was asked for.
    public var policy: @Sendable () -> Policy

    public init(
        tagline: Phrase, footer: Phrase, footerLinks: [(Phrase, String)] = [], paths: Paths,
        navigation: [Entry] = [], flash: @escaping @Sendable (String) -> Phrase? = { _ in nil },
        assetPath: @escaping @Sendable (String) -> String, policy: @escaping @Sendable () -> Policy
    ) {
        self.tagline = tagline
        self.footer = footer
        self.footerLinks = footerLinks
        self.paths = paths
        self.navigation = navigation
        self.flash = flash
        self.assetPath = assetPath
        self.policy = policy
    }

    /// A page in its frame.
    public func page(_ call: Call, _ content: PageContent, status: Int = 200) -> Reply {
        .page(Layout.document(framed(Onlooker(call), content)).bytes, status: .init(code: status))
    }

    /// Whether a visitor finds an entry in the navigation.
    public static func shows(_ entry: Entry, to call: Call) -> Bool { Onlooker(call).mayUse(entry) }

    /// A page in the place of the one that was asked for.
    public func interposed(_ failure: Portal.Failure, _ content: PageContent) -> [UInt8] {
        Layout.document(framed(Onlooker(failure, policy()), content)).bytes
    }

    /// The page that says what went wrong.
    public func errorPage(_ failure: Portal.Failure) -> [UInt8] {
        let (refusal, language) = (failure.refusal, PageLanguage(failure.visitor.language))
        let details: HTML? =
            refusal.details.isEmpty
            ? nil
            : "<ul>\(each: refusal.details, { "<li>\($0.place)\(language.colon)\(language($0.reason))</li>" })</ul>"
        let title = PageFrame.title(refusal.kind)
        let page = HTML.errorPage(
            code: String(failure.status.code), title: language(title), message: language(refusal.reason),
            reference: failure.requestID,
            actions: [HTML.linkButton(language("返回", "Back"), home(failure.visitor), kind: .primary)],
            language: language)
        return interposed(failure, PageContent(title, isNarrow: true, "\(page)\(details)"))
    }

    private func home(_ visitor: Visitor) -> String { visitor.person == nil ? paths.home : paths.work }

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

/// Who looks at a page, as its frame needs to know.
private struct Onlooker {
    var visitor: Visitor
    var policy: Policy
    var csrf: String
    var path: String
    var query = ""
    var theme: String?
    var type: String?
    /// What was done on the page before.
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

    var language: PageLanguage { PageLanguage(visitor.language) }

    func mayUse(_ entry: PageFrame.Entry) -> Bool {
        if entry.needsLogIn, visitor.person == nil { return false }
        return entry.function.map { policy.decide(visitor, $0).isAllowed } ?? true
    }
}

extension PageFrame {
    private func framed(_ onlooker: Onlooker, _ content: PageContent) -> Page {
        let (visitor, language) = (onlooker.visitor, onlooker.language)
        var page = Page(language(content.title), language: language, body: content.body)
        page.tagline = language(tagline)
        page.home = home(visitor)
        page.navigation = links(onlooker)
        page.isWide = content.isWide
        page.isNarrow = content.isNarrow
        page.notices = content.notices + left(onlooker)
        page.theme = onlooker.theme.flatMap(Page.Theme.init(rawValue:)) ?? .auto
        page.typeSize = onlooker.type.flatMap(Page.TypeSize.init(rawValue:)) ?? .normal
        page.csrfToken = onlooker.csrf.isEmpty ? nil : onlooker.csrf
        page.path = onlooker.query.isEmpty ? onlooker.path : onlooker.path + "?" + onlooker.query
        page.preferencesAction = paths.preferences
        page.stylesheet = assetPath("linli.css")
        page.script = assetPath("linli.js")
        page.icon = assetPath("linli.svg")
        page.touchIcon = assetPath("linli-192.png")
        page.app = (PageFrame.manifest.path(), PageFrame.workerPath(language))
        page.isIndexed = visitor.person == nil
        page.user = user(onlooker)
        page.signIn = visitor.person == nil ? Link(language("登录", "Log in"), paths.logIn) : nil
        page.footer = .text(language(footer))
        page.footerLinks = footerLinks.map { title, path in Link(language(title), path) }
        return page
    }

    private func user(_ onlooker: Onlooker) -> Page.User? {
        let language = onlooker.language
        guard let person = onlooker.visitor.person else { return nil }
        let roles = onlooker.visitor.memberships.map { language($0.role.title) + " · " + $0.organisation.name }
        return Page.User(
            name: person.name, role: roles.joined(separator: "\n"),
            links: [
                Link(language("消息", "Notices"), paths.inbox),
                Link(language("账号与安全", "Account and security"), paths.account),
            ],
            signOutAction: paths.logOut)
    }

    private func links(_ onlooker: Onlooker) -> [Link] {
        let sorted = navigation.filter(\.needsLogIn) + navigation.filter { !$0.needsLogIn }
        let shown = sorted.filter(onlooker.mayUse)
        // An entry may lie within another one: the nearest is where one is.
        let current = shown.map(\.path).filter { onlooker.path == $0 || onlooker.path.hasPrefix($0 + "/") }
            .max { $0.utf8.count < $1.utf8.count }
        return shown.map { Link(onlooker.language($0.title), $0.path, isCurrent: $0.path == current) }
    }

    /// What the page before left to say.
    private func left(_ onlooker: Onlooker) -> [Page.Notice] {
        guard let said = onlooker.done.flatMap(flash) else { return [] }
        return [Page.Notice(.good, onlooker.language(said))]
    }
}
