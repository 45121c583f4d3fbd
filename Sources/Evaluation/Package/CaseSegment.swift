public import Commons
import Rulebook
import Secrets

/// What one installation's journal says of some acts of a case: that they were done there, or that they came there.
///
/// A case that moved on carries one for each installation it was in; together they cover all of its acts.
public struct CaseSegment: Codable, Hashable, Sendable {
    /// The first and the last act that it speaks of.
    public var first: Int
    public var last: Int
    /// Who these acts refer to.
    public var parties: CaseParties
    /// Of the journal entries that tell these acts, and of the one that tells the parties.
    public var proof: JournalProof

    public init(first: Int, last: Int, parties: CaseParties, proof: JournalProof) {
        self.first = first
        self.last = last
        self.parties = parties
        self.proof = proof
    }

    /// The act of the journal's note that vouches for the parties.
    public static let note = "case.export"

    func details(salt: [UInt8]) throws -> [String: String] {
        try CaseSegment.details(first, last, parties, salt: salt)
    }

    /// What that note says. `salt`: of the first of these acts, so that the names cannot be guessed from the journal.
    static func details(
        _ first: Int, _ last: Int, _ parties: CaseParties, salt: [UInt8]
    ) throws -> [String: String] {
        [
            "acts": "\(first)-\(last)",
            "parties": SHA256Digest.hex(of: salt + Array(try CanonicalJSON.encode(parties))),
        ]
    }
}

/// People and organisations that acts refer to, as they were called when the package was made.
public struct CaseParties: Codable, Hashable, Sendable {
    public struct House: Codable, Hashable, Sendable {
        public var kind: Organisation.Kind
        public var name: String
        public var region: String
    }
    /// Names by id.
    public var people: [String: String] = [:]
    public var organisations: [String: House] = [:]

    /// Ids of people and of organisations that these acts refer to.
    static func referred(by acts: [(act: Act, entry: CaseEntry)]) -> (people: Set<String>, organisations: Set<String>) {
        var (people, organisations) = (Set<String>(), Set<String>())
        for (act, entry) in acts {
            if let person = entry.person { people.insert(person) }
            if let organisation = entry.organisation { organisations.insert(organisation) }
            switch act {
            case .open(let application): organisations.formUnion([application.applicant, application.body])
            case .invite(let expert, _, let organisation, _, _):
                people.insert(expert)
                organisations.insert(organisation)
            case .dismiss(let expert, _): people.insert(expert)
            default: break
            }
        }
        return (people, organisations)
    }

    init() {}

    init(_ acts: [(act: Act, entry: CaseEntry)], _ records: any PartyRecords) throws {
        let ids = CaseParties.referred(by: acts)
        for person in try records.people(ids.people) { people[person.id] = person.name }
        for house in try records.organisations(ids.organisations) {
            organisations[house.id] = House(kind: house.kind, name: house.name, region: house.region)
        }
    }
}
