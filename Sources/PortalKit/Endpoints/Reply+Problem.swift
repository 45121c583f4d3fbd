public import Commons
public import HTTPTypes
public import Rulebook

extension Reply {
    /// A problem of the shape that the door's own have, with a header that the door could not know.
    public static func problem(
        _ kind: Refusal.Kind, _ status: HTTPResponse.Status, _ title: Phrase, _ detail: Phrase,
        _ details: [Refusal.Detail] = [], place: String? = nil, _ call: Call
    ) -> Reply {
        let fault = Fault(status, Refusal(kind, detail, place: place, details: details))
        return .bytes(
            Problem.json(fault, id: call.id, language: call.language, title: title).bytes, type: Problem.type,
            status: status
        ).with(.cacheControl, "no-store")
    }
}
