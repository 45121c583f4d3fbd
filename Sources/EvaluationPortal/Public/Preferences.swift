import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// How a visitor wants pages to look, in cookies.
enum Preference {
    /// The cookies that a form of preferences asks for; what is no choice is left out.
    static func cookies(_ form: Fields) -> [(name: String, value: String)] {
        form.pairs.flatMap { pair -> [(name: String, value: String)] in
            switch pair.name {
            case "language" where Language(rawValue: pair.value) != nil:
                [("language", pair.value)]
            case "theme" where Page.Theme(rawValue: pair.value) != nil: [("theme", pair.value)]
            case "type" where Page.TypeSize(rawValue: pair.value) != nil: [("type", pair.value)]
            default: []
            }
        }
    }

    /// Back to where one was; a language in the address would hide the one just chosen.
    static func back(_ address: String?) -> String? {
        guard let address, let mark = address.firstIndex(of: "?") else { return address }
        let query = address[address.index(after: mark)...].split(separator: "&")
        let kept = query.filter { $0 != "lang" && !$0.hasPrefix("lang=") }
        return address[..<mark] + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
    }
}

extension EvaluationPortal {
    @Sendable func keepPreference(_ call: Call) async throws -> Reply {
        let back = Preference.back(try call.form.optional("back"))
        var reply = Reply.redirect(toVisitors: back, or: Routes.home.path())
        let secure = baseURL.hasPrefix("https:") ? "; Secure" : ""
        for cookie in Preference.cookies(call.form) {
            let value = "\(cookie.name)=\(cookie.value); Path=/; Max-Age=31536000; SameSite=Lax\(secure)"
            reply.headers.append(HTTPField(name: .setCookie, value: value))
        }
        return reply
    }
}
