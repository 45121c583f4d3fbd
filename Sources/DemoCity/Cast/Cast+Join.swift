import Commons
import Rulebook
import Secrets

extension Cast {
    /// Everybody joins: organisations, people, roles, and one password for all.
    static func joining(
        _ store: any Store, _ surroundings: Surroundings, password: PasswordHash
    ) async throws -> Cast {
        try await store.write { records in
            let accounts = Accounts(surroundings)
            var organisations: [String: Organisation] = [:]
            for house in houses {
                organisations[house.key] = try accounts.createOrganisation(
                    OrganisationDraft(kind: house.kind, name: house.name, region: house.region), records)
            }
            var visitors: [String: Visitor] = [:]
            for part in parts {
                // No mail address: a demo writes to nobody.
                let person = Person(id: surroundings.newID(), name: part.name, login: part.login)
                try records.save(person, version: 0)
                try records.save(
                    Credential(person: person.id, hash: password.text, changedAt: surroundings.now()))
                let memberships = try part.roles.map { role, house in
                    try accounts.give(
                        role, to: person.id, in: organisations[house]?.id ?? "",
                        fields: role == .expert ? part.fields : [], records)
                }
                visitors[part.login] = Visitor(person: person, memberships: memberships)
            }
            return Cast(visitors, organisations)
        }
    }

    /// Those who have joined before; nil: somebody is missing.
    static func known(in store: any Store) async throws -> Cast? {
        try await store.read { records in
            var visitors: [String: Visitor] = [:]
            for part in parts {
                guard let person = try records.person(login: part.login) else { return nil }
                visitors[part.login] = Visitor(person: person, memberships: try records.memberships(of: person.id))
            }
            let there = try records.organisations(PartyQuery(limit: 500))
            let named = Dictionary(there.map { ($0.name, $0) }) { first, _ in first }
            return Cast(
                visitors,
                Dictionary(
                    uniqueKeysWithValues: houses.compactMap { house in
                        named[house.name].map { (house.key, $0) }
                    }))
        }
    }
}
