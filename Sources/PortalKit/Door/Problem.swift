import Commons
import HTTPTypes
import Rulebook

/// An error as the API tells it (RFC 9457).
enum Problem {
    static let type = "application/problem+json"

    /// - Parameter title: nil: what the kind of refusal is called.
    static func json(_ fault: Fault, id: String, language: Language, title: Phrase? = nil) -> JSON {
        let refusal = fault.refusal
        var members: [JSON.Member] = [
            .init("type", .string("urn:linli:refusal:\(refusal.kind.rawValue)")),
            .init("title", .string((title ?? Problem.title(refusal.kind))[language])),
            .init("status", .integer(fault.status.code)),
            .init("detail", .string(refusal.reason[language])),
            .init("instance", .string(id)),
            .init("kind", .string(refusal.kind.rawValue)),
        ]
        if let place = refusal.place { members.append(.init("place", .string(place))) }
        members.append(
            .init(
                "details",
                .array(
                    refusal.details.map {
                        .object([
                            .init("place", .string($0.place)), .init("reason", .string($0.reason[language])),
                        ])
                    })))
        return .object(members)
    }

    /// What a kind of refusal is called, whatever the reason is.
    static func title(_ kind: Refusal.Kind) -> Phrase {
        switch kind {
        case .invalid: Phrase(zh: "内容不符合要求", en: "What was sent does not fit")
        case .forbidden: Phrase(zh: "没有权限", en: "Not allowed")
        case .unproved: Phrase(zh: "须再次确认身份", en: "A fresh proof of who you are is needed")
        case .missing: Phrase(zh: "没有找到", en: "Not found")
        case .locked: Phrase(zh: "当前阶段不能这样做", en: "Not in this state")
        case .conflict: Phrase(zh: "与他人的修改冲突", en: "Somebody else changed it")
        case .unversioned: Phrase(zh: "没有说明依据的版本", en: "No version given")
        case .tooLarge: Phrase(zh: "太大", en: "Too large")
        case .tooMany: Phrase(zh: "请求太频繁", en: "Too many requests")
        case .unavailable: Phrase(zh: "暂时无法处理", en: "Not available now")
        }
    }

    static let schema = Schema.named(
        "Problem",
        .object([
            .required("type", .string()), .required("title", .string()), .required("status", .integer(400...599)),
            .required("detail", .string()), .required("instance", .string()),
            .required("kind", .oneOf(words: Problem.kinds)), .optional("place", .string()),
            .required(
                "details", .array(of: .object([.required("place", .string()), .required("reason", .string())]))),
        ]))

    private static let kinds = [
        Refusal.Kind.invalid, .forbidden, .unproved, .missing, .locked, .conflict, .unversioned, .tooLarge, .tooMany,
        .unavailable,
    ].map(\.rawValue)
}
