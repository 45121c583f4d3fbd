import Commons
import Community
import PortalKit
import Rulebook

/// Reads what somebody filled in into the fields of a form.
struct ItemFormReader: Sendable {
    let uploads: Uploads
    let person: String?
    let form: Fields
    /// As in `FieldInputs`.
    var prefix = ""
    /// What is there already; nil: the thing is new.
    var before: [String: FormValue]?

    func draft(_ fields: Form, hasPlace: Bool) async throws -> CommunityDesk.Draft {
        var texts: [String: [String]] = [:]
        for field in fields.fields { texts[field.id] = try await self.texts(field) }
        let place = hasPlace ? try form.filled(prefix + "place") ?? "" : nil
        return CommunityDesk.Draft(texts, place: place)
    }

    /// nil: it stays as it is.
    private func texts(_ field: Field) async throws -> [String]? {
        let name = prefix + field.id
        let sent = form.all(name).map { $0.replacing("\r\n", with: "\n") }
        if case .files = field.content { return try await files(field, name, sent) }
        let isEmpty = sent.allSatisfy { $0.allSatisfy(\.isWhitespace) }
        if field.secrecy == .personal, isEmpty, before?[field.id] != nil {
            return form.all(name + FieldInputs.clearSuffix).isEmpty ? nil : []
        }
        if case .flag = field.content, isEmpty {
            // A box that nobody has ever ticked says nothing.
            if let before, before[field.id] == nil { return nil }
            return ["false"]
        }
        return sent
    }

    /// Files that stay, and uploads of whoever sends this: a digest alone gives nobody a file.
    private func files(_ field: Field, _ name: String, _ sent: [String]) async throws -> [String] {
        guard sent.allSatisfy(\.isEmpty) else { throw notArrived(field) }
        let kept = Set(form.all(name + FieldInputs.keptSuffix))
        var digests = (before?[field.id]?.words ?? []).filter(kept.contains)
        for location in form.all(name + FieldInputs.uploadSuffix) {
            let id = String(location.split(separator: "/").last ?? "")
            guard let person, !id.isEmpty else { throw notArrived(field) }
            do {
                digests.append(try await uploads.finish(id, of: person).digest)
            } catch let refusal as Refusal {
                throw Refusal(refusal.kind == .unavailable ? .unavailable : .invalid, refusal.reason, place: field.id)
            }
        }
        return digests
    }

    private func notArrived(_ field: Field) -> Refusal {
        Refusal(
            .invalid, zh: "“\(field.title.zh)”：请等待文件上传完成（需要启用脚本）",
            en: "'\(field.title.en)': wait until the file has arrived (this needs script)", place: field.id)
    }
}

extension Refusal {
    /// About the fields of a form whose names have something before them.
    func prefixed(_ prefix: String) -> Refusal {
        var copy = self
        copy.place = place.map { prefix + $0 }
        copy.details = details.map { Detail(prefix + $0.place, $0.reason) }
        return copy
    }
}

extension Kind {
    /// With a number that is taken told at the field that it stands in.
    func atField(_ refusal: Refusal) -> Refusal {
        guard refusal.place == "number", case .field(let field) = numbering else { return refusal }
        var copy = refusal
        copy.place = field
        return copy
    }
}

/// Ids that a form brings along, so that sending it twice does it once.
enum FormID {
    /// The one that was sent, if it can be an id as this portal makes them.
    static func sent(_ form: Fields) throws(Refusal) -> String? {
        guard let id = try form.filled("_id") else { return nil }
        let isUsual = id.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || $0 == 45 }
        guard isUsual, (1...50).contains(id.utf8.count) else {
            throw Refusal(
                .invalid, zh: "操作编号不正确，请重新打开页面", en: "the form's id makes no sense: open the page anew",
                place: "_id")
        }
        return id
    }
}
