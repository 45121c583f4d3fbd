import PortalKit

extension EvaluationPortal {
    var fileEndpoints: [Endpoint] { [] }
}
