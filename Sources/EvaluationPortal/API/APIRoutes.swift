import PortalKit

/// Every address of the API.
enum APIRoutes {
    static let me = Route("/api/v1/me")
    static let rulebooks = Route("/api/v1/rulebooks")
    static let rulebook = Route("/api/v1/rulebooks/{rulebook}")
    static let cases = Route("/api/v1/cases")
    static let oneCase = Route("/api/v1/cases/{case}")
    static let tree = Route("/api/v1/cases/{case}/tree")
    static let score = Route("/api/v1/cases/{case}/score")
    static let finding = Route("/api/v1/cases/{case}/findings/{layer}/{clause}")
    static let acts = Route("/api/v1/cases/{case}/acts")
    static let history = Route("/api/v1/cases/{case}/history")
    static let casePackage = Route("/api/v1/cases/{case}/package")
    static let importFile = Route("/api/v1/cases/{case}/import")
    static let evidence = Route("/api/v1/cases/{case}/evidence")
    static let evidenceFile = Route("/api/v1/cases/{case}/evidence/{evidence}/{revision}")
    static let registry = Route("/api/v1/registry")
    static let certificate = Route("/api/v1/registry/{number}")
    static let certificateStatement = Route("/api/v1/registry/{number}/statement")
    static let summaries = Route("/api/v1/region/summaries")
}
