extension HTML {
    /// A part of the page that the server keeps up to date: on each event from `events` the script loads `fragment` and
    /// puts it in place of the body. Without script it stays as it was sent.
    public static func live(id: String, events: String, fragment: String, _ body: HTML) -> HTML {
        """
        <div id="\(id)" data-live="\(href: events)" data-fragment="\(href: fragment)" aria-live="polite">\(body)</div>
        """
    }

    /// JSON for the script, which reads it by id.
    public static func json(id: String, _ json: String) -> HTML {
        "<script type=\"application/json\" id=\"\(id)\">\(json: json)</script>"
    }
}
