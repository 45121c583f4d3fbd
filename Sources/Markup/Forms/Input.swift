/// A field of a form: its name, what it is called, what helps to fill it in, and what was wrong with it. One of its
/// functions then makes the control: `Input("name", "社区名称", isRequired: true).text(value)`.
public struct Input: Sendable {
    /// As it is sent.
    public var name: String
    /// As the reader sees it.
    public var label: String
    /// Helps to fill it in.
    public var hint: String?
    /// What has to be put right.
    public var error: String?
    /// Whether it has to be filled in.
    public var isRequired: Bool
    /// Whether it only shows.
    public var isReadOnly: Bool
    /// What stands after the control: a unit.
    public var unit: String?

    /// A field.
    public init(
        _ name: String, _ label: String, hint: String? = nil, error: String? = nil, isRequired: Bool = false,
        isReadOnly: Bool = false, unit: String? = nil
    ) {
        self.name = name
        self.label = label
        self.hint = hint
        self.error = error
        self.isRequired = isRequired
        self.isReadOnly = isReadOnly
        self.unit = unit
    }

    /// The id of the field's control: its name, where a colon or a space would break a link.
    static func id(_ name: String) -> String {
        "f-" + String(name.map { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" ? $0 : "-" })
    }

    var id: String { Input.id(name) }

    /// The ids of hint and error, for `aria-describedby`.
    var description: String? {
        let ids = [hint.map { _ in id + "-hint" }, error.map { _ in id + "-error" }].compactMap { $0 }
        return ids.isEmpty ? nil : ids.joined(separator: " ")
    }

    /// What every control has.
    var attributes: HTML {
        """
         id="\(id)" name="\(name)"\(attr: "aria-describedby", description)\(attr: "required", if: isRequired)\
        \(attr: "aria-invalid", error == nil ? nil : "true")
        """
    }

    var hintAndError: (hint: HTML?, error: HTML?) {
        (
            hint.map { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>" },
            error.map { "<p class=\"problem\" id=\"\(id)-error\">\(Tone.bad.icon)<span>\($0)</span></p>" }
        )
    }

    /// Label, hint, control, error, from top to bottom.
    func field(_ control: HTML, kind: HTML = "") -> HTML {
        let (hint, error) = hintAndError
        let measure: HTML? = unit.map { "<span class=\"unit\">\($0)</span>" }
        return """
            <div class="field\(if: self.error != nil, " invalid")\(kind)"><label for="\(id)"\
            \(attr: "class", isRequired ? "required" : nil)>\(label)</label>\(hint)\
            <div class="control">\(control)\(measure)</div>\(error)</div>
            """
    }

    /// The same for a group of controls.
    func group(_ controls: HTML, kind: HTML = "") -> HTML {
        let (hint, error) = hintAndError
        return """
            <fieldset class="field\(if: self.error != nil, " invalid")\(kind)" id="\(id)"\
            \(attr: "aria-describedby", description)><legend\(attr: "class", isRequired ? "required" : nil)>\
            \(label)</legend>\(hint)\(controls)\(error)</fieldset>
            """
    }
}
