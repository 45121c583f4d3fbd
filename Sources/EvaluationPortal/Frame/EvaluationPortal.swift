public import Commons
public import Evaluation
public import PortalKit
public import Rulebook

/// The pages and the API of the evaluation wing. A value that makes endpoints; it opens no port and no database.
public struct EvaluationPortal: Sendable {
    /// Somebody to log in as while the installation is a demonstration.
    public struct DemoLogIn: Sendable {
        public var role: Phrase
        public var login: String
        public var name: String

        public init(role: Phrase, login: String, name: String) {
            self.role = role
            self.login = login
            self.name = name
        }
    }

    public var desk: EvaluationDesk
    public var store: any Store
    public var accounts: Accounts
    public var files: Files
    public var uploads: Uploads
    /// Where the outside reaches this server, without a slash at the end: `https://linli.example.cn`. Asked for anew
    /// each time: where the port is any that is free, it is known only once the server listens.
    public var site: @Sendable () -> String
    /// Empty: not a demonstration.
    public var demoLogIns: [DemoLogIn]
    public var demoPassword: String
    /// What stands around every page.
    public var frame: PageFrame
    /// Prints a page of HTML as a PDF.
    public var printPDF: @Sendable (String) async throws -> [UInt8]
    /// Of all wings.
    public var rights: RightsBook
    /// What webhooks can be told of besides acts on cases.
    public var calls: [(id: String, title: Phrase)] = []
    /// What the first page presents.
    public var wings: [Wing] = [wing]
    /// What stands first on the start pages of those who often come for it.
    public var launches: [Launch] = []
    /// Keeps checkpoints of other installations; nil: of none.
    public var witness: WitnessDesk?
    /// Has the journal signed as it is now.
    public var checkpoint: @Sendable () async throws -> Void

    public init(
        desk: EvaluationDesk, store: any Store, accounts: Accounts, files: Files, uploads: Uploads,
        site: @escaping @Sendable () -> String, demoLogIns: [DemoLogIn] = [], demoPassword: String = "",
        frame: PageFrame, printPDF: @escaping @Sendable (String) async throws -> [UInt8],
        rights: RightsBook = .evaluation, witness: WitnessDesk? = nil,
        checkpoint: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.desk = desk
        self.store = store
        self.accounts = accounts
        self.files = files
        self.uploads = uploads
        self.site = site
        self.demoLogIns = demoLogIns
        self.demoPassword = demoPassword
        self.frame = frame
        self.printPDF = printPDF
        self.rights = rights
        self.witness = witness
        self.checkpoint = checkpoint
    }

    /// Everything that this portal answers.
    public var endpoints: [Endpoint] {
        publicEndpoints + accountEndpoints + personalEndpoints + caseEndpoints + fileEndpoints + regionEndpoints
            + peopleEndpoints + apiEndpoints
    }

    var packages: PackageDesk { PackageDesk(desk, vault: files.vault, checkpoint: checkpoint) }
    var certificates: CertificateOffice { CertificateOffice(desk, checkpoint: checkpoint) }
    var hookEvents: [(id: String, title: Phrase)] { HookEvents.all + calls }
    var baseURL: String { site() }
    var now: Instant { desk.surroundings.now() }
    var today: Day { now.day }
}
