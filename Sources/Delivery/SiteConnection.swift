import CCurl
import Synchronization

/// What a site answered.
public struct SiteAnswer: Sendable {
    public var status: Int
    /// By name in lower case; of one that is there twice, the last.
    public var headers: [String: String]
    public var body: [UInt8]

    public init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// One client of one site: its connection is kept between requests, and so are cookies. Requests wait for one another.
public final class SiteConnection: Sendable {
    /// In bytes; what is longer fails.
    public static let longestAnswer = 8 << 20

    /// Such as `http://127.0.0.1:8080`, without a slash at the end.
    public let site: String
    private let timeout: Int
    private let held = Mutex<Transfer?>(nil)

    /// `timeout`: for a whole exchange, in milliseconds.
    /// - Throws: `DeliveryError`, `invalid`, for what is no address of a site.
    public init(_ site: String, timeout: Int = 120_000) throws {
        var site = site
        while site.hasSuffix("/") { site.removeLast() }
        try WebhookSender.check(url: site)
        self.site = site
        self.timeout = timeout
    }

    /// `path` begins with a slash. Redirects are not followed.
    /// - Throws: `DeliveryError` where there was no answer.
    public func send(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil
    ) async throws -> SiteAnswer {
        try WebhookSender.check(url: site + path)
        let lines = try WebhookSender.lines(headers)
        return try await Transfer.run { [self] in
            try held.withLock { held in
                let transfer = try held ?? Transfer()
                held = transfer
                try transfer.restart()
                try transfer.set(CURLOPT_TIMEOUT_MS, timeout)
                // Cookies are kept in memory.
                try transfer.set(CURLOPT_COOKIEFILE, "")
                return try transfer.exchange(
                    method, site + path, headers: lines, body: body, longest: SiteConnection.longestAnswer)
            }
        }
    }
}
