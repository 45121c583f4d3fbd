import HTTPTypes
import Hummingbird
import NIOCore

/// What the portal answered, without a network.
public struct Answer: Sendable {
    public struct Field: Hashable, Sendable {
        public var name: String
        public var value: String
    }
    public var status: Int
    public var fields: [Field]
    public var body: [UInt8]

    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The header of a name, in any case; nil: there is none.
    public subscript(name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as JSON; nil: it is none.
    public var json: JSON? { try? JSONParser.parse(body) }
}

extension Portal {
    /// Asks the portal as a client would, but without a network: for tests.
    ///
    /// An event stream is answered only once it has ended.
    /// `headers`: `Content-Length` is added where there is a body.
    public func ask(
        _ method: String, _ path: String, headers: KeyValuePairs<String, String> = [:], body: [UInt8] = [],
        address: String = "127.0.0.1"
    ) async throws -> Answer {
        try await ask(method, path, fields: headers.map { ($0.key, $0.value) }, body: body, address: address)
    }

    /// As `ask(_:_:headers:body:address:)`, for headers that are at hand as a list.
    public func ask(
        _ method: String, _ path: String, fields: [(name: String, value: String)], body: [UInt8] = [],
        address: String = "127.0.0.1"
    ) async throws -> Answer {
        var request = HTTPRequest(
            method: HTTPRequest.Method(method) ?? .get, scheme: nil, authority: "portal.test", path: path)
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { request.headerFields.append(HTTPField(name: name, value: value)) }
        }
        let isLong = request.headerFields.contains { [.contentLength, .transferEncoding].contains($0.name) }
        if !body.isEmpty, !isLong { request.headerFields[.contentLength] = String(body.count) }
        let source = BodySource(RequestBody(buffer: ByteBuffer(bytes: body)), channel: nil)
        let response = await responder.respond(to: request, source: source, peer: address)
        let collected = CollectedBody()
        try await response.body.write(CollectingWriter(body: collected))
        return Answer(
            status: response.status.code,
            fields: response.headers.map { Answer.Field(name: $0.name.rawName, value: $0.value) },
            body: collected.bytes)
    }
}

/// Where an answer's body goes that is not sent.
private final class CollectedBody {
    var bytes: [UInt8] = []
}

private struct CollectingWriter: ResponseBodyWriter {
    let body: CollectedBody

    mutating func write(_ buffer: ByteBuffer) async throws {
        body.bytes.append(contentsOf: buffer.readableBytesView)
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
