import Markup

/// A list to choose from beside a search: all, or one of them.
struct SearchSelect {
    var name: String
    var label: String
    var choices: [Choice]
    var value: String
    var language: PageLanguage

    var html: HTML {
        let options = choices.map { choice -> HTML in
            "<option value=\"\(choice.value)\"\(attr: "selected", if: choice.value == value)>\(choice.label)</option>"
        }
        return """
            <select name="\(name)" aria-label="\(label)"><option value="">\(label)\(language("：全部", ": all"))</option>\
            \(options)</select>
            """
    }
}
