import Commons
import Community
import PortalKit
import Rulebook

/// How far something has come that was published, for programs.
enum ResultsJSON {
    private static let person = Schema.named(
        "MessagePerson", .object([.required("login", .string(1...64)), .required("name", .string())]))
    private static let count = Schema.integer(0...Int.max)

    static let schema = Schema.named(
        "MessageResults",
        .object([
            .required("id", .string(1...64)), .required("delivered", count), .required("read", count),
            .required("answered", count), .required("secret", .boolean),
            .required(
                "withheld", .string().nullable.meaning(zh: "为什么没有合计", en: "Why there are no totals")),
            .required("questions", .array(of: MessageJSON.question)),
            .required("tallies", .array(of: MessageJSON.tally)),
            .required(
                "answers",
                .array(
                    of: .object([.required("person", person), .required("answer", MessageJSON.values)]),
                    0...CommunityLimits.recipients
                ).meaning(zh: "不记名的没有", en: "None where it is secret")),
            .required("unread", .array(of: person, 0...CommunityLimits.recipients)),
        ]))

    static func json(_ results: AudienceResults, _ language: Language) -> JSON {
        let form = results.questions ?? Form()
        let values = ItemJSON(language: language, named: [:])
        return [
            "id": .string(results.item.id), "delivered": .integer(results.delivered), "read": .integer(results.read),
            "answered": .integer(results.answered), "secret": .boolean(results.isSecret),
            "withheld": .optional(results.withheld.map { $0[language] }),
            "questions": .array(form.fields.map { MessageJSON.question($0, language) }),
            "tallies": .array(results.tallies.map(MessageJSON.tally)),
            "answers": .array(
                results.answers.map { ["person": person($0.person), "answer": values.values($0.values, form)] }),
            "unread": .array(results.unread.map(person)),
        ]
    }

    private static func person(_ named: CommunityDesk.Named) -> JSON {
        ["login": .string(named.number), "name": .string(named.title)]
    }
}
