import PortalKit

extension EvaluationPortal {
    var publicEndpoints: [Endpoint] { [] }
}
