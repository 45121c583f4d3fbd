import Evaluation
import PortalKit
import Rulebook

extension EvaluationPortal {
    var accountEndpoints: [Endpoint] {
        typealias F = EvaluationFunction
        return [
            .page(Routes.account, .signedIn, Phrase(zh: "我的账号", en: "My account"), handler: accountPage),
            .page(Routes.password, .signedIn, Phrase(zh: "修改密码", en: "Change my password"), handler: passwordPage),
            .form(
                Routes.password, .signedIn, Phrase(zh: "修改密码", en: "Change my password"), pace: .logIn,
                handler: changePassword),
            .page(Routes.sessions, .signedIn, Phrase(zh: "登录记录", en: "My sessions"), handler: sessionsPage),
            .form(Routes.sessions, .signedIn, Phrase(zh: "结束登录", en: "End sessions"), handler: endSessions),
            .page(Routes.tokens, .signedIn, Phrase(zh: "访问令牌", en: "My access tokens"), handler: tokensPage),
            .form(Routes.tokens, .signedIn, Phrase(zh: "新建访问令牌", en: "Create a token"), handler: createToken),
            .form(Routes.token, .signedIn, Phrase(zh: "撤销访问令牌", en: "Revoke a token"), handler: revokeToken),
            .page(Routes.inbox, .signedIn, Phrase(zh: "消息", en: "My notices"), handler: inboxPage),
            .form(Routes.inbox, .signedIn, Phrase(zh: "标为已读", en: "Mark as read"), handler: readNotices),
            .page(Routes.hooks, .function(F.hooks), Phrase(zh: "推送", en: "Webhooks"), handler: hooksPage),
            .form(Routes.hooks, .function(F.hooks), Phrase(zh: "新建推送", en: "Add a webhook"), handler: createHook),
            .page(Routes.hook, .function(F.hooks), Phrase(zh: "推送", en: "Webhook"), handler: hookPage),
            .form(Routes.hook, .function(F.hooks), Phrase(zh: "修改推送", en: "Change a webhook"), handler: changeHook),
            .form(
                Routes.hookDelivery, .function(F.hooks), Phrase(zh: "重新推送", en: "Deliver again"),
                handler: retryDelivery),
            .page(Routes.why, .signedIn, Phrase(zh: "权限说明", en: "Why may I?"), handler: whyPage),
        ]
    }
}
