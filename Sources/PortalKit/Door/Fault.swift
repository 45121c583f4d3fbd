import Commons
import HTTPTypes
import Rulebook

/// Why the door answers with an error: a refusal, and what HTTP has to know beside it.
struct Fault: Error {
    var status: HTTPResponse.Status
    var refusal: Refusal
    var headers = HTTPFields()
    /// The connection is of no further use: what follows in it cannot be told from the body.
    var closes = false
    /// Nobody is logged in, and that may be all that is missing.
    var isAnonymous = false
    /// What has to be done first.
    var duty: Duty?
    /// The form to be shown again, with the question who it is; nil: none.
    var proof: Fields?

    init(_ status: HTTPResponse.Status, _ refusal: Refusal) {
        self.status = status
        self.refusal = refusal
    }

    /// - Parameter ifMatch: the request says which version it rests on.
    init(_ refusal: Refusal, ifMatch: Bool) {
        let status: HTTPResponse.Status =
            switch refusal.kind {
            case .invalid: .unprocessableContent
            case .forbidden, .unproved: .forbidden
            case .missing: .notFound
            case .locked: .init(code: 423, reasonPhrase: "Locked")
            case .conflict: ifMatch ? .preconditionFailed : .conflict
            case .unversioned: .preconditionRequired
            case .tooLarge: .contentTooLarge
            case .tooMany: .tooManyRequests
            case .unavailable: .serviceUnavailable
            }
        self.init(status, refusal)
        if refusal.kind == .tooMany || refusal.kind == .unavailable {
            headers[.retryAfter] = refusal.kind == .tooMany ? "60" : "5"
        }
        closes = refusal.kind == .tooLarge
    }

    func with(_ name: HTTPField.Name, _ value: String) -> Fault {
        var copy = self
        copy.headers[name] = value
        return copy
    }

    var closing: Fault {
        var copy = self
        copy.closes = true
        return copy
    }
}

extension Fault {
    static func malformed(zh: String, en: String, place: String? = nil) -> Fault {
        Fault(.badRequest, Refusal(.invalid, zh: zh, en: en, place: place))
    }

    static var missing: Fault {
        Fault(.notFound, Refusal(.missing, zh: "没有这个页面或资源", en: "there is nothing at this address"))
    }

    static func method(allowed: [HTTPRequest.Method]) -> Fault {
        let names = allowed.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] }.joined(separator: ", ")
        let refusal = Refusal(.invalid, zh: "此地址只接受：\(names)", en: "this address takes \(names) only")
        return Fault(.methodNotAllowed, refusal).with(.allow, names)
    }

    static func type(wanted: [String]) -> Fault {
        let names = wanted.joined(separator: ", ")
        return Fault(
            .unsupportedMediaType,
            Refusal(
                .invalid, zh: "内容的类型必须是：\(names)", en: "the content's type must be \(names)",
                place: "Content-Type")
        ).closing
    }

    static func tooLarge(limit: Int) -> Fault {
        let size = limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit >> 10) KiB"
        return Fault(
            .contentTooLarge,
            Refusal(.tooLarge, zh: "内容超过 \(size) 的上限", en: "the content is larger than \(size)")
        ).closing
    }

    static var headersTooLarge: Fault {
        let refusal = Refusal(.tooLarge, zh: "请求头过大", en: "the request's header is too large")
        return Fault(.requestHeaderFieldsTooLarge, refusal).closing
    }

    static var addressTooLong: Fault {
        Fault(.uriTooLong, Refusal(.tooLarge, zh: "地址过长", en: "the address is too long")).closing
    }

    static var tooSlow: Fault {
        let refusal = Refusal(.unavailable, zh: "内容传送得太慢", en: "the content came too slowly")
        return Fault(.requestTimeout, refusal).closing
    }

    /// The body broke off or is not encoded as HTTP wants it.
    static var brokenBody: Fault {
        malformed(zh: "内容不完整", en: "the content broke off").closing
    }

    static func tooMany(seconds: Int) -> Fault {
        Fault(
            .tooManyRequests,
            Refusal(
                .tooMany, zh: "请求太频繁，请 \(seconds) 秒后再试", en: "too many requests: try again in \(seconds) s")
        ).with(.retryAfter, String(seconds))
    }

    static var unauthenticated: Fault {
        var fault = Fault(.unauthorized, Refusal(.forbidden, zh: "请先登录", en: "please log in first"))
        fault.isAnonymous = true
        return fault.with(.wwwAuthenticate, "Bearer")
    }

    /// A grave act by somebody whose last proof of who they are is too old.
    static var unproved: Fault {
        Fault(
            .forbidden,
            Refusal(
                .unproved, zh: "此事须先再次确认身份：请打开“确认身份”页面输入密码，再重试",
                en: "this takes a fresh proof of who you are: give your password on the page /account/confirm, "
                    + "then try again"))
    }

    /// A grave act with an access token that was not made for it.
    static var ungraveToken: Fault {
        Fault(
            .forbidden,
            Refusal(
                .unproved, zh: "访问令牌的范围不含“\(Function.graveActs.title.zh)”",
                en: "the token's scopes leave out '\(Function.graveActs.id)'"))
    }

    /// Something else has to be done first.
    static func duty(_ duty: Duty) -> Fault {
        let reason =
            switch duty {
            case .password: Phrase(zh: "密码已过有效期，请先修改密码", en: "the password is too old: change it first")
            case .secondFactor:
                Phrase(zh: "您的角色必须使用两步验证，请先设置", en: "a role of yours needs a second factor: set it up first")
            }
        var fault = Fault(.forbidden, Refusal(.forbidden, reason, place: "account"))
        fault.duty = duty
        return fault
    }

    static var badToken: Fault {
        Fault(.unauthorized, Refusal(.forbidden, zh: "访问令牌无效或已过期", en: "the access token is not valid"))
            .with(.wwwAuthenticate, #"Bearer error="invalid_token""#)
    }

    static var crossSite: Fault {
        Fault(
            .forbidden,
            Refusal(
                .forbidden, zh: "请求不是从本站页面发出的，请刷新页面后重试",
                en: "this did not come from a page of ours: reload the page and try again", place: "_csrf"))
    }

    static var unexpected: Fault {
        Fault(.internalServerError, Refusal(.unavailable, zh: "系统内部错误", en: "something went wrong here"))
    }
}
