public import Commons
public import Markup
import Rulebook

/// What a look is for: one of a list, and the reader's own words.
public struct LookReasonFields {
    var language: PageLanguage
    var form: FormState
    /// Whether the person whose data it is finds it among the looks at them; contacts of a case have no account.
    var isSeen: Bool

    public init(language: PageLanguage, form: FormState, isSeen: Bool = true) {
        self.language = language
        self.form = form
        self.isSeen = isSeen
    }

    /// Why somebody looks, as these fields say it.
    public static func reason(_ form: Fields) throws -> LookReason {
        try LookReason(form.choice("purpose", of: LookPurpose.self), words: form.optional("words") ?? "")
    }

    public var html: HTML {
        let hint =
            isSeen
            ? language(
                "会永久留在日志里，本人也能看到：不要写任何人的个人信息。",
                "It stays in the journal for good, and the person sees it: nothing personal of anybody.")
            : language("会永久留在日志里：不要写任何人的个人信息。", "It stays in the journal for good: nothing personal of anybody.")
        let purposes = LookPurpose.allCases.map { Choice($0.rawValue, language($0.title)) }
        return """
            \(Input("purpose", language("用途", "What for"), error: form.error("purpose", language), isRequired: true)
                .select(purposes, value: form["purpose"], prompt: language("请选择", "Choose")))\
            \(Input(
                "words", language("具体说明", "In your own words"),
                hint: hint, error: form.error("words", language), isRequired: true
            ).text(form["words"], autocomplete: "off", maxLength: 200))
            """
    }
}
