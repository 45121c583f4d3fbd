/// How a form saves itself while it is filled in.
public struct Autosave: Sendable {
    /// Where it is sent.
    public var action: String
    /// By which method.
    public var method: String
    /// The version that was filled in; the script sends it as `If-Match` and takes the next from the answer.
    public var etag: String

    /// Saving to an address.
    public init(_ action: String, etag: String, method: String = "PUT") {
        self.action = action
        self.etag = etag
        self.method = method
    }
}

extension HTML {
    /// The hidden field with the token that shows a form to be ours.
    public static func csrf(_ token: String?) -> HTML { token.map { hidden("_csrf", $0) } ?? "" }

    /// A value that goes along unseen.
    public static func hidden(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }

    /// A form. With `autosave` it saves itself where script runs; its id then names what the browser keeps until the
    /// server has it, so it must be the same for the same content.
    public static func form(
        action: String, id: String? = nil, method: String = "post", csrf: String?, autosave: Autosave? = nil,
        isMultipart: Bool = false, skipsChecks: Bool = false, _ body: HTML
    ) -> HTML {
        let saving: HTML? = autosave.map {
            " data-autosave=\"\(href: $0.action)\" data-method=\"\($0.method)\" data-etag=\"\($0.etag)\""
        }
        let status: HTML? = autosave == nil ? nil : "<p class=\"saving\" role=\"status\"><span data-status></span></p>"
        // Beside the form: what is shown in it is a form of its own.
        let conflict: HTML? = autosave == nil ? nil : "<div class=\"clash\" data-conflict></div>"
        return """
            \(conflict)<form class="form" method="\(method)" action="\(href: action)"\(attr: "id", id)\
            \(attr: "enctype", isMultipart ? "multipart/form-data" : nil)\(attr: "novalidate", if: skipsChecks)\
            \(saving)>\(HTML.csrf(csrf))\(status)\(body)</form>
            """
    }

    /// Fields that belong together.
    public static func fieldset(_ legend: String, hint: String? = nil, _ body: HTML) -> HTML {
        """
        <fieldset class="group"><legend>\(legend)</legend>\(hint.map { "<p class=\"hint\">\($0)</p>" as HTML })\
        \(body)</fieldset>
        """
    }

    /// Buttons at the end of a form; they stay in sight while it is longer than the window.
    public static func formActions(_ buttons: [HTML], isSticky: Bool = false) -> HTML {
        "<div class=\"submit\(if: isSticky, " sticky")\">\(buttons)</div>"
    }

    /// What has to be put right before the form can be taken, each with a link to its field.
    public static func formErrors(_ title: String, _ errors: [(field: String, text: String)]) -> HTML {
        if errors.isEmpty { return "" }
        let items = errors.map { error -> HTML in
            let target = "#" + Input.id(error.field)
            return "<li>\(link(error.text, target))</li>"
        }
        let list: HTML = "<ul>\(items)</ul>"
        return "<div role=\"alert\" tabindex=\"-1\" class=\"errors\">\(callout(.bad, title, list))</div>"
    }
}
