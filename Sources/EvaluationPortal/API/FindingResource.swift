import Commons
import Evaluation
import HTTPTypes
import PortalKit
import Rulebook
import RulebookFiles

extension PortalAPI {
    var findingEndpoints: [Endpoint] {
        let layers = Schema.oneOf(words: WrittenLayer.allCases.map(\.rawValue))
        let layer = Parameter.path("layer", layers, zh: "谁的认定", en: "Whose finding")
        let output = Endpoint.Output(FindingJSON.schema, isVersioned: true)
        return [
            .api(
                .get, APIRoutes.finding, .function(EvaluationFunction.read),
                Phrase(zh: "一条款的认定；未写过的为 {}，版本 0", en: "A finding; {} at version 0 before the first"),
                group: "findings", parameters: [layer], output: output, refusals: [.missing, .forbidden],
                handler: finding),
            .api(
                .put, APIRoutes.finding, .function(EvaluationFunction.read),
                Phrase(zh: "写一条款的认定", en: "Write a finding"), group: "findings", parameters: [layer],
                input: .json(FindingInput.schema), output: output,
                refusals: [.missing, .forbidden, .invalid, .locked, .conflict, .tooMany], needs: [.ifMatch],
                handler: saveFinding),
        ]
    }

    @Sendable func finding(_ call: Call) async throws -> Reply {
        let opened = try await opened(call)
        let (layer, item) = try place(call, opened)
        try demand(layer, opened, call)
        return answer(layer, item, opened, call)
    }

    @Sendable func saveFinding(_ call: Call) async throws -> Reply {
        let opened = try await opened(call)
        let (layer, item) = try place(call, opened)
        let finding = try FindingInput.finding(call.json["finding"] ?? .null, item, opened.rulebook)
        let act = layer.act(item.clause, finding, reason: call.json["reason"]?.text ?? "")
        let expected = try expected(call) { EvaluationDesk.version(for: act, opened.evaluation, call.visitor) }
        do {
            let request = EvaluationDesk.Request(act, id: desk.surroundings.newID(), expected: expected)
            let after = try await desk.perform(request, on: opened.evaluation.id, by: call.visitor)
            return answer(layer, item, after, call)
        } catch let refusal as Refusal where refusal.kind == .conflict {
            return try await conflict(layer, item, refusal, call)
        }
    }

    private func place(_ call: Call, _ opened: EvaluationDesk.Opened) throws(Refusal) -> (WrittenLayer, Item) {
        guard let layer = WrittenLayer(rawValue: call.parameter("layer")),
            let item = opened.rulebook.item(call.parameter("clause"))
        else { throw EvaluationPortal.noClause }
        return (layer, item)
    }

    /// Even whether something has been written is not for everybody.
    private func demand(_ layer: WrittenLayer, _ opened: EvaluationDesk.Opened, _ call: Call) throws(Refusal) {
        let seesFindings = !opened.hidden.contains(.findings)
        if !layer.isVisible(in: opened.evaluation, seesFindings: seesFindings, person: call.person?.id) {
            throw Refusal(.forbidden, zh: "您不能查看这一层认定", en: "these findings are not for you to see")
        }
    }

    private func answer(
        _ layer: WrittenLayer, _ item: Item, _ opened: EvaluationDesk.Opened, _ call: Call
    ) -> Reply {
        let finding = EvaluationPortal.layer(layer, opened.evaluation, call.person?.id)[item.clause]
        let version = opened.evaluation.version(of: layer.target(item.clause, call.person?.id))
        return .json(
            FindingJSON.json(layer, finding, item, version: version), etag: EntityTag(version: version))
    }

    /// A problem (412) that says value by value what stands there by now, with the version that it has as `ETag`.
    func conflict(_ layer: WrittenLayer, _ item: Item, _ refusal: Refusal, _ call: Call) async throws -> Reply {
        let opened = try await opened(call)
        try demand(layer, opened, call)
        let finding = EvaluationPortal.layer(layer, opened.evaluation, call.person?.id)[item.clause]
        let version = opened.evaluation.version(of: layer.target(item.clause, call.person?.id))
        let values = FindingInput.values(finding?.record.finding ?? Finding(), item)
        let details = values.map { Refusal.Detail("finding." + $0.name, .same($0.value)) }
        let reason = finding.map { [Refusal.Detail("reason", .same($0.reason))] } ?? []
        return .problem(
            .conflict, .preconditionFailed, Phrase(zh: "与他人的修改冲突", en: "Somebody else changed it"), refusal.reason,
            details + reason, place: item.clause, call
        ).with(.eTag, EntityTag(version: version).header)
    }
}

/// A finding as a request brings it.
enum FindingInput {
    static let schema = Schema.named(
        "FindingInput",
        .object([
            .required("finding", FindingJSON.finding),
            .optional("reason", APISchema.text.meaning(zh: "与上一层不同的理由", en: "Why it differs from the layer before")),
        ]))

    /// Read by the code that reads assessment files; all that is wrong is told at once.
    static func finding(_ json: JSON, _ item: Item, _ rulebook: Rulebook) throws(Refusal) -> Finding {
        let (finding, diagnostics) = FindingDocument.read(json: json.bytes, clause: item.clause, rulebook)
        guard let finding else {
            throw Refusal(
                .invalid, zh: "认定的内容需要修改", en: "something in the finding has to change", place: "finding",
                details: diagnostics.filter { $0.severity == .error }.map { Refusal.Detail(item.clause, $0.message) })
        }
        return finding
    }

    /// Each value of a finding as the text that a form shows.
    static func values(_ finding: Finding, _ item: Item) -> [(name: String, value: String)] {
        var values = FormField.fields(of: item).compactMap { field in
            FindingDocument.value(of: field, in: finding).map { (field.path.joined(separator: "."), $0) }
        }
        values += finding.checks.map { ("checks." + $0.id, String($0.holds)) }
        if !finding.remark.isEmpty { values.append(("remark", finding.remark)) }
        return values
    }
}
