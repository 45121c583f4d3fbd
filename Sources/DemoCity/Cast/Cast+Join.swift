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
}
