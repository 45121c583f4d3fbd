/// A list to choose from beside a search: all, or one of them.
public struct SearchSelect {
    public var name: String
    public var label: String
    public var choices: [Choice]
    public var value: String
    public var language: PageLanguage

    public init(name: String, label: String, choices: [Choice], value: String, language: PageLanguage) {
        self.name = name
        self.label = label
        self.choices = choices
        self.value = value
        self.language = language
    }

    /// The list; the empty value stands for all.
    public var html: HTML {
        let options = choices.map { choice -> HTML in
            "<option value=\"\(choice.value)\"\(attr: "selected", if: choice.value == value)>\(choice.label)</option>"
        }
        return """
            <select name="\(name)" aria-label="\(label)"><option value="">\(label)\(language("：全部", ": all"))</option>\
            \(options)</select>
            """
    }
}
