public import Rulebook

/// Something that a request to the API gives beside its body: declared once, checked at the door, told in the OpenAPI
/// document.
public struct Parameter: Hashable, Sendable {
    public enum Place: String, Hashable, Sendable {
        case path, query
        /// Told, not checked: a header is for the handler to read, in the words of the protocol that it belongs to.
        case header
    }
    public var place: Place
    public var name: String
    public var schema: Schema
    public var isRequired: Bool
    public var meaning: Phrase

    /// In the path; the route names it.
    public static func path(_ name: String, _ schema: Schema, zh: String, en: String) -> Parameter {
        Parameter(place: .path, name: name, schema: schema, isRequired: true, meaning: Phrase(zh: zh, en: en))
    }

    /// In the query.
    public static func query(
        _ name: String, _ schema: Schema, required: Bool = false, zh: String, en: String
    ) -> Parameter {
        Parameter(place: .query, name: name, schema: schema, isRequired: required, meaning: Phrase(zh: zh, en: en))
    }

    /// A header that the handler reads; those that the door itself asks for are `Endpoint.Need`s.
    public static func header(
        _ name: String, _ schema: Schema, required: Bool = false, zh: String, en: String
    ) -> Parameter {
        Parameter(place: .header, name: name, schema: schema, isRequired: required, meaning: Phrase(zh: zh, en: en))
    }
}
