import Commons
import Rulebook

/// What several metrics ask of one community at one moment, looked up once.
final class MetricRun {
    private let records: any CommunityRecords
    /// Fields that some metric wants filled in, by the items that it is about.
    private let wanted: [Metric.Items: Set<String>]

    private struct Question: Hashable {
        var items: Metric.Items
        var scope: MetricScope
    }

    private var counts: [Question: Int] = [:]
    private var entries: [Question: [Day: Int]] = [:]
    private var filled: [Question: [Set<String>: Int]] = [:]
    private var words: [String: Instant]?

    init(_ metrics: [Metric], _ records: any CommunityRecords) {
        self.records = records
        var wanted: [Metric.Items: Set<String>] = [:]
        for metric in metrics {
            if case .filled(let items, let fields) = metric.computation { wanted[items, default: []].formUnion(fields) }
        }
        self.wanted = wanted
    }

    func count(_ items: Metric.Items, _ scope: MetricScope) throws -> Int {
        try once(\.counts, Question(items: items, scope: scope)) { try records.count(items, scope) }
    }

    func entered(_ items: Metric.Items, _ scope: MetricScope) throws -> [Day: Int] {
        try once(\.entries, Question(items: items, scope: scope)) { try records.entered(items, scope) }
    }

    /// Items have to be read whole for this: all fields that anybody asks for are looked at together.
    func countFilled(_ items: Metric.Items, fields: [String], _ scope: MetricScope) throws -> Int {
        let found = try once(\.filled, Question(items: items, scope: scope)) {
            try records.filled(items, fields: wanted[items, default: []].union(fields), scope)
        }
        return found.filter { $0.key.isSuperset(of: fields) }.values.reduce(0, +)
    }

    /// When each device last said something, by id.
    func lastWords(_ find: () throws -> [String: Instant]) rethrows -> [String: Instant] {
        if let words { return words }
        let found = try find()
        words = found
        return found
    }

    private func once<Value>(
        _ answers: ReferenceWritableKeyPath<MetricRun, [Question: Value]>, _ question: Question,
        _ ask: () throws -> Value
    ) rethrows -> Value {
        if let known = self[keyPath: answers][question] { return known }
        let answer = try ask()
        self[keyPath: answers][question] = answer
        return answer
    }
}
