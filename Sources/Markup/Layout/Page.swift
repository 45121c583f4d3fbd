/// What a page is made of, besides its body. `Layout` makes a document of it.
public struct Page: Sendable {
    /// The look that the reader has chosen.
    public enum Theme: String, Sendable, CaseIterable { case auto, light, dark }

    /// The size of type that the reader has chosen.
    public enum TypeSize: String, Sendable, CaseIterable { case normal, large }

    /// Somebody signed in.
    public struct User: Sendable {
        /// The name as others see it.
        public var name: String
        /// On whose behalf, or as what: an organisation, a role.
        public var role: String
        /// What the menu offers.
        public var links: [Link]
        /// Where the form that signs out is sent.
        public var signOutAction: String?

        /// Somebody signed in.
        public init(name: String, role: String = "", links: [Link] = [], signOutAction: String? = nil) {
            self.name = name
            self.role = role
            self.links = links
            self.signOutAction = signOutAction
        }
    }

    /// A message that stands once on top of the next page.
    public struct Notice: Sendable {
        /// What it means.
        public var tone: Tone
        /// What it says.
        public var body: HTML

        /// A message in plain text.
        public init(_ tone: Tone, _ text: String) { self.init(tone, .text(text)) }

        /// A message with links in it.
        public init(_ tone: Tone, _ body: HTML) {
            self.tone = tone
            self.body = body
        }
    }

    /// The language of everything on it.
    public var language: PageLanguage
    /// What it is about, for the title of the window; the name of the site is added.
    public var title: String
    /// What it holds.
    public var body: HTML
    /// The name of the site in the header.
    public var brand = "邻里"
    /// What stands beside the name.
    public var tagline = ""
    /// Where the name leads.
    public var home = "/"
    /// The main entries.
    public var navigation: [Link] = []
    /// Who is signed in.
    public var user: User?
    /// Where to sign in, for those who are not.
    public var signIn: Link?
    /// Messages on top.
    public var notices: [Notice] = []
    /// What stands at the bottom, to the left.
    public var footer: HTML = ""
    /// Links at the bottom, to the right.
    public var footerLinks: [Link] = []
    /// Whether the body takes the whole width: for wide tables.
    public var isWide = false
    /// Whether the body is a narrow column: for signing in, for errors.
    public var isNarrow = false
    /// Light, dark, or as the system has it.
    public var theme = Theme.auto
    /// Normal or large type.
    public var typeSize = TypeSize.normal
    /// The token that forms and scripts send back.
    public var csrfToken: String?
    /// This page's own address; the form of preferences comes back to it.
    public var path = "/"
    /// Where language, theme and size of type are sent (POST: `language`, `theme` or `type`, and `back`, `_csrf`) by
    /// those without script. The script sets cookies of these names itself.
    public var preferencesAction = "/preferences"
    /// The address of ``Stylesheet``.
    public var stylesheet = "/assets/linli.css"
    /// The address of ``Script``.
    public var script = "/assets/linli.js"
    /// The address of ``Icon``, if it is served.
    public var icon: String?
    /// The address of ``Icon/png192``, if it is served.
    public var touchIcon: String?
    /// The addresses of the manifest and of ``ServiceWorker``, where the portal can be installed.
    public var app: (manifest: String, worker: String)?
    /// Whether search engines may list it.
    public var isIndexed = false
    /// A few words for those who have not opened it yet.
    public var summary: String?
    /// More for the head: never scripts or styles of its own.
    public var head: HTML = ""

    /// A page; set the rest as far as it differs.
    public init(_ title: String, language: PageLanguage, body: HTML = "") {
        self.title = title
        self.language = language
        self.body = body
    }
}
