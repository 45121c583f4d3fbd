import Commons
import Evaluation
import PortalKit
import Rulebook

extension EvaluationPortal {
    var peopleEndpoints: [Endpoint] {
        personEndpoints + organisationEndpoints + policyEndpoints + settingEndpoints + journalPages
    }

    private var personEndpoints: [Endpoint] {
        [
            .page(Routes.people, .function(.managePeople), Phrase(zh: "人员", en: "People"), handler: peoplePage),
            .page(
                Routes.newPerson, .function(.managePeople), Phrase(zh: "新建人员", en: "A new person"),
                handler: newPersonPage),
            .form(
                Routes.people, .function(.managePeople), Phrase(zh: "新建人员", en: "A new person"),
                handler: createPerson
            ).grave(),
            .page(Routes.person, .function(.managePeople), Phrase(zh: "人员", en: "Person"), handler: personPage),
            .form(
                Routes.person, .function(.managePeople), Phrase(zh: "修改人员", en: "Change a person"),
                handler: changePerson
            ).grave(),
            .form(
                Routes.personActivity, .function(.managePeople),
                Phrase(zh: "停用或启用人员", en: "Deactivate or activate a person"),
                handler: setPersonActive
            ).grave(),
            .form(
                Routes.personLink, .function(.managePeople), Phrase(zh: "重设密码", en: "Reset a password"),
                handler: resetPassword
            ).grave(),
            .form(
                Routes.personSecondFactor, .function(.managePeople),
                Phrase(zh: "重置两步验证", en: "Reset a second factor"), handler: resetSecondFactor
            ).grave(),
            .form(
                Routes.personRoles, .function(.managePeople), Phrase(zh: "分配角色", en: "Give or take a role"),
                handler: changeRole
            ).grave(),
        ]
    }

    private var organisationEndpoints: [Endpoint] {
        [
            .page(
                Routes.organisations, .function(.manageOrganisations), Phrase(zh: "单位", en: "Organisations"),
                handler: organisationsPage),
            .page(
                Routes.newOrganisation, .function(.manageOrganisations),
                Phrase(zh: "新建单位", en: "A new organisation"), handler: newOrganisationPage),
            .form(
                Routes.organisations, .function(.manageOrganisations),
                Phrase(zh: "新建单位", en: "A new organisation"), handler: createOrganisation),
            .page(
                Routes.organisation, .function(.manageOrganisations), Phrase(zh: "单位", en: "Organisation"),
                handler: organisationPage),
            .form(
                Routes.organisation, .function(.manageOrganisations),
                Phrase(zh: "修改单位", en: "Change an organisation"), handler: changeOrganisation),
            .form(
                Routes.organisationActivity, .function(.manageOrganisations),
                Phrase(zh: "停用或启用单位", en: "Deactivate or activate an organisation"),
                handler: setOrganisationActive),
        ]
    }

    private var policyEndpoints: [Endpoint] {
        typealias F = EvaluationFunction
        return [
            .page(Routes.policy, .function(F.rights), Phrase(zh: "权限", en: "Rights"), handler: policyPage),
            .form(Routes.policy, .function(F.rights), Phrase(zh: "恢复标准权限", en: "Reset"), handler: resetPolicy).grave(),
            .page(
                Routes.policyFunction, .function(F.rights), Phrase(zh: "修改权限", en: "Rights of a function"),
                handler: policyFunctionPage),
            .form(
                Routes.policyFunction, .function(F.rights), Phrase(zh: "修改权限", en: "Change rights"),
                handler: changePolicy
            ).grave(),
        ]
    }

    private var settingEndpoints: [Endpoint] {
        typealias F = EvaluationFunction
        return [
            .page(
                Routes.calendar, .function(F.calendar), Phrase(zh: "工作日历", en: "Work calendar"),
                handler: calendarPage),
            .form(
                Routes.calendar, .function(F.calendar), Phrase(zh: "修改工作日历", en: "Change the work calendar"),
                handler: changeCalendar),
            .page(
                Routes.security, .function(F.rights), Phrase(zh: "安全规则", en: "Security rules"),
                handler: securityPage),
            .form(
                Routes.security, .function(F.rights), Phrase(zh: "修改安全规则", en: "Change the security rules"),
                handler: changeSecurity
            ).grave(),
        ]
    }
}
