public import Commons
import Evaluation
public import PortalKit
import Rulebook

extension EvaluationPortal {
    var accountEndpoints: [Endpoint] { ownEndpoints + proofEndpoints }

    /// Where somebody goes who has to do something before anything else.
    public static let duties: [Duty: Route] = [.password: Routes.password, .secondFactor: Routes.secondFactor]

    /// Proving who one is, and by what.
    private var proofEndpoints: [Endpoint] {
        [
            .page(Routes.confirm, .signedIn, Phrase(zh: "确认身份", en: "Prove who I am"), handler: confirmPage)
                .during(.password, .secondFactor),
            .form(
                Routes.confirm, .signedIn, Phrase(zh: "确认身份", en: "Prove who I am"), pace: .logIn, handler: confirm
            ).grave().during(.password, .secondFactor),
            .page(Routes.secondFactor, .signedIn, Phrase(zh: "两步验证", en: "My second factor"), handler: secondFactorPage)
                .during(.secondFactor),
            .form(
                Routes.secondFactor, .signedIn, Phrase(zh: "设置两步验证", en: "Set up a second factor"),
                handler: beginSecondFactor
            ).grave().during(.secondFactor),
            .form(
                Routes.secondFactorCode, .signedIn, Phrase(zh: "启用两步验证", en: "Put a second factor to use"),
                pace: .logIn, handler: confirmSecondFactor
            ).during(.secondFactor),
            .form(
                Routes.recoveryCodes, .signedIn, Phrase(zh: "重新生成恢复码", en: "Make recovery codes"),
                handler: makeRecoveryCodes
            ).grave(),
            .form(
                Routes.noSecondFactor, .signedIn, Phrase(zh: "停用两步验证", en: "Take a second factor away"),
                handler: removeSecondFactor
            ).grave(),
        ]
    }

    private var ownEndpoints: [Endpoint] {
        typealias F = EvaluationFunction
        return [
            .page(Routes.account, .signedIn, Phrase(zh: "我的账号", en: "My account"), handler: accountPage),
            .page(Routes.password, .signedIn, Phrase(zh: "修改密码", en: "Change my password"), handler: passwordPage)
                .during(.password),
            .form(
                Routes.password, .signedIn, Phrase(zh: "修改密码", en: "Change my password"), pace: .logIn,
                handler: changePassword
            ).during(.password),
            .page(Routes.sessions, .signedIn, Phrase(zh: "登录记录", en: "My sessions"), handler: sessionsPage),
            .form(Routes.sessions, .signedIn, Phrase(zh: "结束登录", en: "End sessions"), handler: endSessions),
            .page(Routes.tokens, .signedIn, Phrase(zh: "访问令牌", en: "My access tokens"), handler: tokensPage),
            .form(Routes.tokens, .signedIn, Phrase(zh: "新建访问令牌", en: "Create a token"), handler: createToken).grave(),
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
