import Commons

/// Personal fields, as far as the API asks for them.
extension APIRecords {
    func personalFields(of person: String) -> [PersonalField] {
        PersonalKind.allCases.compactMap { personalField($0, of: person) }
    }
    func personalField(_ kind: PersonalKind, of person: String) -> PersonalField? {
        state.fields[PersonalField.place(person, kind)]
    }
    func personalFields(_ kind: PersonalKind, of people: Set<String>) -> [String: PersonalField] {
        Dictionary(people.compactMap { id in personalField(kind, of: id).map { (id, $0) } }) { first, _ in first }
    }
    func save(_ field: PersonalField, version: Int) -> Int {
        state.fields[field.place] = field
        return version + 1
    }
    func removePersonalField(_ kind: PersonalKind, of person: String) throws -> Bool { throw Unused() }
    func people(having value: String, in kind: PersonalKind) throws -> [Person] { throw Unused() }
    func insert(_ look: PersonalLook) { state.looks.append(look) }
    func looks(at person: String, limit: Int) -> [PersonalLook] { state.looks.filter { $0.person == person } }
    func consents(of person: String) -> [Consent] { [] }
    func save(_ consent: Consent) throws { throw Unused() }
    func acts(of person: String) throws -> [PersonalAct] { throw Unused() }
    func traces(of person: String) throws -> [PersonalTrace] { throw Unused() }
    func erasure(of person: String) -> Erasure? { nil }
    func erase(_ erasure: Erasure, login: String) throws { throw Unused() }
}
