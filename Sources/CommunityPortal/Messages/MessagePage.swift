import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    /// Whoever has it before them has read it: that is kept once, so that asking again changes nothing.
    @Sendable func messagePage(_ call: Call) async throws -> Reply {
        let message = try await desk.message(call.parameter("item"), call.visitor, reading: true)
        var state = FormState()
        if let questions = message.questions {
            state = FormState(questions, message.receipt.answer, place: nil)
        }
        return messageReply(call, message, state)
    }

    @Sendable func answerMessage(_ call: Call) async throws -> Reply {
        let id = call.parameter("item")
        let before = try await desk.message(id, call.visitor, reading: false)
        do {
            var texts: [String: [String]] = [:]
            for field in before.questions?.fields ?? [] {
                texts[field.id] = call.form.all(field.id).map { $0.replacing("\r\n", with: "\n") }
            }
            _ = try await desk.answer(id, texts, by: call.visitor)
            return .redirect(to: CommunityRoutes.message.path(id, query: ["done": MessageView.done]))
        } catch let refusal as Refusal where refusal.kind != .missing && refusal.kind != .forbidden {
            return messageReply(call, before, FormState(call.form, refusal))
        }
    }

    private func messageReply(_ call: Call, _ message: Message, _ state: FormState) -> Reply {
        let view = MessageView(
            language: call.spoken, message: message, state: state,
            mayAnswer: call.allows(CommunityFunction.answerMessages), csrf: call.formToken)
        var content = PageContent(.same(message.item.head.title), view.body)
        content.notices = Done.notices(call, [MessageView.done: Phrase(zh: "已收到您的答复", en: "Your answer is in")])
        return livePage(call, content, status: state.status)
    }

    @Sendable func messageFile(_ call: Call) async throws -> Reply {
        let message = try await desk.message(call.parameter("item"), call.visitor, reading: false)
        let digest = call.parameter("file")
        guard FileRecord.isDigest(digest), KindPages.holds(message.item.fields, digest) else {
            throw Refusal(.missing, zh: "没有这一文件", en: "there is no such file")
        }
        return try await fileReply(digest, of: message.item)
    }
}

/// Something that was delivered to somebody, and what they answer.
struct MessageView {
    static let done = "message.answer"
    /// With more answers than this they stand in a list that opens.
    private static let mostRadios = 12

    var language: PageLanguage
    var message: Message
    var state = FormState()
    var mayAnswer = false
    var csrf: String?

    private var item: Item { message.item }

    var body: HTML {
        """
        \(HTML.heading(
            item.head.title, lead: lead,
            breadcrumbs: [
                Link(language(MessagesView.title), CommunityRoutes.messages.path()),
                Link(item.head.title, CommunityRoutes.message.path(item.id), isCurrent: true),
            ], state: message.badge(language), language: language))
        \(if: !message.isOpen, state.summary(language))\(text)\(answer)\(result)
        """
    }

    private var lead: HTML {
        let sent = message.receipt.deliveredAt
        let end: HTML? = message.end.map { end in
            " · \(language("截止", "until")) \(HTML.time(end.iso, end.shown))"
        }
        return "\(language(message.kind.title)) · \(HTML.time(sent.iso, sent.shown))\(end)"
    }

    private var text: HTML? {
        let words = item.fields["text"]?.text ?? ""
        let files = item.fields["files"]?.words ?? []
        if words.isEmpty, files.isEmpty { return nil }
        let links = files.enumerated().map { index, digest in
            HTML.link(
                language("附件 \(index + 1)", "File \(index + 1)"),
                CommunityRoutes.messageFile.path(item.id, digest))
        }
        return HTML.card(nil, "\(HTML.prose(HTML.paragraphs(words)))\(if: !links.isEmpty, HTML.row(links))")
    }

    // MARK: Answering

    private var answer: HTML? {
        guard let questions = message.questions else { return nil }
        let isAnswered = message.receipt.answeredAt != nil
        guard message.isOpen, mayAnswer else {
            guard isAnswered else {
                return HTML.callout(.info, language("已经截止，您没有答复", "It is over, and you have not answered"))
            }
            let facts = questions.fields.map { field in
                Fact(
                    field.title[language.spoken],
                    message.receipt.answer[field.id].map { field.shown($0, language.spoken) } ?? "")
            }
            return HTML.card(language("我的答复", "My answer"), HTML.facts(facts))
        }
        let secret = language(
            "不记名：只公布合计，任何人都看不到您答了什么。", "Secret: only totals are shown; nobody sees what you answered.")
        let named = language("记名：发布者能看到您的答复。", "Named: whoever published it sees your answer.")
        let change = isAnswered ? language("您已答复，截止前可以修改。", "You have answered; until its end you can change it.") : ""
        return HTML.card(
            isAnswered ? language("我的答复", "My answer") : language("请答复", "Please answer"),
            footer: .text(change + (message.isSecret ? secret : named)),
            HTML.form(
                action: CommunityRoutes.message.path(item.id), id: "answer", csrf: csrf,
                """
                \(state.summary(language))\(each: questions.fields, input)\
                \(HTML.formActions([
                    HTML.button(
                        isAnswered ? language("修改答复", "Change it") : language("提交", "Send"), kind: .primary)
                ]))
                """))
    }

    private func input(_ field: Field) -> HTML {
        if case .choice(let options) = field.content, options.count <= MessageView.mostRadios {
            return Input(
                field.id, field.title[language.spoken], error: state.error(field.id, language),
                isRequired: field.isRequired
            ).radios(
                options.map { Choice($0.id, $0.title[language.spoken]) }, value: state[field.id],
                isInline: options.map(\.id) == ["1", "2", "3", "4", "5"])
        }
        var inputs = FieldInputs(language: language)
        inputs.state = state
        return inputs.html(field)
    }

    private var result: HTML? {
        message.tallies.map { tallies in
            HTML.card(language("结果", "Result"), TalliesView(language: language, tallies: tallies).html)
        }
    }
}
