import Foundation

/// A mail as plain text and as a simple page, in the form that goes over the line (RFC 5322, MIME).
public struct MailMessage: Hashable, Sendable {
    public var from: MailAddress
    public var to: MailAddress
    public var subject: String
    /// Lines end with `\n`.
    public var text: String
    /// Where its button leads; empty: none. It stands under the plain text as well.
    public var link: String
    /// What the button says.
    public var linkTitle: String
    /// `zh` or `en`.
    public var language: String
    /// The same for the same mail, so that receivers can drop what comes twice. Letters, digits, `.`, `_`, `-` count.
    public var id: String
    /// Milliseconds since 1970.
    public var at: Int64

    public init(
        from: MailAddress, to: MailAddress, subject: String, text: String, link: String = "", linkTitle: String = "",
        language: String = "zh", id: String, at: Int64
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.link = link
        self.linkTitle = linkTitle
        self.language = language
        self.id = id
        self.at = at
    }

    /// Headers and body, lines ending with CR LF, ASCII only.
    public var bytes: [UInt8] {
        let id = String(id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }.prefix(100))
        // No line of Base64 has an underscore in it.
        let boundary = "_linli_\(id)_"
        let headers = [
            "From: \(from.header)",
            "To: \(to.header)",
            "Subject: \(HeaderText.encoded(subject))",
            "Date: \(MailDate.text(milliseconds: at))",
            "Message-ID: <\(id)@\(from.host)>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"",
        ]
        let plain = link.isEmpty ? text : text + "\n\n" + link + "\n"
        let parts = [("text/plain", plain), ("text/html", page)].map { type, content in
            let headers = "Content-Type: \(type); charset=utf-8\r\nContent-Transfer-Encoding: base64"
            return "--\(boundary)\r\n\(headers)\r\n\r\n\(MailMessage.base64(content))\r\n"
        }
        return Array((headers.joined(separator: "\r\n") + "\r\n\r\n" + parts.joined() + "--\(boundary)--\r\n").utf8)
    }

    private static func base64(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.joined(separator: "\r\n")
        return Data(lines.utf8).base64EncodedString(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
    }

    /// A paragraph for each line that is not empty, then the button.
    var page: String {
        let paragraphs = text.split { $0.isNewline }.map { "<p>\(MailMessage.escaped(String($0)))</p>\n" }.joined()
        let style = "background:#1d5fa8;color:#fff;padding:.6em 1.2em;border-radius:4px;text-decoration:none"
        let title = MailMessage.escaped(linkTitle.isEmpty ? link : linkTitle)
        let isLink = link.hasPrefix("https://") || link.hasPrefix("http://")
        let button = isLink ? "<p><a href=\"\(MailMessage.escaped(link))\" style=\"\(style)\">\(title)</a></p>\n" : ""
        return """
            <!DOCTYPE html>
            <html lang="\(language == "en" ? "en" : "zh-CN")"><head><meta charset="utf-8">
            <title>\(MailMessage.escaped(subject))</title></head>
            <body style="font-family:sans-serif;line-height:1.6;max-width:40em">
            \(paragraphs)\(button)</body></html>
            """
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
