import PortalKit

extension EvaluationPortal {
    var peopleEndpoints: [Endpoint] { [] }
}
