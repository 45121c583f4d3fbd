import Commons
import Community
import PortalKit
import Rulebook

/// Reads the fields of a request into what a form takes.
struct ItemInput: Sendable {
    let desk: CommunityDesk
    let uploads: Uploads
    let person: String?
    /// What is there already.
    var before: [String: FormValue] = [:]

    func draft(_ json: JSON, _ form: Form) async throws -> CommunityDesk.Draft {
        var draft = CommunityDesk.Draft(place: json["place"]?.text)
        var unknown: [Refusal.Detail] = []
        for member in json["fields"]?.members ?? [] {
            guard let field = form[member.name], field.writer == nil else {
                let name = "fields." + String(member.name.prefix(100))
                unknown.append(
                    .init(name, Phrase(zh: "没有字段 \(name)", en: "there is no field \(name)")))
                continue
            }
            draft.texts[field.id] =
                field.isFile
                ? try await files(member.value, field) : try ItemInput.texts(member.value, field)
        }
        guard unknown.isEmpty else {
            throw Refusal(.invalid, unknown.map(\.reason).joined(), place: unknown[0].place, details: unknown)
        }
        return draft
    }

    private static func texts(_ value: JSON, _ field: Field) throws(Refusal) -> [String] {
        switch value {
        case .null: return []
        case .string(let text): return [text]
        case .boolean(let flag): return [flag ? "true" : "false"]
        case .number(let digits):
            if case .integer = field.content, let whole = value.integer { return [String(whole)] }
            return [digits]
        case .array(let items):
            let texts = items.compactMap(\.text)
            if texts.count == items.count { return texts }
        case .object: break
        }
        throw Refusal(
            .invalid, zh: "“\(field.title.zh)”的内容不正确", en: "'\(field.title.en)' makes no sense", place: field.id)
    }

    /// Uploads of whoever asks, by their ids or digests, and files that are there already.
    private func files(_ value: JSON, _ field: Field) async throws -> [String] {
        let words = try ItemInput.texts(value, field)
        if words.isEmpty { return [] }
        guard let person else { throw ItemInput.noFile(field, words[0]) }
        let there = Set(before[field.id]?.words ?? [])
        var digests: [String] = []
        for word in words {
            if there.contains(word) {
                digests.append(word)
            } else if FileRecord.isDigest(word) {
                let isOwn = try await desk.store.read { records in
                    try records.uploads(of: person).contains { $0.digest == word }
                }
                guard isOwn else { throw ItemInput.noFile(field, word) }
                digests.append(word)
            } else {
                do {
                    digests.append(try await uploads.finish(word, of: person).digest)
                } catch let refusal as Refusal where refusal.kind == .missing || refusal.kind == .locked {
                    throw Refusal(.invalid, refusal.reason, place: field.id)
                }
            }
        }
        return digests
    }

    private static func noFile(_ field: Field, _ word: String) -> Refusal {
        Refusal(
            .invalid, zh: "“\(field.title.zh)”：没有这个上传：\(word)", en: "'\(field.title.en)': there is no upload '\(word)'",
            place: field.id)
    }

    /// With places as the request has them.
    static func placed(_ refusal: Refusal, _ form: Form) -> Refusal {
        var copy = refusal
        func within(_ place: String) -> String { form[place] == nil ? place : "fields." + place }
        copy.place = refusal.place.map(within)
        copy.details = refusal.details.map { Refusal.Detail(within($0.place), $0.reason) }
        return copy
    }
}
