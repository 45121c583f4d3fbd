public import Commons
import Rulebook

extension LookReason {
    /// What a call says it by.
    public static let properties: [Schema.Property] = [
        .required("purpose", .oneOf(words: LookPurpose.allCases.map(\.rawValue))),
        .required(
            "words",
            .string(LookReason.length).meaning(
                zh: "具体说明；永久留在日志里，不得含个人信息", en: "In own words; they stay for good and hold nothing personal")),
    ]

    /// Why somebody looks, as a call says it.
    public init(_ json: JSON) throws {
        guard let purpose = LookPurpose(rawValue: json["purpose"]?.text ?? "") else {
            throw Refusal(.invalid, zh: "没有这一用途", en: "there is no such purpose", place: "purpose")
        }
        try self.init(purpose, words: json["words"]?.text ?? "")
    }
}
