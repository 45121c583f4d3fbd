import Evaluation
import PortalKit
import Rulebook

extension EvaluationPortal {
    var publicEndpoints: [Endpoint] {
        [
            .page(Routes.home, .open, Phrase(zh: "首页", en: "Home"), handler: homePage),
            .page(Routes.logIn, .open, Phrase(zh: "登录", en: "Log in"), handler: logInPage),
            .form(Routes.logIn, .open, Phrase(zh: "登录", en: "Log in"), pace: .logIn, handler: logIn),
            .form(
                Routes.logInCode, .open, Phrase(zh: "登录的验证码", en: "Log in: the code"), pace: .logIn,
                handler: logInWithCode),
            .form(Routes.logOut, .open, Phrase(zh: "退出登录", en: "Log out"), handler: logOut),
            .form(Routes.preferences, .open, Phrase(zh: "显示偏好", en: "Preferences"), handler: keepPreference),
            .page(Routes.registry, .open, Phrase(zh: "公开名录", en: "Registry"), handler: registryPage),
            .page(Routes.verify, .open, Phrase(zh: "核验证书", en: "Verify a certificate"), handler: verify),
            .page(Routes.certificate, .open, Phrase(zh: "证书", en: "Certificate"), handler: certificatePage),
            .page(
                Routes.certificateStatement, .open, Phrase(zh: "证书声明", en: "Statement of a certificate"),
                handler: statementFile),
            .page(Routes.notices, .open, Phrase(zh: "公示", en: "Public notices"), handler: noticesPage),
            .page(Routes.notice, .open, Phrase(zh: "公示", en: "Public notice"), handler: noticePage),
            .page(Routes.objection, .open, Phrase(zh: "异议已收到", en: "Objection received"), handler: thanksPage),
            .form(
                Routes.objection, .function(EvaluationFunction.object), Phrase(zh: "提出异议", en: "Object"),
                bodyLimit: 64 << 10, pace: .logIn, handler: object),
            .page(
                Routes.choosePassword, .open, Phrase(zh: "设置密码", en: "Choose a password"),
                handler: choosePasswordPage),
            .form(
                Routes.choosePassword, .open, Phrase(zh: "设置密码", en: "Choose a password"), pace: .logIn,
                handler: choosePassword),
        ]
    }
}
