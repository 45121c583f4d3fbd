import Rulebook

extension Accounts {
    /// Sets or, with an empty text, removes a field of one's own.
    ///
    /// `version`: what the edit rests on; 0: there was none. `agrees`: to the consent that the kind takes, in the text
    /// that is in force, where it was not given yet.
    public func setField(
        _ kind: PersonalKind, _ text: String, of person: String, version: Int, agrees: Bool, _ records: any Parts
    ) throws {
        let person = try Self.found(records.person(person))
        if PersonalText.trimmed(text).isEmpty {
            guard try records.personalField(kind, of: person.id)?.version ?? 0 == version else {
                throw Refusal(
                    .conflict, zh: "他人刚刚作了修改，请刷新后重试",
                    en: "somebody else has changed this just now; reload and try again")
            }
            try records.removePersonalField(kind, of: person.id)
            return
        }
        let value = try kind.normal(text)
        if try records.consents(of: person.id).active(kind.consent) == nil {
            guard agrees else {
                throw Refusal(
                    .invalid, zh: "保存前请先同意“\(kind.consent.title.zh)”",
                    en: "agree to '\(kind.consent.title.en)' before it is kept", place: "agrees")
            }
            try give(kind.consent, of: person.id, way: .page, records)
        }
        try records.save(
            PersonalField(person: person.id, kind: kind, value: value, changedAt: surroundings.now()),
            version: version)
    }

    /// Notes somebody's mail address. That they agreed to mail is noted as well, unless they have withdrawn it: that
    /// only they can take back.
    public func setMail(_ text: String, of person: String, _ records: any Parts) throws {
        let person = try Self.found(records.person(person))
        try refuseErased(person.id, records)
        let value = try PersonalKind.mail.normal(text)
        let version = try records.personalField(.mail, of: person.id)?.version ?? 0
        try records.save(
            PersonalField(person: person.id, kind: .mail, value: value, changedAt: surroundings.now()),
            version: version)
        if try !records.consents(of: person.id).contains(where: { $0.purpose == ConsentPurpose.mail.id }) {
            try give(.mail, of: person.id, way: .administrator, records)
        }
    }

    // MARK: Consent

    /// Notes a consent to the text in force; nothing changes where it holds already.
    public func give(_ purpose: ConsentPurpose, of person: String, way: Consent.Way, _ records: any Parts) throws {
        let earlier = try records.consents(of: person)
        let active = earlier.active(purpose)
        if active?.edition == purpose.edition { return }
        // Of two texts only the one agreed to last holds.
        if var active {
            (active.withdrawnAt, active.withdrawnWay) = (surroundings.now(), way)
            try records.save(active)
        }
        let number = earlier.filter { $0.purpose == purpose.id }.map(\.number).max() ?? 0
        try records.save(
            Consent(
                person: person, purpose: purpose.id, number: number + 1, edition: purpose.edition,
                givenAt: surroundings.now(), way: way))
    }

    /// Ends a consent and what rests on it; nothing changes where there is none.
    public func withdraw(_ purpose: ConsentPurpose, of person: String, way: Consent.Way, _ records: any Parts) throws {
        for kind in purpose.kept { try records.removePersonalField(kind, of: person) }
        guard var consent = try records.consents(of: person).active(purpose) else { return }
        (consent.withdrawnAt, consent.withdrawnWay) = (surroundings.now(), way)
        try records.save(consent)
    }

    // MARK: Looking and finding

    /// Shows a field of somebody in clear, this once; the look is kept for its person and in the journal.
    /// - Throws: A `Refusal` of kind `missing` where there is no such field.
    public func look(
        at kind: PersonalKind, of person: String, by actor: String, _ reason: LookReason, _ records: any Records
    ) throws -> (field: PersonalField, look: PersonalLook) {
        let person = try Self.found(records.person(person))
        guard let field = try records.personalField(kind, of: person.id) else {
            throw Refusal(
                .missing, zh: "此人没有填写“\(kind.title.zh)”", en: "they have not told their \(kind.title.en.lowercased())",
                place: "field")
        }
        return (field, try note(kind, of: person.id, by: actor, reason, records))
    }

    func note(
        _ kind: PersonalKind?, of person: String, by actor: String, _ reason: LookReason, _ records: any Records
    ) throws -> PersonalLook {
        let look = PersonalLook(
            id: surroundings.newID(), person: person, kind: kind, by: actor, at: surroundings.now(),
            purpose: reason.purpose, words: reason.words)
        try records.insert(look)
        try records.note(
            .look(at: kind?.rawValue ?? "all", of: "person/\(person)", reason, isExport: kind == nil))
        return look
    }

    /// Those whose field is this very value: by its blind index, so that nothing has to be decrypted. Whom it led to
    /// stands in the journal.
    public func find(_ kind: PersonalKind, _ text: String, _ records: any Records) throws -> [Person] {
        guard kind.isSearchable else {
            throw Refusal(
                .invalid, zh: "不能按“\(kind.title.zh)”查找", en: "nobody can be found by \(kind.title.en.lowercased())",
                place: "field")
        }
        let found = try records.people(having: kind.searched(kind.normal(text)), in: kind)
        for person in found {
            try records.note(
                JournalNote("personal.find", on: "person/\(person.id)", details: ["field": kind.rawValue]))
        }
        return found
    }

    /// Throws where nothing is left of somebody to change.
    func refuseErased(_ person: String, _ records: any PersonalRecords) throws {
        guard try records.erasure(of: person) != nil else { return }
        throw Refusal(.locked, zh: "此人的个人信息已删除", en: "the data of this person were erased")
    }
}
