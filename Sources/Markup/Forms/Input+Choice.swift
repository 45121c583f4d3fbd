/// Something to choose.
public struct Choice: Sendable {
    /// As it is sent.
    public var value: String
    /// As the reader sees it.
    public var label: String
    /// A word more.
    public var note: String
    /// Whether it cannot be chosen now.
    public var isDisabled: Bool

    /// Something to choose.
    public init(_ value: String, _ label: String, note: String = "", isDisabled: Bool = false) {
        self.value = value
        self.label = label
        self.note = note
        self.isDisabled = isDisabled
    }
}

extension Input {
    /// One of many, in a list that opens. `prompt` stands for none.
    public func select(_ choices: [Choice], value: String = "", prompt: String? = nil) -> HTML {
        let options = choices.map { choice -> HTML in
            let note = choice.note.isEmpty ? "" : " · \(choice.note)"
            return """
                <option value="\(choice.value)"\(attr: "selected", if: choice.value == value)\
                \(attr: "disabled", if: choice.isDisabled)>\(choice.label)\(note)</option>
                """
        }
        let none: HTML? = prompt.map { "<option value=\"\">\($0)</option>" }
        return field("<select\(attributes)\(attr: "disabled", if: isReadOnly)>\(none)\(options)</select>")
    }

    /// One of a few, all in sight.
    public func radios(_ choices: [Choice], value: String = "", isInline: Bool = false) -> HTML {
        group(
            "<div class=\"choices\">\(each: choices, { option($0, type: "radio", isOn: $0.value == value) })</div>",
            kind: isInline ? " inline" : "")
    }

    /// Any of some; many of them scroll in a box of their own. `filter` is the label of a box that filters them as one
    /// types; without script it does not show.
    public func checkboxes(
        _ choices: [Choice], values: Set<String> = [], isInline: Bool = false, filter: String? = nil
    ) -> HTML {
        group(
            """
            \(filter.map { HTML.filter($0) })<div class="choices\(if: choices.count > 24, " many")">\
            \(each: choices, { option($0, type: "checkbox", isOn: values.contains($0.value)) })</div>
            """,
            kind: isInline ? " inline" : "")
    }

    /// Yes or no.
    public func check(isOn: Bool = false, value: String = "1") -> HTML {
        let (hint, error) = hintAndError
        return """
            <div class="field check\(if: self.error != nil, " invalid")">\
            <label class="choice">\
            <input type="checkbox"\(attributes) value="\(value)"\(attr: "checked", if: isOn)\
            \(attr: "disabled", if: isReadOnly)><span\(attr: "class", isRequired ? "required" : nil)>\
            \(label)</span></label>\(hint)\(error)</div>
            """
    }

    private func option(_ choice: Choice, type: StaticString, isOn: Bool) -> HTML {
        // A required group of boxes cannot be said in HTML: each box would be required.
        let isRadio = type.description == "radio"
        return """
            <label class="choice"><input type="\(type.description)" name="\(name)" value="\(choice.value)"\
            \(attr: "checked", if: isOn)\(attr: "required", if: isRequired && isRadio)\
            \(attr: "disabled", if: choice.isDisabled || isReadOnly)>\
            <span>\(choice.label)\(if: !choice.note.isEmpty, "<small>\(choice.note)</small>")</span></label>
            """
    }
}
