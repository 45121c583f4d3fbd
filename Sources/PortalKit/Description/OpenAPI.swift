import Commons
import HTTPTypes
import Rulebook

/// The document that describes the API (OpenAPI 3.1), made from the table of endpoints.
public struct OpenAPI: Sendable {
    private let endpoints: [Endpoint]

    public init(_ endpoints: [Endpoint]) { self.endpoints = endpoints.filter { $0.interface == .api } }

    public var json: [UInt8] { JSON.object([]).bytes }

    static let route = Route("/api/openapi.json")

    static func endpoint(describing endpoints: [Endpoint]) -> Endpoint {
        let document = OpenAPI(endpoints).json
        let tag = EntityTag(of: document)
        return .api(
            .get, route, .open, Phrase(zh: "接口说明（OpenAPI）", en: "Description of the API (OpenAPI)"),
            output: .init(.object([], open: true))
        ) { _ in .json(document, etag: tag) }
    }
}
