import CCurl

/// Asks providers, such as those of payments, at addresses that the operator has set: unlike a webhook's, they may be
/// of a private network.
public struct ProviderClient: Sendable {
    /// What asks a provider; tests pass their own.
    public typealias Exchange = @Sendable (ProviderRequest) async throws -> SiteAnswer

    /// For the whole exchange, in milliseconds.
    public static let timeout = 10_000
    /// In bytes, with its headers; what is longer fails.
    public static let longestAnswer = 1 << 20

    public init() {}

    /// Asks once. Redirects are not followed.
    /// - Returns: The answer, whatever its status is; names of headers in lower case.
    /// - Throws: `DeliveryError` where there was no answer.
    @Sendable public func send(_ request: ProviderRequest) async throws -> SiteAnswer {
        try WebhookSender.check(url: request.url)
        let lines = try WebhookSender.lines(request.headers)
        let body = request.method == .post ? request.body ?? [] : nil
        return try await Transfer.run {
            let transfer = try Transfer()
            try transfer.set(CURLOPT_TIMEOUT_MS, Self.timeout)
            return try transfer.exchange(
                request.method.rawValue, request.url, headers: lines, body: body, longest: Self.longestAnswer)
        }
    }
}
