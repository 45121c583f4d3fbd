import PortalKit

/// The shape of `ScoreJSON`, as `linli score --json` prints it.
enum ScoreSchema {
    static let statuses = ["judged", "unjudged", "not-applicable"]

    private static let condition = Schema.named(
        "Condition",
        .object([
            .required("clause", .string(0...100)), .required("title", .string()), .required("met", .boolean),
            .required("reason", .string()),
        ]))

    private static let control = Schema.named(
        "ControlScore",
        .object([
            .required("clause", APISchema.clause), .required("title", .string()),
            .required("status", .oneOf(words: statuses)), .required("met", .boolean), .required("reason", .string()),
        ]))

    private static let category = Schema.named(
        "CategoryScore",
        .object([
            .required("id", .string(1...200)), .required("title", .string()), .required("score", .number),
            .required("max", .number), .required("weight", APISchema.decimal),
            .required("weighted", APISchema.decimal),
        ]))

    private static let item = Schema.named(
        "ScoredItem",
        .object([
            .required("clause", APISchema.clause), .required("title", .string()),
            .required("category", .string(0...200)), .required("status", .oneOf(words: statuses)),
            .required("points", .number), .required("max", .number), .required("reason", .string()),
        ]))

    static let schema = Schema.named(
        "Score",
        .object([
            .required("rulebook", .string(1...200)), .required("edition", .string(0...200)),
            .required("community", APISchema.name), .optional("appliedOn", APISchema.day),
            .required("grade", .string(1...64)), .required("gradeTitle", .string()),
            .required("gradeReason", .string()), .required("q", APISchema.decimal), .required("eligible", .boolean),
            .required("eligibility", .array(of: condition)), .required("controlsMet", .boolean),
            .required("controls", .array(of: control)), .required("categories", .array(of: category)),
            .required("items", .array(of: item)), .required("unjudged", .array(of: APISchema.clause)),
            .required("readings", .array(of: .string(1...200))),
        ]))
}
