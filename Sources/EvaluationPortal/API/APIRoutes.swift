import PortalKit

/// Every address of the API.
enum APIRoutes {
    static let me = Route("/api/v1/me")
    static let personal = Route("/api/v1/people/{person}/personal")
    static let looks = Route("/api/v1/people/{person}/looks")
    static let rulebooks = Route("/api/v1/rulebooks")
    static let rulebook = Route("/api/v1/rulebooks/{rulebook}")
    static let cases = Route("/api/v1/cases")
    static let oneCase = Route("/api/v1/cases/{case}")
    static let tree = Route("/api/v1/cases/{case}/tree")
    static let score = Route("/api/v1/cases/{case}/score")
    static let finding = Route("/api/v1/cases/{case}/findings/{layer}/{clause}")
    static let acts = Route("/api/v1/cases/{case}/acts")
    static let history = Route("/api/v1/cases/{case}/history")
    static let importFile = Route("/api/v1/cases/{case}/import")
    static let evidence = Route("/api/v1/cases/{case}/evidence")
    static let evidenceFile = Route("/api/v1/cases/{case}/evidence/{evidence}/{revision}")
    static let registry = Route("/api/v1/registry")
    static let certificate = Route("/api/v1/registry/{number}")
    static let journalCheckpoint = Route("/api/v1/journal/checkpoint")
    static let journalEntries = Route("/api/v1/journal/entries")
    static let journalProof = Route("/api/v1/journal/entries/{sequence}/proof")
    static let journalConsistency = Route("/api/v1/journal/consistency")
    static let journalWitness = Route("/api/v1/journal/witness")
    static let summaries = Route("/api/v1/region/summaries")
}
