import PortalKit

extension EvaluationPortal {
    var apiEndpoints: [Endpoint] { [] }
}
