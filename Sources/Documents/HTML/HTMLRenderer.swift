/// One self-contained HTML file that is also well-formed XML: no scripts, nothing from outside, no `style` attributes.
/// The same document gives the same bytes.
public enum HTMLRenderer {
    /// What a page rendered here needs to be shown, and nothing more; it also says so itself in a `meta` element.
    public static let contentSecurityPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

    public static func render(_ document: Document) -> String {
        var writer = HTMLWriter(document: document)
        writer.write()
        return writer.html
    }
}
