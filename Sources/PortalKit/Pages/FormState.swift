public import Commons
public import Markup
import Rulebook

/// What somebody typed into a form, and what was wrong with it: the page is shown again with both.
public struct FormState: Sendable {
    public var values = Fields()
    public var refusal: Refusal?

    /// A form that nobody has filled in, with what stands in it at first.
    public init(_ values: KeyValuePairs<String, String> = [:]) {
        self.values = Fields(values.map { Fields.Pair($0.key, $0.value) })
    }

    /// A form as it was sent, and why it was refused.
    public init(_ values: Fields, _ refusal: Refusal) {
        self.values = values
        self.refusal = refusal
    }

    /// What stands in a field.
    public subscript(name: String) -> String { values.pairs.first { $0.name == name }?.value ?? "" }

    /// Every value of a field that can have several.
    public func all(_ name: String) -> Set<String> { Set(values.all(name)) }

    /// What is wrong with a field.
    public func error(_ name: String, _ language: PageLanguage) -> String? {
        guard let refusal else { return nil }
        let details = refusal.details.filter { $0.place == name }
        if !details.isEmpty { return details.map { language($0.reason) }.joined(separator: language("；", "; ")) }
        return refusal.place == name ? language(refusal.reason) : nil
    }

    /// What has to be put right, on top of the form.
    public func summary(_ language: PageLanguage) -> HTML {
        guard let refusal else { return "" }
        var points = refusal.details.map { (field: $0.place, text: language($0.reason)) }
        if points.isEmpty, let place = refusal.place { points = [(field: place, text: language(refusal.reason))] }
        if points.isEmpty { return "<div role=\"alert\">\(HTML.callout(.bad, language(refusal.reason)))</div>" }
        return HTML.formErrors(language("请修改以下内容", "Please put this right"), points)
    }

    /// The status of a page that shows the form again.
    public var status: Int {
        switch refusal?.kind {
        case nil: 200
        case .invalid, .forbidden, .unproved: 422
        case .locked: 423
        case .missing: 404
        case .conflict: 409
        case .unversioned: 428
        case .tooLarge: 413
        case .tooMany: 429
        case .unavailable: 503
        }
    }
}
