import Commons
import Evaluation
import PortalKit
import Rulebook

/// Shapes that several resources have in common.
enum APISchema {
    static let id = Schema.string(1...64)
    static let text = Schema.string()
    static let name = Schema.string(0...EvaluationLimits.name * 2)
    static let day = Schema.string(pattern: .day, format: "date")
    static let instant = Schema.string(1...40, format: "date-time")
    static let version = Schema.integer(0...Int.max)
    static let state = Schema.oneOf(words: EvaluationLifeCycle.states.map(\.id))
    static let clause = Schema.string(1...100)
    static let digest = Schema.string(pattern: .digest)
    /// With two decimals, such as `84.20`.
    static let decimal = Schema.string(1...40)

    static let pin = Schema.named(
        "RulebookPin",
        .object([
            .required("id", .string(1...200)), .required("edition", .string(0...200)), .required("digest", digest),
        ]))

    static let party = Schema.named("Party", .object([.required("id", id), .required("name", name)]))

    /// As acts and cases carry it.
    static let community = Schema.named(
        "Community",
        .object([
            .required("name", .string(1...EvaluationLimits.name)), .optional("address", text),
            .optional("region", .string(0...12).meaning(zh: "区划代码", en: "Code of the district")),
            .optional("kind", .string(1...64)), .optional("acceptedOn", day), .optional("operatingSince", day),
            .optional("households", .integer(0...1_000_000)),
            .optional(
                "longitude", .integer(-180_000_000...180_000_000).meaning(zh: "百万分之一度", en: "Millionths of a degree")),
            .optional(
                "latitude", .integer(-90_000_000...90_000_000).meaning(zh: "百万分之一度", en: "Millionths of a degree")),
            .optional("contactName", text), .optional("contactPhone", text),
        ]))

    /// A list of which there may be more, asked for with what `next` says.
    static func page(of item: Schema) -> Schema {
        .object([
            .required("items", .array(of: item)),
            .required("next", .string(1...200).nullable.meaning(zh: "下一页的 after", en: "`after` of the next page")),
        ])
    }

    static func page(_ items: [JSON], next: String?) -> JSON { ["items": .array(items), "next": .optional(next)] }

    static func limit(_ most: Int) -> Parameter {
        .query("limit", .integer(1...most), zh: "最多几项", en: "How many at most")
    }
}
