import Rulebook

extension Accounts {
    /// Erases all that is about somebody alone and cannot be undone: fields, name, login, password, sessions, tokens,
    /// notices and roles. What they did in cases stays under their id, as the law has it.
    ///
    /// `actor`: who does it; nobody erases themselves.
    /// - Throws: A `Refusal` of kind `locked` that says why not.
    public func erase(_ id: String, reason: Erasure.Reason, by actor: String, _ records: any Records) throws {
        var person = try Self.found(records.person(id))
        try refuseErased(id, records)
        if id == actor {
            throw Refusal(
                .locked, zh: "不能删除自己的个人信息，请由另一位管理员办理", en: "nobody erases themselves; ask another administrator")
        }
        guard let version = try records.personVersion(id) else { return }
        let login = person.login
        for membership in try records.memberships(of: id) {
            try records.removeMembership(of: id, in: membership.organisation.id, as: membership.role)
        }
        try keepAnAdministrator(records)
        for purpose in ConsentPurpose.all { try withdraw(purpose, of: id, way: .erasure, records) }
        let erasure = Erasure(person: id, at: surroundings.now(), by: actor, reason: reason)
        try records.note(JournalNote("person.erase", on: "person/\(id)", details: ["reason": reason.rawValue]))
        try records.erase(erasure, login: login)
        // Last, so that the journal's word on it has nothing to do with those before.
        (person.name, person.login) = (Erasure.name, Erasure.login(id))
        person.isActive = false
        try records.save(person, version: version)
    }
}
