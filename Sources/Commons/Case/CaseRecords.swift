/// Cases and their journals, within one transaction.
public protocol CaseRecords {
    func head(_ id: String) throws -> CaseHead?
    /// In order of sequence.
    func entries(of id: String, after sequence: Int) throws -> [CaseEntry]
    func entry(of caseID: String, id: String) throws -> CaseEntry?
    /// Adds the entry and puts the head in its place. Throws a conflict if the case has another last entry than the one
    /// before it, and a `duplicate` if the entry's id is there already.
    func append(_ entry: CaseEntry, head: CaseHead, assigned: Set<String>) throws
    /// Newest change first.
    func heads(_ query: CaseQuery) throws -> [CaseHead]
    /// How many cases there are by state.
    func count(_ query: CaseQuery) throws -> [String: Int]
    /// The next number of a kind in a year, from 1.
    func nextNumber(kind: String, year: Int) throws -> Int

    // Cases that move from one installation to another
    /// The case of a kind that people call by this number.
    func head(kind: String, number: String) throws -> CaseHead?
    /// In order of sequence.
    func saltedEntries(of id: String) throws -> [SaltedEntry]
    /// Adds a case with all of its entries as they were elsewhere.
    func addCase(_ head: CaseHead, _ entries: [SaltedEntry], assigned: Set<String>) throws
    /// Sees that numbers given from now on are above this one.
    func keepNumbers(kind: String, year: Int, above last: Int) throws
    /// What the journals of the installations that a case was in say of it, oldest first; see `CaseSegment`.
    func segments(of id: String) throws -> [[UInt8]]
    /// `position`: from 1, without gaps; `last`: the sequence of the last entry that it speaks of.
    func addSegment(of id: String, position: Int, last: Int, _ content: [UInt8]) throws
}

/// Which cases to list. All that is given must hold; the visitor's rows are one of `reach`.
public struct CaseQuery: Hashable, Sendable {
    /// Rows that a visitor may see; a case is listed if any of these holds.
    public enum Reach: Hashable, Sendable {
        case all
        case organisation(String)
        /// A code's prefix.
        case region(String)
        case assigned(String)
        /// Items that this person entered.
        case owner(String)
        /// Items in these places, and the places themselves.
        case places(Set<String>)
    }
    public var kind: String
    public var reach: [Reach]
    public var states: [String]
    /// Part of the title or the number.
    public var text: String
    /// Ids of those that `text` need not fit.
    public var also: [String]
    /// Only cases due before this.
    public var dueBefore: Instant?
    /// Where the page before ended.
    public var after: Cursor?
    /// 1...500.
    public var limit: Int

    public struct Cursor: Hashable, Sendable {
        public var changedAt: Instant
        public var id: String

        public init(changedAt: Instant, id: String) {
            self.changedAt = changedAt
            self.id = id
        }
    }

    public init(
        kind: String, reach: [Reach], states: [String] = [], text: String = "", also: [String] = [],
        dueBefore: Instant? = nil, after: Cursor? = nil, limit: Int = 50
    ) {
        self.kind = kind
        self.reach = reach
        self.states = states
        self.text = text
        self.also = also
        self.dueBefore = dueBefore
        self.after = after
        self.limit = limit
    }
}
