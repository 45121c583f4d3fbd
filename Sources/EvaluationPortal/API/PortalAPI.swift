import Evaluation
import PortalKit

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
