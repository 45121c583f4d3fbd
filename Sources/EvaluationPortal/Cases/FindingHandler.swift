import Commons
import Evaluation
import HTTPTypes
import Markup
import PortalKit
import Rulebook
import RulebookFiles

extension EvaluationPortal {
    static let noClause = Refusal(.missing, zh: "没有这一条款", en: "there is no such clause")

    /// Saves a finding from its form, whether sent or saved as one types.
    @Sendable func saveFinding(_ call: Call) async throws -> Reply {
        let context = try await context(call)
        guard let layer = WrittenLayer(rawValue: call.parameter("layer")),
            let item = context.rulebook.item(call.parameter("clause"))
        else { throw EvaluationPortal.noClause }
        // Saved by the script: it sends the version as a header and takes the new one from the answer's.
        let isAutosave = call.headers[.ifMatch] != nil
        var values = EvaluationPortal.values(call.form, item)
        var saved: EvaluationCase.LayerFinding?
        if !call.form.has("_id") {
            // Chosen field by field after a conflict: what was not in question stays as it is.
            saved = EvaluationPortal.layer(layer, context.evaluation, call.person?.id)[item.clause]
            let standing = EvaluationPortal.values(of: saved?.record.finding, item)
            for (name, value) in standing where values[name] == nil && !call.form.has(name) { values[name] = value }
        }
        let (finding, diagnostics) = FindingDocument.read(form: values, item, context.rulebook)
        guard let finding else {
            throw Refusal(
                .invalid, zh: "填写的内容需要修改", en: "something in it has to change",
                details: diagnostics.map { Refusal.Detail(item.clause, $0.message) })
        }
        let reason = try call.form.filled("reason") ?? (call.form.has("reason") ? "" : saved?.reason ?? "")
        let act = layer.act(item.clause, finding, reason: reason)
        let expected = isAutosave ? try call.expectedVersion() : try EvaluationPortal.version(call.form)
        // Each saving of the same form is an act of its own.
        let actID = isAutosave ? desk.surroundings.newID() : try call.form.filled("_id") ?? desk.surroundings.newID()
        do {
            let after = try await desk.perform(
                EvaluationDesk.Request(act, id: actID, expected: expected), on: context.id, by: call.visitor)
            let version = after.evaluation.version(of: layer.target(item.clause, call.person?.id))
            if isAutosave {
                var reply = Reply.nothing
                reply.etag = EntityTag(version: version)
                return reply
            }
            let onward = try call.form.flag("onward") ? context.clause(after: item.clause) : nil
            return .redirect(to: Routes.clause.path(context.id, onward ?? item.clause, query: ["done": act.name]))
        } catch let refusal as Refusal where refusal.kind == .conflict {
            if isAutosave, let version = try await alreadySaved(call, layer, item, finding) {
                var reply = Reply.nothing
                reply.etag = EntityTag(version: version)
                return reply
            }
            return try await conflict(call, layer, item, finding, reason, isFragment: isAutosave)
        }
    }

    /// The version of what stands there if it is the very same: the answer to an earlier saving was lost on its way.
    private func alreadySaved(
        _ call: Call, _ layer: WrittenLayer, _ item: Item, _ mine: Finding
    ) async throws -> Int? {
        let evaluation = try await context(call).evaluation
        let saved = EvaluationPortal.layer(layer, evaluation, call.person?.id)[item.clause]
        guard saved?.record == FindingRecord(mine) else { return nil }
        return evaluation.version(of: layer.target(item.clause, call.person?.id))
    }

    /// Field by field what stands here and what somebody else saved in between.
    private func conflict(
        _ call: Call, _ layer: WrittenLayer, _ item: Item, _ mine: Finding, _ reason: String, isFragment: Bool
    ) async throws -> Reply {
        let context = try await context(call)
        let theirs = EvaluationPortal.layer(layer, context.evaluation, call.person?.id)[item.clause]
        let (here, there) = (
            EvaluationPortal.values(of: mine, item), EvaluationPortal.values(of: theirs?.record.finding, item)
        )
        let labels =
            item.checks.map { (FindingDocument.checkName(item, $0), call.say($0.title)) }
            + FormField.fields(of: item).map { ($0.name, call.say($0.label)) }
            + [(item.clause + ".remark", call.say("说明", "Remark"))]
        var fields = labels.compactMap { name, label -> ConflictingField? in
            let (yours, other) = (here[name] ?? "", there[name] ?? "")
            return yours == other ? nil : ConflictingField(name: name, label: label, yours: yours, theirs: other)
        }
        if layer != .own, let theirs, theirs.reason != reason {
            fields.append(
                ConflictingField(name: "reason", label: call.say("理由", "Reason"), yours: reason, theirs: theirs.reason))
        }
        let version = context.evaluation.version(of: layer.target(item.clause, call.person?.id))
        let path = Routes.finding.path(context.id, item.clause, layer.rawValue)
        let who = try await name(of: theirs?.by) ?? call.say("他人", "somebody else")
        let box = HTML.conflict(
            fields, by: who, at: theirs?.at.shown ?? "", action: path, csrf: call.csrf, etag: String(version),
            language: call.spoken)
        if isFragment { return .page(box.bytes, status: .preconditionFailed) }
        let content = PageContent(.same(context.evaluation.community.name), "\(context.heading(Routes.clauses))\(box)")
        return page(call, content, status: 412)
    }

    static func layer(
        _ layer: WrittenLayer, _ evaluation: EvaluationCase, _ person: String?
    ) -> [String: EvaluationCase.LayerFinding] {
        switch layer {
        case .own: evaluation.selfFindings
        case .review: evaluation.reviewFindings
        case .visit: evaluation.visitFindings[person ?? ""] ?? [:]
        case .settled: evaluation.settled
        }
    }

    func name(of person: String?) async throws -> String? {
        guard let person else { return nil }
        return try await store.read { try $0.person(person)?.name }
    }

    /// The version a form rests on; the script keeps it up to date as an entity tag.
    private static func version(_ form: Fields) throws(Refusal) -> Int {
        let text = try form.text("etag").filter { $0 != "\"" }
        guard let version = Int(text) else {
            throw Refusal(.unversioned, zh: "请重新打开页面", en: "open the page again", place: "etag")
        }
        return version
    }

    /// What a form would say of a finding, by the names of its fields.
    private static func values(of finding: Finding?, _ item: Item) -> [String: String] {
        var values: [String: String] = [:]
        for field in FormField.fields(of: item) { values[field.name] = FindingDocument.value(of: field, in: finding) }
        for check in item.checks {
            let holds = finding?.checks.first { $0.id == check.id }?.holds
            values[FindingDocument.checkName(item, check)] = holds.map(String.init)
        }
        values[item.clause + ".remark"] = finding?.remark
        return values
    }

    /// A form's values by field; boxes of one field become one list.
    private static func values(_ form: Fields, _ item: Item) -> [String: String] {
        var values: [String: String] = [:]
        for field in FormField.fields(of: item) {
            let others = form.all(field.name + ".other").flatMap { $0.split(whereSeparator: { "、,，;；".contains($0) }) }
                .map { "other:" + $0 }
            let all = (form.all(field.name).filter { !$0.isEmpty } + others)
            if !all.isEmpty { values[field.name] = all.joined(separator: "、") }
        }
        for name in item.checks.map({ FindingDocument.checkName(item, $0) }) + [item.clause + ".remark"] {
            if let value = form.all(name).first { values[name] = value }
        }
        return values
    }
}

extension Fields {
    /// Whether the form had such a field, even an empty one.
    func has(_ name: String) -> Bool { pairs.contains { $0.name == name } }
}
