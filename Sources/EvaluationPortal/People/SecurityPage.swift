import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// How people prove who they are and for how long that holds: the rules, and where they come from.
struct SecurityView {
    var language: PageLanguage
    var rules: SecurityRules
    /// Of the setting; 0: never set.
    var version: Int
    var form: FormState
    /// The preset that stands in the form and is not saved yet.
    var preset: SecurityRules.Preset?
    var csrf: String?

    var body: HTML {
        """
        \(HTML.heading(
            language("安全规则", "Security rules"),
            lead: .text(
                language(
                    "密码、登录和会话的要求，对所有人立即生效。",
                    "What is asked of passwords, log-ins and sessions. A change holds for everybody at once.")),
            state: state, language: language))
        \(preset.map { chosen($0) })
        \(HTML.split(HTML.card(nil, fields), aside: presets))
        \(comparison)
        """
    }

    private var state: HTML? {
        let known = SecurityRules.Preset.allCases.first { $0.rules == rules }
        if let known { return HTML.badge(language(known.title), .good) }
        return version == 0 ? HTML.badge(language("初始规则", "as installed"), .neutral) : nil
    }

    private func chosen(_ preset: SecurityRules.Preset) -> HTML {
        HTML.callout(
            .info, language("已填入“\(preset.title.zh)”，尚未保存", "'\(preset.title.en)' is filled in and not saved yet"),
            .text(language("核对后按“保存”。", "Look it over, then save.")))
    }

    private var fields: HTML {
        let binds = Input(
            "bindsNetwork", language("换了网络即结束会话", "A session ends in another network"),
            hint: language(
                "手机在不同网络间切换时须重新登录。换了浏览器总会结束。",
                "Phones that change networks log in again. In another browser it always ends."))
        // Side by side where there is room: the form is long.
        func numbers(_ rules: [SecurityRule]) -> HTML {
            "<div class=\"fields\">\(each: rules, { $0.input(language, form) })</div>"
        }
        return HTML.form(
            action: Routes.security.path(), id: "security", csrf: csrf,
            """
            \(form.summary(language))\(HTML.hidden("etag", String(version)))\
            \(HTML.fieldset(
                language("密码", "Passwords"),
                hint: language(
                    "长度、字符种类和重复在设置密码时检查。", "Length, kinds and repeats are checked when one is chosen."),
                numbers(SecurityRule.passwords)))\
            \(HTML.fieldset(
                language("登录失败与锁定", "Failures and locks"),
                hint: language("锁定到时自动解除。", "A lock ends by itself."), numbers(SecurityRule.locks)))\
            \(HTML.fieldset(
                language("会话与确认身份", "Sessions and proofs"),
                """
                \(numbers(SecurityRule.sessions))\
                \(binds.check(isOn: form["bindsNetwork"] == "1"))
                """))\
            \(HTML.fieldset(language("两步验证", "Second factor"), factor))\
            \(HTML.formActions([HTML.button(language("保存", "Save"), kind: .primary)], isSticky: true))
            """)
    }

    private var factor: HTML {
        let roles = Role.allCases.map { Choice($0.rawValue, language($0.title)) }
        return Input(
            "secondFactorRoles", language("必须使用的角色", "Roles that need one"),
            hint: language(
                "有这些角色的人，设置好两步验证才能继续工作；其他人可以自愿启用。",
                "Whoever has such a role sets one up before anything else; others may if they like.")
        ).checkboxes(roles, values: form.all("secondFactorRoles"), isInline: true)
    }

    private var presets: HTML {
        HTML.card(
            language("参照标准填写", "Fill it in by a standard"),
            """
            <p>\(language(
                "填入后可以再改，保存前不生效。", "It can be changed before it is saved, and holds only then."))</p>
            \(HTML.row(
                SecurityRules.Preset.allCases.map { preset in
                    HTML.linkButton(
                        language(preset.title), Routes.security.path(query: ["preset": preset.rawValue]))
                }))
            <p class="hint">\(language(
                "两项标准对密码有相反的意见：等级保护要求复杂度和定期更换，ASVS 要求长密码和两步验证而不定期更换。",
                "The two disagree on passwords: GB/T 22239 asks for kinds of characters and changes from time to time, "
                    + "ASVS for long ones that stay, and a second factor."))</p>
            """)
    }

    private var comparison: HTML {
        let presets = SecurityRules.Preset.allCases
        let columns =
            [Column(language("规则", "Rule"), isHeader: true), Column(language("现在", "Now"))]
            + presets.map { Column(language($0.title)) } + [Column(language("依据", "Source"))]
        let compared = [rules] + presets.map(\.rules)
        let numbers = SecurityRule.all.map { rule in
            TableRow(
                [.text(language(rule.title))] + compared.map { .text(rule.text($0, language)) }
                    + ["<small class=\"clause\">\(rule.source)</small>"])
        }
        let factor = TableRow(
            [.text(language("必须两步验证的角色", "Roles that need a second factor"))] + compared.map { .text(roles($0)) }
                + ["<small class=\"clause\">ASVS 6.3.3</small>"])
        return HTML.table(
            language("与标准对照", "Compared with the standards"), columns: columns, rows: numbers + [factor],
            narrow: .scroll)
    }

    private func roles(_ rules: SecurityRules) -> String {
        if rules.secondFactorRoles.isEmpty { return language("无", "none") }
        if rules.secondFactorRoles.count == Role.allCases.count { return language("全部", "all") }
        return language(Role.allCases.filter(rules.secondFactorRoles.contains).map(\.title).joined())
    }
}

/// The rules as a form has them.
enum SecurityForm {
    static func state(_ rules: SecurityRules) -> FormState {
        var form = FormState()
        form.values.pairs =
            SecurityRule.all.map { .init($0.name, String($0.value(rules))) }
            + [.init("bindsNetwork", rules.bindsNetwork ? "1" : "")]
            + Role.allCases.filter(rules.secondFactorRoles.contains).map { .init("secondFactorRoles", $0.rawValue) }
        return form
    }

    /// Throws a refusal with all that is wrong.
    static func read(_ form: Fields) throws(Refusal) -> SecurityRules {
        var (rules, details): (SecurityRules, [Refusal.Detail]) = (SecurityRules(), [])
        for rule in SecurityRule.all {
            do throws(Refusal) {
                rule.set(&rules, try form.integer(rule.name, in: rule.range))
            } catch {
                details.append(Refusal.Detail(rule.name, error.reason))
            }
        }
        rules.bindsNetwork = try form.flag("bindsNetwork")
        let roles = form.all("secondFactorRoles").map(Role.init(rawValue:))
        if roles.contains(nil) {
            details.append(Refusal.Detail("secondFactorRoles", Phrase(zh: "没有这个角色", en: "there is no such role")))
        }
        rules.secondFactorRoles = Set(roles.compactMap(\.self))
        if !details.isEmpty {
            throw Refusal(.invalid, details.map(\.reason).joined(), place: details[0].place, details: details)
        }
        return rules
    }
}

extension EvaluationPortal {
    @Sendable func securityPage(_ call: Call) async throws -> Reply {
        let (rules, version) = try await store.read { try SecuritySetting.current($0) }
        let preset = try call.query.optional("preset").flatMap(SecurityRules.Preset.init(rawValue:))
        return securityReply(call, rules, version, SecurityForm.state(preset?.rules ?? rules), preset)
    }

    @Sendable func changeSecurity(_ call: Call) async throws -> Reply {
        do {
            let (version, rules) = (try call.form.integer("etag", in: 0...Int.max), try SecurityForm.read(call.form))
            try await store.write { try SecuritySetting.set(rules, version: version, $0) }
            return .redirect(to: Routes.security.path(query: ["done": "saved"]))
        } catch let refusal as Refusal {
            let (rules, version) = try await store.read { try SecuritySetting.current($0) }
            return securityReply(call, rules, version, FormState(call.form, refusal), nil)
        }
    }

    private func securityReply(
        _ call: Call, _ rules: SecurityRules, _ version: Int, _ form: FormState, _ preset: SecurityRules.Preset?
    ) -> Reply {
        let view = SecurityView(
            language: call.spoken, rules: rules, version: version, form: form, preset: preset, csrf: call.formToken)
        var content = PageContent(Phrase(zh: "安全规则", en: "Security rules"), view.body)
        content.notices = Done.notices(
            call, ["saved": Phrase(zh: "安全规则已保存，立即生效", en: "The security rules are saved and hold at once")])
        return page(call, content, status: form.status)
    }
}
