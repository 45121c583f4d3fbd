/// What a provider is asked by HTTP.
public struct ProviderRequest: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }
    public var method: Method
    public var url: String
    public var headers: [(name: String, value: String)]
    /// Of `post` only.
    public var body: [UInt8]?

    public init(
        _ method: Method, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}
