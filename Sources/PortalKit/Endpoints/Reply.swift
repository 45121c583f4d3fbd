import Commons
public import HTTPTypes

/// What a handler answers. The door adds the headers that every answer has.
public struct Reply: Sendable {
    enum Body: Sendable {
        case nothing
        case bytes([UInt8])
        case content(FileContent)
        case events(AsyncStream<ServerEvent>)
    }

    /// What becomes of the visitor's session; the door writes the cookie.
    public enum SessionChange: Hashable, Sendable {
        /// `seconds`: how long browsers keep it; nil: until they are closed.
        case begin(token: String, seconds: Int?)
        case end
    }

    public var status: HTTPResponse.Status
    public var headers: HTTPFields
    var body: Body
    /// Lets browsers and programs ask again only for what changed, and say what a change rests on.
    public var etag: EntityTag?
    public var session: SessionChange?

    init(status: HTTPResponse.Status, type: String? = nil, body: Body, etag: EntityTag? = nil) {
        self.status = status
        self.body = body
        self.etag = etag
        headers = HTTPFields()
        if let type { headers.append(HTTPField(name: .contentType, value: type)) }
    }

    // MARK: Making one

    /// An HTML page.
    public static func page(
        _ html: [UInt8], status: HTTPResponse.Status = .ok, etag: EntityTag? = nil
    ) -> Reply {
        Reply(status: status, type: "text/html; charset=utf-8", body: .bytes(html), etag: etag)
    }

    public static func json(
        _ bytes: [UInt8], status: HTTPResponse.Status = .ok, etag: EntityTag? = nil
    ) -> Reply {
        Reply(status: status, type: "application/json", body: .bytes(bytes), etag: etag)
    }

    public static func json(_ value: JSON, status: HTTPResponse.Status = .ok, etag: EntityTag? = nil) -> Reply {
        json(value.bytes, status: status, etag: etag)
    }

    /// Text, CSV and the like; for files that people store there is `file`.
    public static func bytes(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Reply {
        Reply(status: status, type: type, body: .bytes(bytes))
    }

    /// 204.
    public static var nothing: Reply { Reply(status: .noContent, body: .nothing) }

    /// Look there next (303): what a form answers when it was done.
    /// `path`: of a `Route`; what is no path of this portal leads to `/`.
    public static func redirect(to path: String) -> Reply {
        var reply = Reply(status: .seeOther, body: .nothing)
        reply.headers.append(HTTPField(name: .location, value: isOwn(path) ? path : "/"))
        return reply
    }

    /// As `redirect(to:)`, for an address that a visitor brought along, as in `?next=`: another site is not gone to.
    public static func redirect(toVisitors path: String?, or other: String) -> Reply {
        redirect(to: path.flatMap { isOwn($0) ? $0 : nil } ?? other)
    }

    /// Created (201), at this path.
    public static func created(at path: String, _ value: JSON, etag: EntityTag? = nil) -> Reply {
        var reply = json(value, status: .created, etag: etag)
        reply.headers.append(HTTPField(name: .location, value: path))
        return reply
    }

    /// A file, in parts if that is asked for.
    ///
    /// - `name`: what it is called when it is stored.
    /// - `isShown`: browsers show it in place of storing it; nothing in it may run.
    public static func file(
        _ content: FileContent, name: String, type: String, etag: EntityTag? = nil, isShown: Bool = false
    ) -> Reply {
        var reply = Reply(status: .ok, type: type, body: .content(content), etag: etag)
        let value = isShown ? ContentDisposition.inline(name) : ContentDisposition.attachment(name)
        reply.headers.append(HTTPField(name: .contentDisposition, value: value))
        return reply
    }

    /// Server-sent events, until the stream ends, the visitor leaves or the program stops; a sign of life goes between.
    public static func events(_ stream: AsyncStream<ServerEvent>) -> Reply {
        Reply(status: .ok, type: "text/event-stream", body: .events(stream))
    }

    // MARK: Changing one

    public func with(_ name: HTTPField.Name, _ value: String) -> Reply {
        var copy = self
        copy.headers[name] = value
        return copy
    }

    public func with(session: SessionChange) -> Reply {
        var copy = self
        copy.session = session
        return copy
    }

    /// Whether an address is a path of this portal: not `//elsewhere`, `/\elsewhere` or `https:`.
    static func isOwn(_ path: String) -> Bool {
        let start = Array(path.utf8.prefix(2))
        guard start.first == UInt8(ascii: "/") else { return false }
        if start.count > 1, start[1] == UInt8(ascii: "/") || start[1] == UInt8(ascii: "\\") { return false }
        return path.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\\") }
    }
}
