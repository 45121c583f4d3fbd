/// Markup that is safe to send. There are two ways to make it: from literals, which the program's author wrote, and
/// from values put into them, which are escaped. So a page cannot hold markup that a user wrote:
///
///     let row: HTML = "<td>\(name)</td>"
///
/// Values are escaped for text and for attributes in double or single quotes. An attribute's value always stands in
/// quotes. An address goes in with `\(href: address)`, which lets no `javascript:` through.
public struct HTML: Sendable, Hashable {
    /// UTF-8.
    public internal(set) var bytes: [UInt8]

    /// Nothing.
    public init() { bytes = [] }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Trusted text as it stands. Never for what came from outside.
    public static func raw(_ markup: String) -> HTML { HTML(bytes: Array(markup.utf8)) }

    /// Text, escaped.
    public static func text(_ text: String) -> HTML {
        var html = HTML()
        html.bytes.appendEscaped(text)
        return html
    }

    /// Pieces one after another.
    public static func join(_ pieces: some Sequence<HTML>, separator: HTML = HTML()) -> HTML {
        var html = HTML()
        for piece in pieces {
            if !html.isEmpty { html.bytes += separator.bytes }
            html.bytes += piece.bytes
        }
        return html
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { bytes.isEmpty }

    /// As text, for tests and for writing into other texts.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Adds a piece at the end.
    public mutating func append(_ piece: HTML) { bytes += piece.bytes }

    /// One piece after the other.
    public static func + (first: HTML, second: HTML) -> HTML {
        var sum = first
        sum.bytes += second.bytes
        return sum
    }

    /// Adds a piece at the end.
    public static func += (html: inout HTML, piece: HTML) { html.bytes += piece.bytes }
}

extension HTML: CustomStringConvertible {
    /// The markup itself.
    public var description: String { string }
}

extension Sequence<HTML> {
    /// Pieces one after another.
    public func joined(separator: HTML = HTML()) -> HTML { HTML.join(self, separator: separator) }
}
