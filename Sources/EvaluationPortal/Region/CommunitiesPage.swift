import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook
import RulebookFiles

extension EvaluationPortal {
    func communitiesPage(
        _ call: Call, _ shelf: SummaryShelf, _ plans: PlanShelf, problems: [Diagnostic] = []
    ) async throws -> Reply {
        let data = try await regionData(call, EvaluationFunction.oversee, shelf)
        let list = try CommunityList(call.query, standard: data.standardInLinks)
        let all = CommunityRow.all(data.standings, data.rulebook, on: today)
        let rows = list.rows(all)
        let (setting, version) = try await costsSetting(data.scope)
        // A plan would tell what findings say.
        let usable = data.scope.hidden.contains(.findings) ? nil : setting
        let view = CommunitiesView(
            language: call.spoken, data: data, list: list, rows: rows,
            outcomes: try await outcomes(list.shown(rows).rows, usable, call.visitor, plans),
            costs: CostsCard(
                language: call.spoken, current: setting, version: version,
                priced: setting?.costs(for: data.rulebook)?.items.count, edition: data.rulebook.edition,
                action: list.path(), csrf: call.csrf, problems: problems),
            plan: try await planView(call, list, all, usable), canExport: call.allows(EvaluationFunction.export))
        return page(
            call, PageContent(Phrase(zh: "辖区社区", en: "Communities"), isWide: true, view.body),
            status: problems.isEmpty ? 200 : 422)
    }

    private func planView(
        _ call: Call, _ list: CommunityList, _ rows: [CommunityRow], _ setting: CostsSetting?
    ) async throws -> CommunityPlanView? {
        guard let id = try call.query.filled("plan") else { return nil }
        guard let row = rows.first(where: { $0.caseID == id }), let next = row.next, let setting,
            let rulebook = desk.shelf.rulebook(for: row.rulebook)
        else { throw Refusal(.missing, zh: "没有这一社区的方案", en: "there is no plan for this community") }
        return CommunityPlanView(
            language: call.spoken, row: row, next: next, rulebook: rulebook,
            plan: try await plan(row, to: next.grade, setting, call.visitor), back: list.path())
    }

    /// Keeps a costs file, if nothing is wrong with it.
    func saveCosts(_ call: Call, _ shelf: SummaryShelf, _ plans: PlanShelf) async throws -> Reply {
        let data = try await regionData(call, EvaluationFunction.oversee, shelf)
        let version = try call.form.integer("_version", in: 0...Int.max)
        guard let file = call.files.first(where: { $0.field == "costs" }), !file.bytes.isEmpty else {
            throw Refusal(.invalid, zh: "请选择费用文件", en: "choose a costs file", place: "costs")
        }
        guard let text = String(validating: file.bytes, as: UTF8.self) else {
            throw Refusal(.invalid, zh: "费用文件应是 UTF-8 文本", en: "a costs file is UTF-8 text", place: "costs")
        }
        let read = CostsSetting.read(file.bytes, named: FileName.cleaned(file.name), data.rulebook)
        guard read.costs != nil else {
            return try await communitiesPage(call, shelf, plans, problems: read.diagnostics)
        }
        let name = CostsSetting.name(data.scope.roots)
        _ = try await store.write { try $0.set(name, text, version: version) }
        let list = try CommunityList(call.query, standard: data.standardInLinks)
        return .redirect(to: list.path() + "#costs")
    }
}
