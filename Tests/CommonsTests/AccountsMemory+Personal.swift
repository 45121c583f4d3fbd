import Commons

/// What is kept of people, without encryption.
struct PersonalMemory {
    var fields: [String: PersonalField] = [:]
    var looks: [PersonalLook] = []
    var consents: [Consent] = []
    var erasures: [Erasure] = []
}

extension AccountsMemory {
    func personalFields(of person: String) -> [PersonalField] {
        PersonalKind.allCases.compactMap { personalField($0, of: person) }
    }
    func personalField(_ kind: PersonalKind, of person: String) -> PersonalField? {
        personal.fields[PersonalField.place(person, kind)]
    }
    func personalFields(_ kind: PersonalKind, of people: Set<String>) -> [String: PersonalField] {
        Dictionary(people.compactMap { id in personalField(kind, of: id).map { (id, $0) } }) { first, _ in first }
    }
    func save(_ field: PersonalField, version: Int) throws -> Int {
        guard personal.fields[field.place]?.version ?? 0 == version else { throw Self.conflict }
        var field = field
        field.version = version + 1
        personal.fields[field.place] = field
        return version + 1
    }
    func removePersonalField(_ kind: PersonalKind, of person: String) -> Bool {
        personal.fields.removeValue(forKey: PersonalField.place(person, kind)) != nil
    }
    func people(having value: String, in kind: PersonalKind) -> [Person] {
        personal.fields.values.filter { $0.kind == kind && $0.searched == value }.compactMap { person($0.person) }
    }
    func insert(_ look: PersonalLook) { personal.looks.append(look) }
    func looks(at person: String, limit: Int) -> [PersonalLook] { personal.looks.filter { $0.person == person } }
    func consents(of person: String) -> [Consent] { personal.consents.filter { $0.person == person }.reversed() }
    func save(_ consent: Consent) {
        let isSame = { (other: Consent) in
            (other.person, other.purpose, other.number) == (consent.person, consent.purpose, consent.number)
        }
        guard let place = personal.consents.firstIndex(where: isSame) else { return personal.consents.append(consent) }
        personal.consents[place] = consent
    }
    func acts(of person: String) -> [PersonalAct] { [] }
    func traces(of person: String) -> [PersonalTrace] { [] }
    func erasure(of person: String) -> Erasure? { personal.erasures.first { $0.person == person } }
    func erase(_ erasure: Erasure, login: String) {
        personal.erasures.append(erasure)
        personal.fields = personal.fields.filter { $0.value.person != erasure.person }
    }
}
