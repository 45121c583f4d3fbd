import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
public import ServiceLifecycle

extension Portal {
    /// A server beside the portal's own that speaks HTTP without TLS, and only to send people to the portal: 308 to the
    /// same address there. It reads no body and believes no `Host`. Programs are refused instead: one that is sent on
    /// would tell its token to everybody on the way, every time, and nobody would notice.
    /// - Parameters:
    ///   - port: where it listens, at the portal's host.
    ///   - site: where the portal is, such as `https://linli.example`.
    public func redirecting(at port: Int, to site: @escaping @Sendable () -> String) -> any Service {
        let (sink, now) = (responder.surroundings.log, responder.surroundings.now)
        return Application(
            responder: RedirectResponder(site: site),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    idleTimeout: .seconds(10),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 16 << 10, maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: port)),
            logger: Logger(label: "redirect") { _ in JSONLogHandler(sink: sink, now: now) })
    }
}

private struct RedirectResponder: HTTPResponder {
    let site: @Sendable () -> String

    func respond(to request: Request, context: PortalContext) async throws -> Response {
        let path = request.head.path ?? "/"
        var headers: HTTPFields = [.connection: "close", .cacheControl: "no-store"]
        if path.hasPrefix("/api/") {
            let words = "这里只有 HTTPS：\(site())\nThe API is there by HTTPS alone: \(site())\n"
            headers[.contentType] = "text/plain; charset=utf-8"
            return Response(
                status: .forbidden, headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(string: words)))
        }
        let target = path.hasPrefix("/") && path.utf8.count <= 8 << 10 ? path : "/"
        headers[.location] = site() + target
        headers[.contentLength] = "0"
        return Response(status: .permanentRedirect, headers: headers)
    }
}
