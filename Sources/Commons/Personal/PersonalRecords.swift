/// Personal fields, who looked at them, consents and erasures, within one transaction.
public protocol PersonalRecords {
    /// In clear, in the order of their kinds. Throws a `Refusal` where the key is not there.
    func personalFields(of person: String) throws -> [PersonalField]
    func personalField(_ kind: PersonalKind, of person: String) throws -> PersonalField?
    /// By person, of those who have one.
    func personalFields(_ kind: PersonalKind, of people: Set<String>) throws -> [String: PersonalField]
    /// Gives the new version. Throws a conflict unless the version is the one given (0: new).
    @discardableResult
    func save(_ field: PersonalField, version: Int) throws -> Int
    /// Whether there was one.
    @discardableResult
    func removePersonalField(_ kind: PersonalKind, of person: String) throws -> Bool
    /// Those whose field has this very value, which is normal; at most 50, in order of id.
    func people(having value: String, in kind: PersonalKind) throws -> [Person]

    func insert(_ look: PersonalLook) throws
    /// Newest first; the limit is 1...500.
    func looks(at person: String, limit: Int) throws -> [PersonalLook]

    /// Newest first.
    func consents(of person: String) throws -> [Consent]
    /// Adds it or puts it in the place of the one with its number.
    func save(_ consent: Consent) throws

    /// What somebody did in cases, oldest first.
    func acts(of person: String) throws -> [PersonalAct]
    /// Where else their id stands, oldest first.
    func traces(of person: String) throws -> [PersonalTrace]
    func erasure(of person: String) throws -> Erasure?
    /// Notes it, and removes every row that is about the person alone: fields, credentials, sessions, tokens, links,
    /// notices, uploads, kept answers, and the salts of the journal's commitments.
    func erase(_ erasure: Erasure, login: String) throws
}
