import Commons
import Evaluation
import PortalKit
import Rulebook
import RulebookFiles

/// What a layer says of a clause.
enum FindingJSON {
    /// Which keys there are follows from the item's rule: see the item's `fields`.
    static let finding = Schema.named(
        "Finding",
        .object(
            [
                .optional("met", .boolean), .optional("occurred", .boolean),
                .optional("count", .integer(0...1_000_000)),
                .optional("present", .array(of: .string(1...200), 0...500)), .optional("choice", .string(1...200)),
                .optional("points", .anything), .optional("notApplicable", .boolean),
                .optional("checks", .object([], open: true).meaning(zh: "逐项要求是否满足", en: "Ticks per requirement")),
                .optional("remark", .string()),
            ], open: true
        ).meaning(
            zh: "键随条款的规则而定（docs/FORMATS.md）；{} 表示未评定",
            en: "Keys follow from the item's rule (docs/FORMATS.md); {} is not judged"))

    private static let members: [Schema.Property] = [
        .required("finding", finding), .required("reason", APISchema.text),
        .required("at", APISchema.instant.nullable),
        .required("version", APISchema.version.meaning(zh: "写入时 If-Match 所用", en: "What If-Match names when writing")),
    ]

    static let said = Schema.named("LayerFinding", .object(members))

    static let schema = Schema.named(
        "ClauseFinding",
        .object(
            [
                .required("clause", APISchema.clause),
                .required("layer", .oneOf(words: WrittenLayer.allCases.map(\.rawValue))),
            ] + members))

    static func said(_ finding: EvaluationCase.LayerFinding?, _ item: Item, version: Int) -> JSON {
        .object(members(finding, item, version: version))
    }

    static func json(
        _ layer: WrittenLayer, _ finding: EvaluationCase.LayerFinding?, _ item: Item, version: Int
    ) -> JSON {
        .object(
            [.init("clause", .string(item.clause)), .init("layer", .string(layer.rawValue))]
                + members(finding, item, version: version))
    }

    private static func members(
        _ finding: EvaluationCase.LayerFinding?, _ item: Item, version: Int
    ) -> [JSON.Member] {
        [
            .init("finding", text(finding?.record.finding, item)), .init("reason", .string(finding?.reason ?? "")),
            .init("at", .optional(finding?.at)), .init("version", .integer(version)),
        ]
    }

    static func text(_ finding: Finding?, _ item: Item) -> JSON {
        .verbatim(FindingDocument.json(finding ?? Finding(), item))
    }
}
