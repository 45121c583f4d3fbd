import PortalKit

extension EvaluationPortal {
    /// What programs use. Rights are those of the pages: both come to the same desk and the same policy.
    var apiEndpoints: [Endpoint] {
        let api = PortalAPI(portal: self, rendered: RenderedCache(limit: 64 << 20))
        return api.accountEndpoints + api.personalEndpoints + api.rulebookEndpoints + api.caseListEndpoints
            + api.caseEndpoints + api.findingEndpoints + api.actEndpoints + api.importEndpoints + api.registryEndpoints
            + api.regionEndpoints + api.journalEndpoints
    }
}
