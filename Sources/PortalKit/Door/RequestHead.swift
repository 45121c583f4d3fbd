import HTTPTypes

extension HTTPField.Name {
    static let csrfToken = HTTPField.Name("X-CSRF-Token")!
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed")!
    static let requestID = HTTPField.Name("X-Request-Id")!
}

/// What the door reads of a request's header, found in one pass over it.
struct RequestHead {
    var cookies: [Substring] = []
    var authorization: String?
    var agent = ""
    var contentType: String?
    var contentLength: Int?
    var isChunked = false
    var origin: String?
    var fetchSite: String?
    var host: String?
    var csrf: String?
    var acceptLanguage: String?
    var forwardedFor: String?
    var idempotencyKey: String?
    var ifMatch: String?
    /// In bytes.
    var size = 0
    /// Something is there twice that may be there once: proxies and we could each believe another one.
    var isAmbiguous = false

    init(_ request: HTTPRequest) {
        host = request.authority
        for field in request.headerFields {
            let (name, value) = (field.name.canonicalName, field.value)
            var isTwice = false
            size += name.utf8.count + value.utf8.count + 4
            switch name {
            case "cookie": cookies += value.split(separator: ";").map { $0.drop { $0 == " " } }
            case "authorization": isTwice = RequestHead.set(&authorization, value)
            case "user-agent": agent = value
            case "content-type": isTwice = RequestHead.set(&contentType, value)
            case "content-length":
                isTwice = contentLength != nil
                contentLength = Int(value) ?? .max
            case "transfer-encoding": isChunked = true
            case "origin": isTwice = RequestHead.set(&origin, value)
            case "sec-fetch-site": isTwice = RequestHead.set(&fetchSite, value)
            case "x-csrf-token": isTwice = RequestHead.set(&csrf, value)
            case "accept-language": acceptLanguage = value
            case "x-forwarded-for": forwardedFor = forwardedFor.map { "\($0), \(value)" } ?? value
            case "idempotency-key": isTwice = RequestHead.set(&idempotencyKey, value)
            case "if-match": isTwice = RequestHead.set(&ifMatch, value)
            default: break
            }
            if isTwice { isAmbiguous = true }
        }
    }

    /// Whether there was one already.
    private static func set(_ place: inout String?, _ value: String) -> Bool {
        defer { place = value }
        return place != nil
    }

    var hasBody: Bool { isChunked || (contentLength ?? 0) > 0 }

    /// The value of a cookie; nil too where it is there twice.
    func cookie(_ name: String) -> String? {
        var found: String?
        for cookie in cookies where cookie.utf8.count > name.utf8.count && cookie.hasPrefix(name) {
            let rest = cookie.dropFirst(name.count)
            guard rest.utf8.first == UInt8(ascii: "=") else { continue }
            if found != nil { return nil }
            found = String(rest.dropFirst())
        }
        return found
    }

    /// The content's type in lower case, without parameters.
    var mediaType: String? {
        contentType.map { type in
            let bare = type.prefix { $0 != ";" }
            return bare.trimmingSuffix { $0 == " " }.lowercased()
        }
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, predicate(last) { rest.removeLast() }
        return rest
    }
}
