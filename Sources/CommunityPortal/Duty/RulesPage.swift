import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func rulesPage(_ call: Call) async throws -> Reply {
        var view = RulesView(
            language: call.spoken, catalog: desk.catalog, runs: try await desk.ruleRuns(call.visitor))
        view.written = try await desk.writtenRules(call.visitor)
        return livePage(call, PageContent(Phrase(zh: "联动规则", en: "Rules"), view.body))
    }
}

/// What happens by itself, in words, and what it did lately.
struct RulesView {
    var language: PageLanguage
    var catalog: Catalog
    /// By rule, newest first.
    var runs: [String: [RuleRun]]
    /// What people of the visitor's organisations wrote.
    var written: [Rule] = []

    private var actions: [HTML] {
        guard catalog.kind(Estate.rule.id) != nil else { return [] }
        return [
            HTML.linkButton(
                language("编写的规则", "Rules that people wrote"), KindRoutes(Estate.rule).list.path(), kind: .primary)
        ]
    }

    var body: HTML {
        let nothing = HTML.emptyState(language("没有联动规则", "There are no rules"))
        return """
            \(HTML.heading(
                language("联动规则", "Rules"),
                lead: .text(
                    language(
                        "系统自动执行的规则：什么情况下、满足哪些条件、做什么，以及最近执行的每一步。",
                        "What the system does by itself: when, on which conditions, what, and each step of late.")),
                breadcrumbs: DutyTrail.links(language), actions: actions, language: language))
            \(if: catalog.rules.isEmpty && written.isEmpty, nothing)\(each: written + catalog.rules, card)
            """
    }

    private func card(_ rule: Rule) -> HTML {
        let words = RuleWords(rule: rule, catalog: catalog)
        let path = KindRoutes(Estate.rule).item.path(rule.id)
        return HTML.card(
            language(rule.title), id: "rule-\(rule.id)",
            actions: rule.organisation == nil ? [] : [HTML.linkButton(language("查看", "Open"), path, kind: .quiet)],
            "\(RulesView.said(words, language))\(RulesView.trace(runs[rule.id] ?? [], language))")
    }

    /// A rule in words.
    static func said(_ words: RuleWords, _ language: PageLanguage) -> HTML {
        let conditions = words.conditions.map { language($0) }
        let actions: HTML = "<ol>\(each: words.actions, { "<li>\(language($0))</li>" })</ol>"
        return HTML.facts([
            Fact(language("何时", "When"), language(words.trigger)),
            Fact(
                language("条件", "Conditions"),
                conditions.isEmpty ? language("无", "none") : conditions.joined(separator: language("；", "; "))),
            Fact(language("动作", "Actions"), actions),
        ])
    }

    /// What it did lately.
    static func trace(_ runs: [RuleRun], _ language: PageLanguage) -> HTML {
        guard !runs.isEmpty else { return "<p class=\"soft\">\(language("还没有执行过。", "It has not run yet."))</p>" }
        return HTML.disclosure(
            language("最近 \(runs.count) 次执行", "The last \(runs.count) \(runs.count == 1 ? "run" : "runs")"),
            HTML.timeline(runs.map { entry($0, language) }))
    }

    private static func entry(_ run: RuleRun, _ language: PageLanguage) -> TimelineEntry {
        let failed = run.steps.filter { !$0.isDone }.count
        let steps: HTML = "<ol>\(each: run.steps, { RunStep.html($0, language) })</ol>"
        let title: HTML = """
            \(run.cause.isEmpty ? language("事件", "An event") : run.cause)\
            \(if: run.isDrill, " \(HTML.badge(language("演练", "Drill"), .info))")\
            \(if: failed > 0, " \(HTML.badge(language("\(failed) 步未完成", "\(failed) not done"), .bad))")
            """
        return TimelineEntry(run.at.shown, title, body: steps, tone: failed > 0 ? .bad : .good)
    }
}

/// A step of a rule's run.
enum RunStep {
    static func html(_ step: RuleRun.Step, _ language: PageLanguage) -> HTML {
        let took = language("第 \(step.milliseconds) 毫秒", "after \(step.milliseconds) ms")
        return """
            <li>\(language(step.text)) <small>\(took)</small>\
            \(if: !step.isDone, " \(HTML.badge(language("未完成", "not done"), .bad))")</li>
            """
    }
}

/// Where pages of duty stand.
enum DutyTrail {
    static func links(_ language: PageLanguage) -> [Link] {
        [Link(language("值班台", "Duty"), CommunityRoutes.duty.path())]
    }
}
