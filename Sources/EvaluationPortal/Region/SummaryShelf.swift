import Commons
import Evaluation
import Synchronization

/// The summaries of regions that were looked at lately: reading thousands of them anew for every page takes a second.
///
/// They are read again when a case of the region has moved, and in any case after half a minute, since clocks of nodes
/// may differ.
final class SummaryShelf: Sendable {
    private struct Stamp: Hashable {
        var id: String
        var sequence: Int
        var changedAt: Instant
    }

    private struct Kept {
        var stamps: [Stamp?]
        var readAt: Instant
        var summaries: [EvaluationSummary]
    }

    private struct Key: Hashable {
        var codes: [String]
        var publishedOnly: Bool
    }

    private let kept = Mutex<[Key: Kept]>([:])
    /// Regions.
    private static let capacity = 4
    private static let seconds: Int64 = 30
    private static let batch = 10_000

    /// Every evaluation of these regions, in order of their numbers.
    func summaries(
        _ codes: [String], publishedOnly: Bool, now: Instant, _ records: any EvaluationRecords
    ) throws -> [EvaluationSummary] {
        let key = Key(codes: codes, publishedOnly: publishedOnly)
        let stamps = try codes.map { try SummaryShelf.stamp($0, records) }
        if let known = kept.withLock({ $0[key] }), known.stamps == stamps, known.readAt <= now,
            now < known.readAt.adding(seconds: SummaryShelf.seconds)
        {
            return known.summaries
        }
        let summaries = try SummaryShelf.read(key, records)
        kept.withLock { shelf in
            shelf[key] = Kept(stamps: stamps, readAt: now, summaries: summaries)
            while shelf.count > SummaryShelf.capacity,
                let oldest = shelf.min(by: { $0.value.readAt < $1.value.readAt })
            {
                shelf[oldest.key] = nil
            }
        }
        return summaries
    }

    private static func stamp(_ code: String, _ records: any EvaluationRecords) throws -> Stamp? {
        let reach: CaseQuery.Reach = code.isEmpty ? .all : .region(code)
        let query = CaseQuery(kind: EvaluationLifeCycle.kind, reach: [reach], limit: 1)
        return try records.heads(query).first.map {
            Stamp(id: $0.id, sequence: $0.sequence, changedAt: $0.changedAt)
        }
    }

    private static func read(_ key: Key, _ records: any EvaluationRecords) throws -> [EvaluationSummary] {
        var all: [EvaluationSummary] = []
        for code in key.codes {
            var query = SummaryQuery(region: code, publishedOnly: key.publishedOnly, limit: batch)
            while true {
                let page = try records.summaries(query)
                all += page
                guard page.count == batch, let last = page.last else { break }
                query.after = last.number
            }
        }
        // One code gives them in order already.
        return key.codes.count > 1 ? all.sorted { $0.number < $1.number } : all
    }
}
