import PortalKit

/// Every address of the evaluation portal; links are made from these and from nothing else.
enum Routes {
    // Public
    static let home = Route("/")
    static let logIn = Route("/login")
    static let logOut = Route("/logout")
    static let preferences = Route("/preferences")
    static let registry = Route("/registry")
    static let certificate = Route("/registry/{number}")
    static let notices = Route("/notices")
    static let notice = Route("/notices/{case}")
    static let objection = Route("/notices/{case}/objections")
    static let choosePassword = Route("/password/{token}")

    // Work
    static let work = Route("/work")
    static let cases = Route("/cases")
    static let newCase = Route("/cases/new")
    static let caseHome = Route("/cases/{case}")
    static let caseEvents = Route("/cases/{case}/events")
    static let caseStatus = Route("/cases/{case}/status")
    static let community = Route("/cases/{case}/community")
    static let clauses = Route("/cases/{case}/clauses")
    static let clause = Route("/cases/{case}/clauses/{clause}")
    static let finding = Route("/cases/{case}/clauses/{clause}/{layer}")
    static let evidence = Route("/cases/{case}/evidence")
    static let evidenceItem = Route("/cases/{case}/evidence/{evidence}")
    static let evidenceFile = Route("/cases/{case}/evidence/{evidence}/{revision}")
    static let importFile = Route("/cases/{case}/import")
    static let form = Route("/cases/{case}/form.xlsx")
    static let rounds = Route("/cases/{case}/rounds")
    static let panel = Route("/cases/{case}/panel")
    static let consensus = Route("/cases/{case}/consensus")
    static let report = Route("/cases/{case}/report")
    static let reportFile = Route("/cases/{case}/report/{format}")
    static let publicity = Route("/cases/{case}/publicity")
    static let caseCertificate = Route("/cases/{case}/certificate")
    static let history = Route("/cases/{case}/history")
    static let edition = Route("/cases/{case}/edition")
    static let act = Route("/cases/{case}/acts/{act}")
    static let uploads = Route("/uploads")
    static let upload = Route("/uploads/{upload}")

    // Region
    static let region = Route("/region")
    static let regionTable = Route("/region/communities")
    static let regionExport = Route("/region/export/{format}")
    static let oversight = Route("/region/oversight")

    // People
    static let people = Route("/people")
    static let person = Route("/people/{person}")
    static let organisations = Route("/organisations")
    static let organisation = Route("/organisations/{organisation}")
    static let policy = Route("/policy")
    static let why = Route("/why")

    // Oneself
    static let account = Route("/account")
    static let password = Route("/account/password")
    static let sessions = Route("/account/sessions")
    static let tokens = Route("/account/tokens")
    static let inbox = Route("/account/notices")
    static let hooks = Route("/account/hooks")
}
