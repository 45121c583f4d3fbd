/// How much a button weighs. One primary a page or form.
public enum ButtonKind: String, Sendable { case primary, secondary, danger, quiet }

extension HTML {
    /// A button that sends the form it stands in. With `confirm` the question is asked before.
    public static func button(
        _ label: String, kind: ButtonKind = .secondary, name: String? = nil, value: String? = nil,
        confirm: String? = nil, action: String? = nil, skipsChecks: Bool = false, isDisabled: Bool = false
    ) -> HTML {
        let target: HTML? = action.map { " formaction=\"\(href: $0)\"" }
        return """
            <button class="button \(kind.rawValue)"\(attr: "name", name)\(attr: "value", value)\(target)\
            \(attr: "data-confirm", confirm)\(attr: "formnovalidate", if: skipsChecks)\
            \(attr: "disabled", if: isDisabled)>\(label)</button>
            """
    }

    /// A link that looks like a button.
    public static func linkButton(_ label: String, _ href: String, kind: ButtonKind = .secondary) -> HTML {
        "<a class=\"button \(kind.rawValue)\" href=\"\(href: href)\">\(label)</a>"
    }

    /// A link to a file, which is saved.
    public static func download(_ label: String, _ href: String, kind: ButtonKind = .secondary) -> HTML {
        "<a class=\"button \(kind.rawValue)\" href=\"\(href: href)\" download>\(label)</a>"
    }

    /// A button with a small form of its own: one action, no fields but the hidden ones.
    public static func postButton(
        _ label: String, action: String, csrf: String?, kind: ButtonKind = .secondary, confirm: String? = nil,
        hidden: [(name: String, value: String)] = []
    ) -> HTML {
        """
        <form class="inline" method="post" action="\(href: action)">\(HTML.csrf(csrf))\
        \(each: hidden, { HTML.hidden($0.name, $0.value) })\(button(label, kind: kind, confirm: confirm))</form>
        """
    }

    /// A button that copies a text; it shows only where script runs.
    public static func copyButton(_ label: String, text: String) -> HTML {
        "<button type=\"button\" class=\"button quiet\" data-copy=\"\(text)\" hidden>\(label)</button>"
    }
}
