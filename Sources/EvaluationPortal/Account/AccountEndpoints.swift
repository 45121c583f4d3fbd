import PortalKit

extension EvaluationPortal {
    var accountEndpoints: [Endpoint] { [] }
}
