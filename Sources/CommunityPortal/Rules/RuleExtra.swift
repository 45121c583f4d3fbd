import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// What a rule's page says beside its fields: the rule in words, what stands against it, and what it did.
struct RuleExtra {
    var language: PageLanguage
    var item: Item
    var catalog: Catalog
    var report: CommunityDesk.RuleReport

    var html: HTML {
        """
        \(HTML.card(language("这条规则", "The rule"), id: "rule-words", actions: tries, said))\
        \(if: !findings.isEmpty, HTML.card(language("检查结果", "Checks"), id: "rule-checks", "\(findings)"))\
        \(HTML.card(language("执行记录", "Runs"), RulesView.trace(report.runs, language)))
        """
    }

    private var tries: [HTML] {
        guard report.rule != nil else { return [] }
        let path = RuleRoutes.trial.path(item.id)
        return [HTML.linkButton(language("用历史数据试运行", "Try it on history"), path, kind: .primary)]
    }

    private var said: HTML {
        if let rule = report.rule { return RulesView.said(RuleWords(rule: rule, catalog: catalog), language) }
        let reasons = report.problem.map { $0.details.isEmpty ? [$0.reason] : $0.details.map(\.reason) } ?? []
        return HTML.callout(
            .bad, language("这样不成规则，请修改", "It makes no rule as it stands: please change it"),
            "<ul>\(each: reasons, { "<li>\(language($0))</li>" })</ul>")
    }

    private var findings: [HTML] {
        report.findings.map { finding in
            let tone: Tone =
                switch finding.severity {
                case .refused: .bad
                case .warning: .warn
                case .note: .info
                }
            return HTML.callout(tone, language(finding.words))
        }
    }
}

/// Addresses of rules beside those of their kind.
enum RuleRoutes {
    static let trial = Route("/community/rule/{item}/trial")
    static let trialAPI = Route("/api/v1/community/rule/{item}/trial")
}

extension CommunityPortal {
    /// nil: the item is no rule.
    func ruleExtra(_ call: Call, _ item: Item) async throws -> HTML? {
        guard item.head.kind == Estate.rule.id else { return nil }
        let report = try await desk.ruleReport(item.id, call.visitor)
        return RuleExtra(language: call.spoken, item: item, catalog: desk.catalog, report: report).html
    }

    /// Rules are tried on history; nothing comes of it.
    var ruleEndpoints: [Endpoint] {
        guard let kind = desk.catalog.kind(Estate.rule.id) else { return [] }
        let read = Endpoint.Access.function(kind.function(.read))
        return [
            .page(RuleRoutes.trial, read, Phrase(zh: "规则试运行", en: "A rule tried on history"), handler: trialPage),
            .api(
                .get, RuleRoutes.trialAPI, read,
                Phrase(
                    zh: "用历史数据试运行一条规则，不产生任何效果", en: "Try a rule on what has happened; nothing comes of it"),
                group: CommunityPortal.group,
                parameters: [
                    .query(
                        "days", .integer(1...RuleTrial.longest), zh: "最近几天，默认 7",
                        en: "How many days back, 7 if left out")
                ], output: .init(TrialJSON.schema), refusals: [.invalid, .forbidden, .missing], handler: trialAPI),
        ]
    }
}
