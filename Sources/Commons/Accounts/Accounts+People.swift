public import Rulebook
public import Secrets

extension Function {
    /// Adding people, changing and deactivating them, giving them roles, resetting their passwords.
    public static let managePeople = Function("people.manage", zh: "管理人员", en: "Manage people")
    public static let manageOrganisations = Function("organisations.manage", zh: "管理单位", en: "Manage organisations")
}

/// What an administrator writes about a person.
public struct PersonDraft: Hashable, Sendable {
    public var name: String
    public var login: String
    /// Of somebody new; empty: none. It is kept as a personal field, and that they agreed to mail is noted with it.
    public var mail: String
    public var language: Language

    public init(name: String, login: String, mail: String = "", language: Language = .zh) {
        self.name = name
        self.login = login
        self.mail = mail
        self.language = language
    }

    func checked() throws -> PersonDraft {
        var (draft, problems) = (self, Problems())
        draft.name = problems.name(name, at: "name")
        draft.login = Login.normal(login)
        if !Login.isSound(draft.login) {
            problems.add(
                "login", zh: "登录名为 3 至 64 个小写字母、数字或 . _ - @", en: "a login is 3 to 64 of a-z, 0-9, . _ - @")
        }
        if !mail.isEmpty, !PersonalText.isMail(mail) {
            problems.add("mail", zh: "邮箱地址应为 名称@域名", en: "a mail address is name@domain")
        }
        try problems.check()
        return draft
    }
}

extension Accounts {
    /// Somebody new, and the link that lets them choose their first password.
    public func createPerson(_ draft: PersonDraft, _ records: any Parts) throws -> (person: Person, link: Token) {
        let draft = try draft.checked()
        try keepFree(draft.login, for: nil, records)
        let person = Person(
            id: surroundings.newID(), name: draft.name, login: draft.login, language: draft.language)
        try records.save(person, version: 0)
        if !draft.mail.isEmpty { try setMail(draft.mail, of: person.id, records) }
        return (person, try passwordLink(for: person.id, records))
    }

    /// Name, login and language; a mail address is changed by `setMail`.
    /// `version`: what the edit rests on, from `personVersion`.
    @discardableResult
    public func changePerson(_ id: String, _ draft: PersonDraft, version: Int, _ records: any Parts) throws -> Person {
        let draft = try draft.checked()
        var person = try Self.found(records.person(id))
        try refuseErased(id, records)
        try keepFree(draft.login, for: id, records)
        person.name = draft.name
        person.login = draft.login
        person.language = draft.language.rawValue
        try records.save(person, version: version)
        return person
    }

    /// Lets somebody in again, or puts them out at once: sessions, access tokens and links end.
    /// `actor`: who does it; nobody deactivates themselves.
    @discardableResult
    public func setActive(_ isActive: Bool, person id: String, by actor: String?, version: Int, _ records: any Parts)
        throws -> Person
    {
        var person = try Self.found(records.person(id))
        if id == actor, !isActive {
            throw Refusal(.locked, zh: "不能停用自己的账号", en: "one cannot deactivate one's own account")
        }
        try refuseErased(id, records)
        person.isActive = isActive
        try records.save(person, version: version)
        guard !isActive else { return person }
        try records.endSessions(of: id, except: nil)
        try records.removeAccessTokens(of: id)
        try records.removePasswordLinks(of: id)
        try records.removeLoginSteps(of: id)
        if try records.memberships(of: id).contains(where: { $0.role == .administrator }) {
            try keepAnAdministrator(records)
        }
        return person
    }

    private func keepFree(_ login: String, for person: String?, _ records: any Parts) throws {
        guard let other = try records.person(login: login), other.id != person else { return }
        throw Refusal(.conflict, zh: "登录名“\(login)”已有人使用", en: "the login '\(login)' is taken", place: "login")
    }

    /// Throws, so that the transaction is undone, if nobody could manage people any more.
    func keepAnAdministrator(_ records: any Parts) throws {
        guard try records.members(MemberQuery(role: .administrator)).isEmpty else { return }
        throw Refusal(.locked, zh: "至少保留一名系统管理员", en: "at least one administrator must remain")
    }
}
