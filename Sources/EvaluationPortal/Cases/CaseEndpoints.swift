import PortalKit

extension EvaluationPortal {
    var caseEndpoints: [Endpoint] { [] }
}
