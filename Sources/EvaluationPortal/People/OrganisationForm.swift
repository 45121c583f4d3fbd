import Commons
import Markup
import PortalKit
import Rulebook

/// The fields of an organisation, for a new one and for one that is edited.
struct OrganisationForm {
    var language: PageLanguage
    var form: FormState
    var regions: Regions
    /// The kind stays: people's roles hang on it.
    var isNew: Bool

    var fields: HTML {
        let kinds = Organisation.Kind.allCases.map { Choice($0.rawValue, language($0.title)) }
        let known = regions.areas.map { "\($0.code) \(language($0.name))" }.joined(separator: language("，", ", "))
        let hint =
            language("行政区划代码，例如 330106；主管部门必填。", "The code of the region, such as 330106; an authority needs one.")
            + (known.isEmpty ? "" : language("本地区划：", " Here: ") + known)
        let kind = Input(
            "kind", language("类型", "Kind"), hint: language("建立以后不能更改", "Stays as it is afterwards"),
            error: form.error("kind", language), isRequired: true)
        return """
            \(form.summary(language))\
            \(if: isNew, kind.radios(kinds, value: form["kind"]))\
            \(Input("name", language("名称", "Name"), error: form.error("name", language), isRequired: true)
                .text(form["name"], maxLength: 100))\
            \(Input("region", language("区划代码", "Region"), hint: hint, error: form.error("region", language))
                .text(form["region"], maxLength: 12))
            """
    }

    /// What was typed; a field that is not there stays what it was.
    static func read(_ form: Fields, or organisation: Organisation? = nil) throws -> OrganisationDraft {
        let kind = try organisation?.kind ?? form.choice("kind", of: Organisation.Kind.self)
        return OrganisationDraft(
            kind: kind, name: try form.optional("name") ?? organisation?.name ?? "",
            region: try form.optional("region").map { _ in try form.filled("region") ?? "" }
                ?? organisation?.region ?? "")
    }

    static func state(_ organisation: Organisation) -> FormState {
        FormState(["name": organisation.name, "region": organisation.region])
    }
}
