import Evaluation
import Markup
import PortalKit

/// Heading and tabs that all pages of one's own share.
struct AccountFrame {
    var language: PageLanguage
    var current: Route
    /// Whether one may set up webhooks.
    var hasHooks: Bool
    var unread = 0

    init(_ call: Call, _ current: Route, unread: Int = 0) {
        self.init(
            language: call.spoken, current: current, hasHooks: call.allows(EvaluationFunction.hooks), unread: unread)
    }

    init(language: PageLanguage, current: Route, hasHooks: Bool, unread: Int = 0) {
        self.language = language
        self.current = current
        self.hasHooks = hasHooks
        self.unread = unread
    }

    func html(_ title: String, _ body: HTML) -> HTML {
        """
        \(HTML.heading(title, language: language))
        \(HTML.tabs(tabs, label: language("账号", "Account")))
        \(body)
        """
    }

    private var tabs: [Link] {
        func tab(_ zh: String, _ en: String, _ route: Route, count: Int? = nil) -> Link {
            Link(language(zh, en), route.path(), isCurrent: route == current, count: count)
        }
        var tabs = [
            tab("概况", "Overview", Routes.account),
            tab("个人信息", "Personal data", Routes.personal),
            tab("消息", "Notices", Routes.inbox, count: unread > 0 ? unread : nil),
            tab("密码", "Password", Routes.password),
            tab("两步验证", "Second factor", Routes.secondFactor), tab("登录记录", "Sessions", Routes.sessions),
            tab("访问令牌", "Access tokens", Routes.tokens),
        ]
        if hasHooks { tabs.append(tab("推送", "Webhooks", Routes.hooks)) }
        tabs.append(tab("权限说明", "Why may I?", Routes.why))
        return tabs
    }
}
