import Commons
import Markup
import PortalKit
import Rulebook
import Testing

@testable import EvaluationPortal

@Suite struct SecurityTests {
    private func view(_ language: PageLanguage, _ form: FormState) -> SecurityView {
        SecurityView(language: language, rules: SecurityRules(), version: 0, form: form)
    }

    @Test func everyRuleHasItsFieldAndItsRow() {
        let (zh, en) = expectBilingual { view($0, SecurityForm.state(SecurityRules())).body }
        for rule in SecurityRule.all {
            let label = "<label for=\"f-\(rule.name)\" class=\"required\">"
            #expect(zh.contains(label + rule.title.zh + "</label>"))
            #expect(en.contains(label + rule.title.en + "</label>"))
            // As a field, and beside the standards.
            #expect(zh.ranges(of: ">\(rule.title.zh)<").count == 2, "\(rule.name)")
            if let hint = rule.hint { #expect(zh.contains("id=\"f-\(rule.name)-hint\">\(hint.zh)<")) }
        }
        #expect(zh.ranges(of: "<fieldset class=\"group\">").count == 4)
        #expect(han(words(en)) == "")
    }

    @Test func rulesComeBackFromTheForm() throws {
        for rules in SecurityRules.Preset.allCases.map(\.rules) + [SecurityRules()] {
            #expect(try SecurityForm.read(SecurityForm.state(rules).values) == rules)
        }
    }

    @Test func whatIsOutOfRangeIsToldAtItsField() {
        var form = SecurityForm.state(SecurityRules())
        let pairs = form.values.pairs.filter { $0.name != "passwordLength" }
        form.values.pairs = pairs + [.init("passwordLength", "7")]
        let refusal = #expect(throws: Refusal.self) { try SecurityForm.read(form.values) }
        #expect(refusal?.place == "passwordLength")
    }
}
