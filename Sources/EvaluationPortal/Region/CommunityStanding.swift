import Evaluation
import Rulebook

/// A community with all of its evaluations, and the one that stands for it.
struct CommunityStanding: Hashable, Sendable {
    /// In order of their numbers; at least one.
    let cases: [EvaluationSummary]
    /// The last one that was submitted and neither refused nor withdrawn; where there is none, the last one.
    let latest: EvaluationSummary

    init?(_ cases: [EvaluationSummary]) {
        guard let latest = cases.last(where: \.isUnderWay) ?? cases.last else { return nil }
        self.cases = cases
        self.latest = latest
    }

    /// Whether its Q and grade count: a draft's are nobody's word yet.
    var isScored: Bool { latest.isUnderWay }

    /// Whether any of its certificates holds on a day: an old one does while the next evaluation goes on.
    func isCertified(on day: Day) -> Bool { cases.contains { $0.status(on: day) == .valid } }

    /// The certificate to name: one that holds, or else the last one.
    func certificate(on day: Day) -> (number: String, status: Certificate.Status, until: Day?)? {
        let known = cases.compactMap { summary in
            summary.certificate.flatMap { number in
                summary.status(on: day).map { (number: number, status: $0, until: summary.validUntil?.day) }
            }
        }
        return known.last { $0.status == .valid } ?? known.last
    }

    /// Evaluations by community, in the order the communities first came. The same name and address is the same
    /// community, and so is whatever names an earlier case as the one before it.
    static func all(_ summaries: [EvaluationSummary]) -> [CommunityStanding] {
        struct Place: Hashable {
            var name: String
            var address: String
            var region: String
        }
        var groups = DisjointSets(count: summaries.count)
        var places: [Place: Int] = [:]
        var cases: [String: Int] = [:]
        for (index, summary) in summaries.enumerated() {
            cases[summary.caseID] = index
            // Names alone are not enough: every city has a garden of some name in each of its districts.
            let place = Place(
                name: summary.community, address: summary.address,
                region: summary.address.isEmpty ? summary.region : "")
            if let first = places[place] { groups.join(first, index) } else { places[place] = index }
        }
        for (index, summary) in summaries.enumerated() {
            if let before = summary.previous.flatMap({ cases[$0] }) { groups.join(before, index) }
        }
        return groups.sets().compactMap { indices in CommunityStanding(indices.map { summaries[$0] }) }
    }
}

extension EvaluationSummary {
    /// Submitted, and neither refused nor withdrawn.
    var isUnderWay: Bool { year != nil && !["draft", "refused", "withdrawn"].contains(state) }
}

/// Which of so many things belong together.
struct DisjointSets {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    private mutating func root(_ index: Int) -> Int {
        var index = index
        while parents[index] != index {
            parents[index] = parents[parents[index]]
            index = parents[index]
        }
        return index
    }

    /// The lower root stays the root, so that sets come in the order of their first members.
    mutating func join(_ left: Int, _ right: Int) {
        let (left, right) = (root(left), root(right))
        parents[max(left, right)] = min(left, right)
    }

    /// Members in order; sets in the order of their first members.
    mutating func sets() -> [[Int]] {
        var places: [Int: Int] = [:]
        var sets: [[Int]] = []
        for index in parents.indices {
            let root = root(index)
            if let place = places[root] {
                sets[place].append(index)
            } else {
                places[root] = sets.count
                sets.append([index])
            }
        }
        return sets
    }
}
