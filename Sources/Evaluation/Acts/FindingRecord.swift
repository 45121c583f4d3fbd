public import Rulebook

/// A finding as it is kept: by what was seen, not by the names a rulebook's files use, so that it can be read without
/// one.
public struct FindingRecord: Hashable, Sendable, Codable {
    public var finding: Finding

    public init(_ finding: Finding) {
        self.finding = finding
        // Evidence hangs on the case, where it has revisions and dates of its own.
        self.finding.evidence = []
    }

    private enum Key: String, CodingKey {
        case met, occurred, count, present, extra, parts, entries, measure, choice, points
        case notApplicable, checks, remark
    }

    private struct Entry: Codable {
        var name: String
        var kind: String
        var recognised: Bool
        var responses: Int
        var satisfied: Int
    }

    private struct Check: Codable {
        var id: String
        var holds: Bool
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        finding = Finding(try FindingRecord.observation(container))
        finding.isNotApplicable = try container.decodeIfPresent(Bool.self, forKey: .notApplicable) ?? false
        finding.checks = (try container.decodeIfPresent([Check].self, forKey: .checks) ?? []).map {
            Finding.Check(id: $0.id, holds: $0.holds)
        }
        finding.remark = try container.decodeIfPresent(String.self, forKey: .remark) ?? ""
    }

    private static func observation(_ container: KeyedDecodingContainer<Key>) throws -> Observation? {
        if let met = try container.decodeIfPresent(Bool.self, forKey: .met) { return .met(met) }
        if let occurred = try container.decodeIfPresent(Bool.self, forKey: .occurred) { return .occurred(occurred) }
        if let count = try container.decodeIfPresent(Int.self, forKey: .count) {
            return .count(
                Observation.Counted(
                    count: count, present: try container.decodeIfPresent([String].self, forKey: .present) ?? [],
                    extra: try container.decodeIfPresent(Bool.self, forKey: .extra) ?? false))
        }
        if let parts = try container.decodeIfPresent([String: Int].self, forKey: .parts) { return .parts(parts) }
        if let entries = try container.decodeIfPresent([Entry].self, forKey: .entries) {
            return .entries(
                entries.map {
                    Observation.Entry(
                        name: $0.name, kind: $0.kind, isRecognised: $0.recognised, responses: $0.responses,
                        satisfied: $0.satisfied)
                })
        }
        if let text = try container.decodeIfPresent(String.self, forKey: .measure) {
            return .measure(try measured(text, container))
        }
        if let choice = try container.decodeIfPresent(String.self, forKey: .choice) { return .choice(choice) }
        if let text = try container.decodeIfPresent(String.self, forKey: .points) {
            guard let points = Exact(text) else { throw broken(.points, container) }
            return .points(points)
        }
        return nil
    }

    /// `120` or `3/10`.
    private static func measured(_ text: String, _ container: KeyedDecodingContainer<Key>) throws -> Measured {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, let part = Int(parts[0]), let whole = Int(parts[1]) {
            return Measured(part: part, of: whole)
        }
        guard parts.count == 1, let value = Exact(text) else { throw broken(.measure, container) }
        return Measured(value)
    }

    private static func broken(_ key: Key, _ container: KeyedDecodingContainer<Key>) -> DecodingError {
        DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "not an exact number")
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch finding.observation {
        case nil: break
        case .met(let met): try container.encode(met, forKey: .met)
        case .occurred(let occurred): try container.encode(occurred, forKey: .occurred)
        case .count(let seen):
            try container.encode(seen.count, forKey: .count)
            if !seen.present.isEmpty { try container.encode(seen.present, forKey: .present) }
            if seen.extra { try container.encode(true, forKey: .extra) }
        case .parts(let parts): try container.encode(parts, forKey: .parts)
        case .entries(let entries):
            let entries = entries.map {
                Entry(
                    name: $0.name, kind: $0.kind, recognised: $0.isRecognised, responses: $0.responses,
                    satisfied: $0.satisfied)
            }
            try container.encode(entries, forKey: .entries)
        case .measure(let measured): try container.encode(measured.shown, forKey: .measure)
        case .choice(let id): try container.encode(id, forKey: .choice)
        case .points(let points): try container.encode(points.shortest, forKey: .points)
        }
        if finding.isNotApplicable { try container.encode(true, forKey: .notApplicable) }
        if !finding.checks.isEmpty {
            try container.encode(finding.checks.map { Check(id: $0.id, holds: $0.holds) }, forKey: .checks)
        }
        if !finding.remark.isEmpty { try container.encode(finding.remark, forKey: .remark) }
    }

    /// Whether both say the same of the item; remarks aside, and in whatever order they list it.
    public func agrees(with other: FindingRecord?) -> Bool {
        guard let other else { return !isJudged }
        return finding.observation?.unordered == other.finding.observation?.unordered
            && Set(finding.checks) == Set(other.finding.checks)
            && finding.isNotApplicable == other.finding.isNotApplicable
    }

    /// Something is said.
    public var isJudged: Bool { finding.observation != nil || finding.isNotApplicable || !finding.checks.isEmpty }
}

extension Observation {
    /// The same whatever order its kinds and entries were written down in.
    fileprivate var unordered: Observation {
        switch self {
        case .count(var seen):
            seen.present.sort()
            return .count(seen)
        case .entries(let entries):
            func key(_ entry: Entry) -> [String] {
                [entry.name, entry.kind, "\(entry.isRecognised) \(entry.responses) \(entry.satisfied)"]
            }
            return .entries(entries.sorted { key($0).lexicographicallyPrecedes(key($1)) })
        default: return self
        }
    }
}
