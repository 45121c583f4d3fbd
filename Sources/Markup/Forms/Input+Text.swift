extension Input {
    /// What kind of line it is; phones show a keyboard for it.
    public enum Line: String, Sendable { case text, email, tel, url, password }

    /// One line. `autocomplete` is a word of the HTML standard, such as `username`; `suggestions` show while one types.
    public func text(
        _ value: String = "", kind: Line = .text, autocomplete: String? = nil, maxLength: Int? = nil,
        placeholder: String? = nil, suggestions: [Choice] = []
    ) -> HTML {
        let list = suggestions.isEmpty ? nil : id + "-list"
        let options: HTML? = list.map { list in
            """
            <datalist id="\(list)">\
            \(each: suggestions, { "<option value=\"\($0.value)\">\($0.label)</option>" })</datalist>
            """
        }
        return field(
            """
            <input type="\(kind.rawValue)"\(attributes) value="\(value)"\(attr: "autocomplete", autocomplete)\
            \(attr: "maxlength", maxLength)\(attr: "placeholder", placeholder)\(attr: "list", list)\
            \(attr: "readonly", if: isReadOnly)>\(options)
            """)
    }

    /// A code of digits, as it comes by message.
    public func code(length: Int = 6) -> HTML {
        field(
            """
            <input type="text"\(attributes) inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]*" \
            maxlength="\(length)">
            """, kind: " short")
    }

    /// Several lines.
    public func area(_ value: String = "", rows: Int = 4, maxLength: Int? = nil) -> HTML {
        // A line end right after the tag would be dropped.
        field(
            """
            <textarea\(attributes) rows="\(rows)"\(attr: "maxlength", maxLength)\(attr: "readonly", if: isReadOnly)>
            \(value)</textarea>
            """)
    }

    /// A number, as text: what cannot be read comes back as it was written. `step` is `any` for fractions.
    public func number(_ value: String = "", min: String? = nil, max: String? = nil, step: String = "1") -> HTML {
        // A browser shows nothing in a field of numbers where it cannot read what stands there.
        let isReadable = value.isEmpty || Double(value) != nil
        let limits: HTML = "\(attr: "min", min)\(attr: "max", max) step=\"\(step)\""
        return field(
            """
            <input type="\(isReadable ? "number" : "text")"\(attributes) value="\(value)"\(if: isReadable, limits) \
            inputmode="\(step == "1" ? "numeric" : "decimal")"\(attr: "readonly", if: isReadOnly)>
            """, kind: " short")
    }

    /// A day, `2026-03-01`.
    public func date(_ value: String = "", min: String? = nil, max: String? = nil) -> HTML {
        field(
            """
            <input type="date"\(attributes) value="\(value)"\(attr: "min", min)\(attr: "max", max)\
            \(attr: "readonly", if: isReadOnly)>
            """, kind: " short")
    }

    /// A day and a time, `2026-03-01T09:30`.
    public func moment(_ value: String = "", min: String? = nil, max: String? = nil) -> HTML {
        field(
            """
            <input type="datetime-local"\(attributes) value="\(value)"\(attr: "min", min)\(attr: "max", max)\
            \(attr: "readonly", if: isReadOnly)>
            """, kind: " short")
    }
}
