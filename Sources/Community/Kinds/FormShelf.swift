import Commons
import Synchronization

/// Forms of kinds as they are now: what the kind declares, and what administrators have added, edition by edition.
final class FormShelf: Sendable {
    private let held = Mutex<[String: [Form]]>([:])

    /// The form that answers are read with.
    func current(_ kind: Kind, _ records: any CommunityRecords) throws -> Form {
        try editions(kind, records).last ?? kind.form
    }

    /// The edition that answers are kept with, from 1.
    func edition(_ kind: Kind, _ records: any CommunityRecords) throws -> Int {
        max(try editions(kind, records).count, 1)
    }

    /// Oldest first. Editions never change, so that whoever knows as many as there are knows them all.
    func editions(_ kind: Kind, _ records: any CommunityRecords) throws -> [Form] {
        let count = try records.formEditionCount(of: kind.id)
        if let known = held.withLock({ $0[kind.id] }), known.count == count { return known }
        let found = try records.formEditions(of: kind.id)
        held.withLock { $0[kind.id] = found }
        return found
    }

    /// What is encrypted: also what is no longer asked, as it still stands in items that were written before.
    func personal(_ kind: Kind, _ records: any CommunityRecords) throws -> Set<String> {
        try editions(kind, records).reduce(kind.form.personal) { $0.union($1.personal) }
    }

    /// A declaration that has changed since the last start is a new edition: what was written before is shown by the
    /// one that it was written with. Fields that administrators have added stay.
    func keep(_ kind: Kind, at now: Instant, _ records: any CommunityRecords) throws {
        let editions = try records.formEditions(of: kind.id)
        let added = (editions.last?.fields ?? []).filter { $0.isAdded && kind.form[$0.id] == nil }
        let form = Form(kind.form.fields + added)
        if form != editions.last {
            try records.addFormEdition(form, of: kind.id, edition: editions.count + 1, at: now)
        }
    }
}

extension CommunityDesk {
    /// Forms of the program as it is now; to be called at every start.
    public func keepForms() async throws {
        let now = surroundings.now()
        try await store.writeCommunity { records in
            for kind in try models.catalog(records).kinds { try forms.keep(kind, at: now, records) }
        }
    }
}
