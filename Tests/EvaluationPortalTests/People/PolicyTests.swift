import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook
import Testing

@testable import EvaluationPortal

@Suite struct PolicyDraftTests {
    @Test(arguments: EvaluationFunction.all)
    func aDraftThatChangesNothingLeavesThePolicy(_ function: Function) {
        let draft = PolicyDraft(function, of: .standard)
        #expect(Set(draft.applied(to: .standard).grants) == Set(Policy.standard.grants))
        #expect(PolicyChange.between(.standard, draft.applied(to: .standard)).isEmpty)
    }

    @Test func aFormSaysTheSameAsThePolicyItShows() {
        let draft = PolicyDraft(EvaluationFunction.read, of: .standard)
        var pairs: [Fields.Pair] = []
        for line in draft.lines {
            pairs += line.rows.map { .init("rows-" + line.key, $0.rawValue) }
            pairs += line.hidden.map { .init("hidden-" + line.key, $0.rawValue) }
            pairs += line.interfaces.map { .init("interfaces-" + line.key, $0.rawValue) }
        }
        #expect(PolicyDraft(EvaluationFunction.read, Fields(pairs)) == draft)
    }

    @Test func changesAreToldLineByLine() throws {
        let form = Fields([
            .init("rows-expert", "assigned"), .init("rows-expert", "region"), .init("interfaces-expert", "page"),
            .init("hidden-expert", "contacts"), .init("rows-expert", "everything"),
        ])
        let changed = PolicyDraft(EvaluationFunction.judge, form).applied(to: .standard)
        let changes = PolicyChange.between(.standard, changed)
        #expect(changes.count == 1)
        let change = try #require(changes.first)
        #expect(change.role == .expert)
        #expect(change.before?.rows == [.assigned])
        #expect(change.after?.rows == [.assigned, .region])
        #expect(change.after?.hidden == [.contacts])
        #expect(change.after?.interfaces == [.page])
        #expect(
            PolicyDraft(EvaluationFunction.judge, of: changed).lines
                == PolicyDraft(EvaluationFunction.judge, form).lines.map {
                    var line = $0
                    if line.rows.isEmpty { line.interfaces = [.page, .api] }
                    return line
                })
    }

    @Test func withoutAnInterfaceNothingIsGranted() {
        let form = Fields([.init("rows-expert", "assigned")])
        let changed = PolicyDraft(EvaluationFunction.judge, form).applied(to: .standard)
        #expect(!changed.grants.contains { $0.function == EvaluationFunction.judge.id })
    }

    @Test(arguments: [EvaluationFunction.rights, .managePeople])
    func nobodyLocksThemselvesOut(_ function: Function) throws {
        #expect(throws: Refusal.self) {
            try PolicyDraft.check(PolicyDraft(function, Fields()).applied(to: .standard))
        }
        try PolicyDraft.check(.standard)
    }

    @Test func theSettingReadsBackAndIsAlwaysTheSameText() throws {
        let text = try PolicySetting.text(.standard)
        #expect(try CanonicalJSON.decode(Policy.self, Array(text.utf8)) == .standard)
        #expect(text.contains(#"{"function":"case.read","hidden":["findings","experts"],"interfaces":["page","api"]"#))
        for _ in 0..<20 {
            let again = try CanonicalJSON.decode(Policy.self, Array(text.utf8))
            #expect(try PolicySetting.text(again) == text)
        }
    }
}

@Suite struct PolicyPageTests {
    @Test func everyFunctionHasALine() {
        let (zh, en) = expectBilingual { PolicyView(language: $0, policy: .standard, version: 0).body }
        for function in EvaluationFunction.all { #expect(zh.contains("href=\"/policy/\(function.id)\"")) }
        for role in Role.allCases { #expect(words(zh).contains(role.title.zh)) }
        #expect(zh.contains("标准权限"))
        #expect(!zh.contains("data-confirm"))
        #expect(han(words(en)) == "")
    }

    @Test func whatDiffersFromTheStandardCanBeReset() {
        let policy = PolicyDraft(EvaluationFunction.judge, Fields()).applied(to: .standard)
        let html = PolicyView(language: .chinese, policy: policy, version: 4).body
        expectSound(html)
        #expect(html.string.contains("与标准权限有 1 处不同"))
        #expect(html.string.contains("name=\"etag\" value=\"4\""))
    }

    @Test func thePreviewSendsTheSameDraftOn() {
        let draft = PolicyDraft(EvaluationFunction.read, of: .standard)
        let changes = PolicyChange.between(.standard, Policy([]))
        let (zh, en) = expectBilingual {
            PolicyFunctionView(language: $0, draft: draft, version: 2, changes: changes).body
        }
        #expect(zh.contains("name=\"step\" value=\"save\""))
        #expect(zh.contains("type=\"hidden\" name=\"hidden-applicant\" value=\"findings\""))
        #expect(zh.contains("确认保存"))
        #expect(han(words(en)) == "")
        let nothing = PolicyFunctionView(language: .chinese, draft: draft, version: 2, changes: []).body.string
        #expect(nothing.contains("没有改变"))
        #expect(!nothing.contains("确认保存"))
    }

    @Test func aRefusalStandsOnTop() {
        let refusal = Refusal(.locked, zh: "无人能改回来", en: "nobody could change it back")
        let html = PolicyFunctionView(
            language: .chinese, draft: PolicyDraft(EvaluationFunction.rights, of: .standard), version: 0,
            refusal: refusal, isMixed: true
        ).body.string
        #expect(html.contains("无人能改回来"))
        #expect(html.contains("保存后将统一"))
    }
}
