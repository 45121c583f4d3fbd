import Rulebook

/// Puts notices into the outbox and carries them to people's mail.
public struct NoticePost: Sendable {
    /// The kind of the job that mails one notice; its key is the notice's id.
    public static let mailing = "notice.mail"
    /// What pages listen to for new notices; the message is the id of the person.
    public static let channel = "notices"

    private let store: any Store
    private let now: @Sendable () -> Instant
    private let site: @Sendable () -> String
    private let send: @Sendable (Letter) async throws -> Void

    /// - `site`: What stands before the path of a link, e.g. `https://linli.example.cn`.
    /// - `send`: Hands a letter to the mail server; throwing has it tried again.
    public init(
        store: any Store, surroundings: Surroundings, site: @escaping @Sendable () -> String,
        send: @escaping @Sendable (Letter) async throws -> Void
    ) {
        self.store = store
        now = surroundings.now
        self.site = site
        self.send = send
    }

    /// Within the transaction of what it tells of: either both happen or neither.
    public static func put(_ notice: Notice, in records: any Records) throws {
        try records.addNotice(notice)
        try records.enqueue(kind: mailing, key: notice.id, payload: [], runAt: notice.at)
        try records.announce(notice.person, on: channel)
    }

    public var handler: JobHandler {
        JobHandler(Self.mailing) { try await mail($0.key) }
    }

    /// Mails a notice unless that happened before, or its person has no address, does not agree to mail (any more) or
    /// is not active.
    func mail(_ id: String) async throws {
        let found = try await store.read { records -> (Notice, Person, address: String)? in
            guard let notice = try records.notice(id), notice.mailedAt == nil,
                let person = try records.person(notice.person), person.isActive,
                try records.consents(of: person.id).active(.mail) != nil,
                let field = try records.personalField(.mail, of: person.id)
            else { return nil }
            return (notice, person, field.value)
        }
        guard let (notice, person, address) = found else { return }
        let language = Language(rawValue: person.language) ?? .zh
        try await send(
            Letter(
                id: id, address: address, name: person.name, subject: notice.subject[language],
                text: notice.body[language], url: notice.link.isEmpty ? "" : site() + notice.link, at: notice.at))
        let now = now()
        try await store.write { try $0.markNoticeMailed(id, at: now) }
    }
}
