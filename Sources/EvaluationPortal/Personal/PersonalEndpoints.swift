import Commons
import PortalKit
import Rulebook

extension EvaluationPortal {
    /// What people do with their own data, and what administrators do with those of others.
    var personalEndpoints: [Endpoint] {
        [
            .page(Routes.personal, .signedIn, Phrase(zh: "我的个人信息", en: "My personal data"), handler: personalPage),
            .form(
                Routes.personal, .signedIn, Phrase(zh: "修改个人信息", en: "Change my personal data"),
                handler: changePersonal),
            .form(
                Routes.consents, .signedIn, Phrase(zh: "同意或撤回同意", en: "Give or withdraw a consent"),
                handler: changeConsent),
            .form(
                Routes.personalExport, .signedIn, Phrase(zh: "导出我的个人信息", en: "Export my personal data"),
                handler: exportOwn),
            .form(
                Routes.findPeople, .function(.managePeople), Phrase(zh: "按号码查找人员", en: "Find people by a number"),
                handler: findPeople),
            .form(
                Routes.personMail, .function(.managePeople), Phrase(zh: "登记邮箱", en: "Note a mail address"),
                handler: setPersonMail),
            .form(
                Routes.personLooks, .function(.revealPersonal),
                Phrase(zh: "查看个人信息明文", en: "See personal data in clear"), handler: look),
            .form(
                Routes.personExport, .function(.revealPersonal),
                Phrase(zh: "导出个人信息", en: "Export somebody's data"), handler: exportPerson),
            .page(
                Routes.personErasure, .function(.erasePerson), Phrase(zh: "删除个人信息", en: "Erase personal data"),
                handler: erasurePage),
            .form(
                Routes.personErasure, .function(.erasePerson), Phrase(zh: "删除个人信息", en: "Erase personal data"),
                handler: erasePerson),
        ]
    }
}
