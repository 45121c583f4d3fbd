import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func listMessages(_ call: Call) async throws -> Reply {
        let limit = try call.query.integer("limit", in: 1...KindAPI.mostItems, or: 50)
        let after = try call.query.filled("after").flatMap { ItemQuery.Cursor(text: $0) }
        let found = try await desk.messages(
            call.visitor, isRead: try call.query.flag("unread") ? false : nil, after: after, limit: limit + 1)
        let page = found.messages.prefix(limit)
        return .json([
            "items": .array(page.map { MessageJSON.json($0, call.language) }), "unread": .integer(found.unread),
            "next": .optional(found.messages.count > limit ? page.last?.cursor.text : nil),
        ]).with(.cacheControl, "no-store")
    }

    func giveMessage(_ call: Call, reading: Bool) async throws -> Reply {
        let message = try await desk.message(call.parameter("item"), call.visitor, reading: reading)
        return .json(MessageJSON.json(message, call.language)).with(.cacheControl, "no-store")
    }

    @Sendable func putAnswer(_ call: Call) async throws -> Reply {
        let id = call.parameter("item")
        let questions = try await desk.message(id, call.visitor, reading: false).questions ?? Form()
        do {
            let input = ItemInput(desk: desk, uploads: uploads, person: call.person?.id)
            let draft = try await input.draft(call.json, questions)
            let message = try await desk.answer(id, draft.texts, by: call.visitor)
            return .json(MessageJSON.json(message, call.language)).with(.cacheControl, "no-store")
        } catch let refusal as Refusal {
            throw ItemInput.placed(refusal, questions)
        }
    }

    func giveResults(_ kind: Kind, _ call: Call) async throws -> Reply {
        let results = try await desk.results(call.parameter("item"), of: kind, call.visitor)
        return .json(ResultsJSON.json(results, call.language)).with(.cacheControl, "no-store")
    }
}

/// What was delivered to somebody, for programs.
enum MessageJSON {
    private static let id = Schema.string(1...64)
    private static let instant = Schema.string(1...40, format: "date-time")
    static let values = Schema.object([], open: true).meaning(
        zh: "按问题的编号：选项的编号、几个编号，或文字", en: "By the question's id: the id of an answer, several, or words")

    static let question = Schema.named(
        "Question",
        .object([
            .required("id", id), .required("title", .string()),
            .required("type", .oneOf(words: ["choice", "choices", "words"])), .required("required", .boolean),
            .required("options", .array(of: .object([.required("id", id), .required("title", .string())]))),
        ]))

    static let tally = Schema.named(
        "QuestionTally",
        .object([
            .required("question", id), .required("answered", .integer(0...Int.max)),
            .required(
                "counts",
                .array(of: .integer(0...Int.max)).meaning(zh: "与选项同序", en: "In the order of the options")),
            .required("words", .array(of: .string(), 0...CommunityLimits.recipients)),
        ]))

    static let schema = Schema.named(
        "Message",
        .object([
            .required("id", id), .required("kind", id), .required("number", .string(0...400)),
            .required("title", .string()), .required("text", .string()), .required("deliveredAt", instant),
            .required("readAt", instant.nullable), .required("answeredAt", instant.nullable),
            .required("until", instant.nullable),
            .required("open", .boolean.meaning(zh: "现在可以答复", en: "It can be answered now")),
            .required("secret", .boolean), .required("questions", .array(of: question)),
            .required("answer", values), .required("tallies", .array(of: tally).nullable),
        ]))

    static let list = Schema.named(
        "Messages",
        .object([
            .required("items", .array(of: schema, 0...KindAPI.mostItems)), .required("unread", .integer(0...Int.max)),
            .required(
                "next",
                .string(pattern: .itemCursor).nullable.meaning(zh: "下一页的 after", en: "`after` of the next page")),
        ]))

    static let answer = Schema.named("MessageAnswer", .object([.required("fields", values)]))

    static func json(_ message: Message, _ language: Language) -> JSON {
        let form = message.questions ?? Form()
        return [
            "id": .string(message.item.id), "kind": .string(message.kind.id),
            "number": .string(message.item.head.number), "title": .string(message.item.head.title),
            "text": .string(message.item.fields["text"]?.text ?? ""),
            "deliveredAt": .string(message.receipt.deliveredAt.iso), "readAt": .optional(message.receipt.readAt),
            "answeredAt": .optional(message.receipt.answeredAt), "until": .optional(message.end),
            "open": .boolean(message.isOpen && message.questions != nil), "secret": .boolean(message.isSecret),
            "questions": .array(form.fields.map { question($0, language) }),
            "answer": ItemJSON(language: language, named: [:]).values(message.receipt.answer, form),
            "tallies": message.tallies.map { .array($0.map(tally)) } ?? .null,
        ]
    }

    static func question(_ field: Field, _ language: Language) -> JSON {
        let type = field.options.isEmpty ? "words" : field.isMultiple ? "choices" : "choice"
        return [
            "id": .string(field.id), "title": .string(field.title[language]), "type": .string(type),
            "required": .boolean(field.isRequired),
            "options": .array(
                field.options.map { ["id": .string($0.id), "title": .string($0.title[language])] }),
        ]
    }

    static func tally(_ tally: Tally) -> JSON {
        [
            "question": .string(tally.question.id), "answered": .integer(tally.answered),
            "counts": .array(tally.counts.map { .integer($0) }), "words": .strings(tally.words),
        ]
    }
}
