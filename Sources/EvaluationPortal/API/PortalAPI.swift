import Commons
import Evaluation
import HTTPTypes
import PortalKit
import Rulebook

/// The handlers of the API and what they share.
struct PortalAPI: Sendable {
    let portal: EvaluationPortal
    let rendered: RenderedCache

    var desk: EvaluationDesk { portal.desk }

    /// For what sometimes rests on a version and sometimes does not.
    static let optionalIfMatch = Parameter.header(
        "If-Match", .string(pattern: .version), zh: "所依据的版本，如 \"17\"，或 *",
        en: "The version that it rests on, as \"17\", or *")

    /// The case of the address as the visitor may see it.
    func opened(_ call: Call) async throws -> EvaluationDesk.Opened {
        try await desk.open(call.parameter("case"), call.visitor)
    }

    /// The version that `If-Match` names; `*` stands for the one that there is.
    func expected(_ call: Call, current: () throws -> Int?) throws -> Int? {
        guard let condition = call.ifMatch else { return nil }
        if condition == .any { return try current() }
        return try call.expectedVersion()
    }
}

extension Reply {
    /// A problem of the shape that the door's own have, with a header that the door could not know.
    static func problem(
        _ kind: Refusal.Kind, _ status: HTTPResponse.Status, _ title: Phrase, _ detail: Phrase,
        _ details: [Refusal.Detail] = [], place: String? = nil, _ call: Call
    ) -> Reply {
        var members: [JSON.Member] = [
            .init("type", .string("urn:linli:refusal:\(kind.rawValue)")), .init("title", .string(call.say(title))),
            .init("status", .integer(status.code)), .init("detail", .string(call.say(detail))),
            .init("instance", .string(call.id)), .init("kind", .string(kind.rawValue)),
        ]
        if let place { members.append(.init("place", .string(place))) }
        let points = details.map { detail -> JSON in
            ["place": .string(detail.place), "reason": .string(call.say(detail.reason))]
        }
        members.append(.init("details", .array(points)))
        return .bytes(JSON.object(members).bytes, type: "application/problem+json", status: status)
            .with(.cacheControl, "no-store")
    }
}

extension Pattern {
    /// `"17"` or `*`.
    static let version = Pattern(#"^(\*|"[0-9]{1,18}")$"#) { text in
        let digits = text.utf8.dropFirst().dropLast()
        return text == "*"
            || text.hasPrefix("\"") && text.hasSuffix("\"") && (1...18).contains(digits.count)
                && digits.allSatisfy { (48...57).contains($0) }
    }

    /// Where a list goes on: milliseconds and an id.
    static let cursor = Pattern("^[0-9]{1,15}-[0-9a-z]{1,64}$") { text in
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.count == 2 && (1...15).contains(parts[0].count) && (1...64).contains(parts[1].count)
            && parts[0].allSatisfy { (48...57).contains($0) }
            && parts[1].allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
    }
}

extension JSON {
    /// Text that is JSON already; only for writing. Numbers are written as they stand, and so is this.
    static func verbatim(_ json: String) -> JSON { .number(json) }

    static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
    static func optional(_ day: Day?) -> JSON { .optional(day?.description) }
    static func optional(_ instant: Instant?) -> JSON { .optional(instant?.iso) }
    static func optional(_ number: Int?) -> JSON { number.map { .integer($0) } ?? .null }
    static func optional(_ flag: Bool?) -> JSON { flag.map { .boolean($0) } ?? .null }

    static func strings(_ texts: some Sequence<String>) -> JSON { .array(texts.map { .string($0) }) }
}
