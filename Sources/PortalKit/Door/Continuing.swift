import HTTPTypes
import HummingbirdCore
import TLS

extension HTTPServerBuilder {
    /// HTTP/1.1 that answers `Expect: 100-continue`, which curl sends with uploads and then waits a second for.
    ///
    /// - Parameters:
    ///   - bodyLimit: larger bodies are not asked for; their refusal comes without them.
    ///   - identity: connections are encrypted; nil: they are not.
    static func continuing(
        _ configuration: HTTP1Channel.Configuration, bodyLimit: Int, identity: TLSIdentity?
    ) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            let channel = HTTP1Channel(
                responder: { request, writer, channel in
                    if let expected = request.headers[.expect], expected.lowercased() == "100-continue",
                        request.headers[.contentLength].flatMap({ Int($0) }) ?? 0 <= bodyLimit
                    {
                        try await writer.writeInformationalHead(HTTPResponse(status: .continue))
                    }
                    try await responder(request, writer, channel)
                }, configuration: configuration)
            guard let identity else { return channel }
            return SecureChannel(inner: channel, identity: identity)
        }
    }
}
