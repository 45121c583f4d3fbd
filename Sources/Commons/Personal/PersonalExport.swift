public import Rulebook

/// Everything that an installation holds on one person, to be handed to them (PIPL article 45): encoded, it is the
/// export's JSON. Times are `2026-03-01T09:30:05.123+08:00`; secrets are left out.
public struct PersonalExport: Encodable, Sendable {
    public struct Party: Encodable, Sendable {
        public var id: String
        public var name: String
        public var login: String
        public var language: String
        public var isActive: Bool
    }
    public struct Field: Encodable, Sendable {
        public var kind: PersonalKind
        public var value: String
        public var changedAt: String
    }
    public struct Position: Encodable, Sendable {
        public var role: Role
        public var organisation: String
        public var fields: [String]
    }
    public struct LogIn: Encodable, Sendable {
        public var since: String
        public var lastSeen: String
        public var until: String
        public var address: String
        public var agent: String
    }
    public struct Token: Encodable, Sendable {
        public var name: String
        public var scopes: [String]
        public var since: String
        public var until: String
        public var lastUsed: String?
    }
    public struct Message: Encodable, Sendable {
        public var at: String
        public var subject: String
        public var body: String
        public var readAt: String?
        public var mailedAt: String?
    }
    public struct Seen: Encodable, Sendable {
        public var at: String
        /// nil: all of it.
        public var field: PersonalKind?
        public var by: String
        public var purpose: LookPurpose
        public var words: String
    }
    public struct Agreement: Encodable, Sendable {
        public var purpose: String
        public var edition: String
        public var givenAt: String
        public var way: Consent.Way
        public var withdrawnAt: String?
    }
    public struct Deed: Encodable, Sendable {
        public var at: String
        public var act: String
        public var number: String
        public var title: String
    }
    public struct Trace: Encodable, Sendable {
        public var at: String
        public var kind: PersonalTrace.Kind
        public var what: String
    }

    /// Of this shape; it changes when a member does.
    public var format = "linli-person-1"
    public var madeAt: String
    public var person: Party
    public var passwordChangedAt: String?
    public var fields: [Field]
    public var roles: [Position]
    public var sessions: [LogIn]
    public var accessTokens: [Token]
    public var notices: [Message]
    public var looks: [Seen]
    public var consents: [Agreement]
    public var acts: [Deed]
    public var traces: [Trace]

    /// The JSON, the same bytes for the same records.
    public var json: [UInt8] {
        get throws { Array(try CanonicalJSON.encode(self)) }
    }
}

extension Accounts {
    /// All that is kept of somebody, for themselves or for whoever has a reason.
    ///
    /// `reason`: why somebody else has it; nil for the person. Either stands in the journal.
    public func export(
        _ id: String, by actor: String?, _ reason: LookReason?, language: Language, _ records: any Records
    ) throws -> PersonalExport {
        let person = try Self.found(records.person(id))
        if let reason, let actor {
            _ = try note(nil, of: id, by: actor, reason, records)
        } else {
            try records.note(JournalNote("personal.export", on: "person/\(id)", details: ["field": "all"]))
        }
        let looks = try records.looks(at: id, limit: 500)
        let lookers = Dictionary(
            try records.people(Set(looks.map(\.by))).map { ($0.id, $0.name) }
        ) { first, _ in first }
        return PersonalExport(
            madeAt: surroundings.now().iso,
            person: .init(
                id: id, name: person.name, login: person.login, language: person.language, isActive: person.isActive),
            passwordChangedAt: try records.credential(of: id)?.changedAt.iso,
            fields: try records.personalFields(of: id).map {
                .init(kind: $0.kind, value: $0.value, changedAt: $0.changedAt.iso)
            },
            roles: try records.memberships(of: id).map {
                .init(role: $0.role, organisation: $0.organisation.name, fields: $0.fields)
            },
            sessions: try records.sessions(of: id).map(PersonalExport.LogIn.init),
            accessTokens: try records.accessTokens(of: id).map(PersonalExport.Token.init),
            notices: try allNotices(of: id, records).map { PersonalExport.Message($0, language) },
            looks: looks.map { .init($0, by: lookers[$0.by] ?? $0.by) },
            consents: try records.consents(of: id).map(PersonalExport.Agreement.init),
            acts: try records.acts(of: id).map {
                .init(at: $0.at.iso, act: $0.act, number: $0.number, title: $0.title)
            },
            traces: try records.traces(of: id).map { .init(at: $0.at.iso, kind: $0.kind, what: $0.what) })
    }

    private func allNotices(of id: String, _ records: any Records) throws -> [Notice] {
        var (all, page) = ([Notice](), try records.notices(for: id, after: nil, limit: 500))
        while let last = page.last {
            all += page
            page = page.count < 500 ? [] : try records.notices(for: id, after: last.cursor, limit: 500)
        }
        return all
    }
}

extension PersonalExport.LogIn {
    init(_ session: Session) {
        self.init(
            since: session.created.iso, lastSeen: session.lastSeen.iso, until: session.expires.iso,
            address: session.address, agent: session.agent)
    }
}

extension PersonalExport.Token {
    init(_ token: AccessToken) {
        self.init(
            name: token.name, scopes: token.scopes.sorted(), since: token.created.iso, until: token.expires.iso,
            lastUsed: token.lastUsed?.iso)
    }
}

extension PersonalExport.Message {
    init(_ notice: Notice, _ language: Language) {
        self.init(
            at: notice.at.iso, subject: notice.subject[language], body: notice.body[language],
            readAt: notice.readAt?.iso, mailedAt: notice.mailedAt?.iso)
    }
}

extension PersonalExport.Seen {
    init(_ look: PersonalLook, by name: String) {
        self.init(at: look.at.iso, field: look.kind, by: name, purpose: look.purpose, words: look.words)
    }
}

extension PersonalExport.Agreement {
    init(_ consent: Consent) {
        self.init(
            purpose: consent.purpose, edition: consent.edition, givenAt: consent.givenAt.iso, way: consent.way,
            withdrawnAt: consent.withdrawnAt?.iso)
    }
}
