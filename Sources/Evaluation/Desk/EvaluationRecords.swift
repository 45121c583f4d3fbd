public import Commons

/// What evaluations keep besides their cases, within one transaction.
public protocol EvaluationRecords: Records, LiveRecords {
    /// Puts the summary of a case in its place.
    func index(_ summary: EvaluationSummary) throws
    func summary(_ caseID: String) throws -> EvaluationSummary?
    /// In order of their numbers.
    func summaries(_ query: SummaryQuery) throws -> [EvaluationSummary]
    /// The case of a certificate's number.
    func caseOfCertificate(_ number: String) throws -> String?
    /// Files of a rulebook by their digest; kept once.
    func keepRulebook(_ digest: String, _ files: [UInt8]) throws
    func hasRulebook(_ digest: String) throws -> Bool
    func rulebookFiles(_ digest: String) throws -> [UInt8]?
}

/// Where evaluations are kept; see `Store`.
public protocol EvaluationStore: Sendable {
    func readEvaluations<T: Sendable>(
        _ body: @escaping @Sendable (any EvaluationRecords) throws -> T
    ) async throws -> T
    /// As `readEvaluations`, for a few rows by their keys; see `Database.glance`.
    func glanceAtEvaluations<T: Sendable>(
        _ body: @escaping @Sendable (any EvaluationRecords) throws -> T
    ) async throws -> T
    func writeEvaluations<T: Sendable>(
        _ body: @escaping @Sendable (any EvaluationRecords) throws -> T
    ) async throws -> T
    func announcements(on channel: String) async throws -> AsyncStream<String>
}

extension EvaluationStore {
    public func glanceAtEvaluations<T: Sendable>(
        _ body: @escaping @Sendable (any EvaluationRecords) throws -> T
    ) async throws -> T { try await readEvaluations(body) }
}

/// Which summaries to list.
public struct SummaryQuery: Hashable, Sendable {
    /// Code or prefix; empty: everywhere.
    public var region: String
    /// Only cases in a published state.
    public var publishedOnly: Bool
    /// Only cases with a certificate.
    public var certifiedOnly: Bool
    /// Part of the community's name or the certificate's number.
    public var text: String
    public var grade: String?
    /// Number of the last one of the page before.
    public var after: String?
    /// 1...10,000.
    public var limit: Int

    public init(
        region: String = "", publishedOnly: Bool = false, certifiedOnly: Bool = false, text: String = "",
        grade: String? = nil, after: String? = nil, limit: Int = 100
    ) {
        self.region = region
        self.publishedOnly = publishedOnly
        self.certifiedOnly = certifiedOnly
        self.text = text
        self.grade = grade
        self.after = after
        self.limit = limit
    }
}
