import Commons
import Evaluation
import PortalKit

/// What was done on a case, without what it changed.
enum HistoryJSON {
    private static let entry = Schema.named(
        "HistoryEntry",
        .object([
            .required("sequence", .integer(1...Int.max)), .required("at", APISchema.instant),
            .required("act", .oneOf(words: EvaluationLifeCycle.acts.map(\.id))),
            .required("person", APISchema.name.nullable),
        ]))

    static let schema = Schema.object([
        .required("items", .array(of: entry)),
        .required("next", APISchema.version.nullable.meaning(zh: "下一页的 after", en: "`after` of the next page")),
    ])

    static func json(_ entry: CaseEntry, person: String?) -> JSON {
        [
            "sequence": .integer(entry.sequence), "at": .string(entry.at.iso), "act": .string(entry.act),
            "person": .optional(person),
        ]
    }
}
