import PortalKit

extension EvaluationPortal {
    var regionEndpoints: [Endpoint] { [] }
}
