import Delivery
import Foundation

/// Somebody of the estate, or its gateway, at the portal's front door: by the log-in page or with an access token.
actor SimulatedPerson {
    private let connection: SiteConnection
    private var proof: SimulationSettings.Proof
    /// The secret of the session that requests of a page carry; nil: not logged in yet.
    private var csrf: String?

    /// How often something is tried that the server has no time for.
    private static let attempts = 60

    init(_ connection: SiteConnection, _ proof: SimulationSettings.Proof) {
        self.connection = connection
        self.proof = proof
    }

    /// The answer, whatever it says; what comes too fast is sent again when the server wants it.
    func send(
        _ method: String, _ path: String, _ body: [UInt8]? = nil, type: String = "application/json",
        headers: [(name: String, value: String)] = []
    ) async throws -> SiteAnswer {
        var hasLoggedIn = false
        for attempt in 1... {
            if case .password = proof, csrf == nil { try await logIn() }
            var lines = headers + [("Accept-Language", "zh")]
            if body != nil { lines.append(("Content-Type", type)) }
            switch proof {
            case .token(let token): lines.append(("Authorization", "Bearer \(token)"))
            case .password: if method != "GET", let csrf { lines.append(("X-CSRF-Token", csrf)) }
            }
            let answer: SiteAnswer
            do {
                answer = try await connection.send(method, path, headers: lines, body: body)
            } catch let error as DeliveryError where error.kind == .unreachable && attempt < 5 {
                // A connection that the server has closed meanwhile, or a server that is being started anew.
                try await Task.sleep(for: .seconds(attempt))
                continue
            } catch let error as DeliveryError {
                throw SimulationProblem.silent(connection.site, error)
            }
            switch answer.status {
            case 429, 503:
                guard attempt < SimulatedPerson.attempts else { return answer }
                let seconds = answer.headers["retry-after"].flatMap(Int.init) ?? 1
                try await Task.sleep(for: .seconds(min(max(seconds, 1), 30)))
            case 401 where !hasLoggedIn && csrf != nil:
                // Sessions end.
                (csrf, hasLoggedIn) = (nil, true)
            default: return answer
            }
        }
        throw SimulationProblem.silent(connection.site, DeliveryError(.timedOut))
    }

    /// What the API answers, read; anything but success is a problem.
    func ask<Answer: Decodable & Sendable>(
        _ method: String, _ path: String, _ body: [UInt8]? = nil, type: String = "application/json",
        headers: [(name: String, value: String)] = []
    ) async throws -> Answer {
        let answer = try await send(method, path, body, type: type, headers: headers)
        guard (200..<300).contains(answer.status),
            let value = try? JSONDecoder().decode(Answer.self, from: Data(answer.body))
        else { throw SimulationProblem.refused(method, path, answer) }
        return value
    }

    /// From now on they come with an access token for all that they may do: sessions end where the clock leaps.
    func takeToken() async throws {
        guard case .password = proof else { return }
        let path = "/account/tokens"
        let page = String(decoding: try await send("GET", path).body, as: UTF8.self)
        let scopes = page.matches(of: /name="scopes"[^>]*value="([^"]+)"/).map { "&scopes=\($0.1)" }.joined()
        let form = "name=simulation&days=366&_csrf=\(csrf ?? "")" + scopes
        let answer = try await send("POST", path, Array(form.utf8), type: "application/x-www-form-urlencoded")
        guard let found = String(decoding: answer.body, as: UTF8.self).firstMatch(of: /<code>([^<]+)<\/code>/) else {
            throw SimulationProblem.refused("POST", path, answer)
        }
        proof = .token(String(found.1))
    }

    private func logIn() async throws {
        guard case .password(let login, let password) = proof else { return }
        func encoded(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        }
        let form = Array("login=\(encoded(login))&password=\(encoded(password))".utf8)
        let type = [("Content-Type", "application/x-www-form-urlencoded")]
        do {
            let answer = try await connection.send("POST", "/login", headers: type, body: form)
            guard answer.status == 303 else {
                throw SimulationProblem(
                    .refused, zh: "账号 \(login) 无法登录 \(connection.site)：\(answer.status)",
                    en: "'\(login)' cannot log in at \(connection.site): \(answer.status)")
            }
            let page = String(decoding: try await connection.send("GET", "/account").body, as: UTF8.self)
            guard let found = page.firstMatch(of: /name="_csrf" value="([^"]+)"/) else {
                throw SimulationProblem(
                    .refused, zh: "账号 \(login) 登录后看不到自己的页面", en: "'\(login)' has no account page after the log-in")
            }
            csrf = String(found.1)
        } catch let error as DeliveryError {
            throw SimulationProblem.silent(connection.site, error)
        }
    }
}
