extension HTML {
    /// A part of the page that the server keeps up to date: on each event from `events` the script loads `fragment` and
    /// puts it in place of the body. Without script it stays as it was sent.
    public static func live(id: String, events: String, fragment: String, _ body: HTML) -> HTML {
        """
        <div id="\(id)" data-live="\(href: events)" data-fragment="\(href: fragment)" aria-live="polite">\(body)</div>
        """
    }

    /// The same, but its changes are seen and not read aloud: only what ``said(_:since:)`` in it says anew is. For
    /// parts that are drawn anew all the time.
    public static func quietLive(id: String, events: String, fragment: String, _ body: HTML) -> HTML {
        """
        <p class="hidden" id="\(id)-said" role="alert"></p>\
        <div id="\(id)" data-live="\(href: events)" data-fragment="\(href: fragment)" \
        data-says="\(id)-said">\(body)</div>
        """
    }

    /// What is read aloud when it comes into a part that is kept up to date, once. `since` grows with each new one.
    public static func said(_ text: String, since: Int64) -> HTML {
        "<span data-said=\"\(since)\" hidden>\(text)</span>"
    }

    /// JSON for the script, which reads it by id.
    public static func json(id: String, _ json: String) -> HTML {
        "<script type=\"application/json\" id=\"\(id)\">\(json: json)</script>"
    }
}
