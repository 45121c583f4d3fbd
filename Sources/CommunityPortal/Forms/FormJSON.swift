import Commons
import Community
import PortalKit
import Rulebook

/// Forms as JSON.
enum FormJSON {
    private static let title = Schema.object([.required("zh", .string(1...60)), .required("en", .string(1...60))])

    /// A field that is to be added.
    static let field = Schema.named(
        "AddedField",
        .object([
            .required("title", title), .required("type", .oneOf(words: AddedField.Sort.allCases.map(\.rawValue))),
            .optional("unit", .string(0...10)),
            .optional(
                "options",
                .array(of: title, 0...CommunityLimits.options).meaning(zh: "单选、多选的选项", en: "Answers of choices")),
            .optional("required", .boolean), .optional("listed", .boolean), .optional("filtered", .boolean),
            .optional("encrypted", .boolean.meaning(zh: "加密保存，打码显示", en: "Kept encrypted, shown masked")),
        ]))

    static let schema = Schema.named(
        "FormEditions",
        .object([
            .required("kind", .string(1...64)),
            .required("edition", .integer(1...Int.max).meaning(zh: "修改时用 If-Match 说明", en: "For If-Match")),
            .required("fields", .array(of: CatalogJSON.fieldSchema)),
            .required(
                "added", .array(of: .string(1...64)).meaning(zh: "管理员增加的", en: "Those that administrators added")),
            .required(
                "editions",
                .array(
                    of: .object([
                        .required("edition", .integer(1...Int.max)),
                        .required("at", .string(1...40, format: "date-time")), .required("person", .string().nullable),
                        .required("fields", .array(of: .string(1...64))),
                    ]))),
        ]))

    static func read(_ json: JSON) -> AddedField {
        let sort = json["type"]?.text.flatMap(AddedField.Sort.init(rawValue:)) ?? .line
        let options = (json["options"]?.items ?? []).map {
            AddedField.Option(zh: $0["zh"]?.text ?? "", en: $0["en"]?.text ?? "")
        }
        func flag(_ name: String) -> Bool { json[name]?.flag ?? false }
        return AddedField(
            zh: json["title"]?["zh"]?.text ?? "", en: json["title"]?["en"]?.text ?? "", sort: sort,
            unit: json["unit"]?.text ?? "", options: options, isRequired: flag("required"), isListed: flag("listed"),
            isFiltered: flag("filtered"), isEncrypted: flag("encrypted") || sort.isPersonal)
    }

    static func json(_ history: FormHistory) -> JSON {
        [
            "kind": .string(history.kind.id), "edition": .integer(history.edition),
            "fields": .array(history.form.fields.map(CatalogJSON.field)),
            "added": .strings(history.form.fields.filter(\.isAdded).map(\.id)),
            "editions": .array(
                history.editions.enumerated().map { index, edition in
                    [
                        "edition": .integer(index + 1), "at": .string(edition.at.iso),
                        "person": .optional(edition.person), "fields": .strings(edition.form.fields.map(\.id)),
                    ]
                }),
        ]
    }
}
