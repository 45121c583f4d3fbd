import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension FormPages {
    @Sendable func page(_ call: Call) async throws -> Reply {
        reply(call, try await desk.formHistory(kind, call.visitor))
    }

    @Sendable func add(_ call: Call) async throws -> Reply {
        try await saving(call, "") { edition in
            let field = try FormInput.field(call.form)
            return try await desk.addField(field, to: kind, expected: edition, by: call.visitor)
        }
    }

    @Sendable func change(_ call: Call) async throws -> Reply {
        let id = call.parameter("field")
        return try await saving(call, id) { edition in
            let field = try FormInput.field(call.form)
            return try await desk.changeField(id, field, of: kind, expected: edition, by: call.visitor)
        }
    }

    @Sendable func retire(_ call: Call) async throws -> Reply {
        let id = call.parameter("field")
        return try await saving(call, id) { edition in
            try await desk.retireField(id, of: kind, expected: edition, by: call.visitor)
        }
    }

    /// `field`: the one whose form it is; empty: of a new one.
    private func saving(
        _ call: Call, _ field: String, _ body: (Int) async throws -> FormHistory
    ) async throws -> Reply {
        do {
            _ = try await body(try call.form.integer("_edition", in: 1...Int.max))
            return .redirect(
                to: routes.form.path(query: ["done": CommunityPortal.word(kind, KindAct.edit)]))
        } catch let refusal as Refusal where refusal.kind != .forbidden && refusal.kind != .missing {
            let state = FormState(call.form, refusal)
            return reply(call, try await desk.formHistory(kind, call.visitor), (field, state))
        }
    }

    private func reply(_ call: Call, _ history: FormHistory, _ refused: (String, FormState)? = nil) -> Reply {
        let view = FormView(language: call.spoken, history: history, csrf: call.formToken, refused: refused)
        let title = Phrase(zh: "\(kind.title.zh)的表单字段", en: "Form: \(kind.title.en)")
        return portal.frame.page(call, PageContent(title, view.body), status: refused?.1.status ?? 200)
            .with(.cacheControl, "no-store")
    }

    // MARK: API

    @Sendable func get(_ call: Call) async throws -> Reply {
        reply(try await desk.formHistory(kind, call.visitor))
    }

    @Sendable func post(_ call: Call) async throws -> Reply {
        var expected = try call.expectedVersion()
        if call.ifMatch == .any { expected = try await desk.formHistory(kind, call.visitor).edition }
        let field = FormJSON.read(call.json)
        return reply(try await desk.addField(field, to: kind, expected: expected, by: call.visitor))
    }

    private func reply(_ history: FormHistory) -> Reply {
        .json(FormJSON.json(history), etag: EntityTag(version: history.edition)).with(.cacheControl, "no-store")
    }
}

/// Reads a field as a form of a page describes it.
enum FormInput {
    /// What stands before the id of an answer that is there.
    static let option = "option."

    static func field(_ form: Fields) throws -> AddedField {
        let sort = try form.choice("sort", of: AddedField.Sort.self)
        let known = form.pairs.filter { $0.name.hasPrefix(option) }.map { pair in
            titled(pair.value, id: String(pair.name.dropFirst(option.count)))
        }
        let more = (try form.filled("options") ?? "").split(whereSeparator: \.isNewline).map { titled(String($0)) }
        let zh = try form.filled("zh") ?? ""
        return AddedField(
            zh: zh, en: try form.filled("en") ?? zh, sort: sort, unit: try form.filled("unit") ?? "",
            options: known + more.filter { !$0.zh.isEmpty }, isRequired: try form.flag("required"),
            isListed: try form.flag("listed"), isFiltered: try form.flag("filtered"),
            isEncrypted: try form.flag("encrypted") || sort.isPersonal)
    }

    /// `是 | Yes`; one title does for both languages.
    static func titled(_ text: String, id: String? = nil) -> AddedField.Option {
        let parts = text.split(separator: "|", maxSplits: 1).map { part in
            String(part).trimmed
        }
        return AddedField.Option(id: id, zh: parts.first ?? "", en: parts.last ?? "")
    }
}

extension String {
    fileprivate var trimmed: String {
        let rest = drop(while: \.isWhitespace)
        guard let end = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(rest[...end])
    }
}
