/// The outcome of one case of many.
public struct CaseResult: Hashable, Sendable {
    public var name: String
    /// Where it was read: a file, and a line in files of many cases (else 0).
    public var file: String
    public var line: Int
    /// Index into the rulebook's grades; nil: no grade.
    public var grade: Int?
    public var isEligible: Bool
    public var controlsAreMet: Bool
    public var unjudged: Int
    /// Q and each category's term of it, in units of 1 / `CaseScale.unitsPerPoint`.
    public var q: Int64
    public var terms: [Int64]

    public init(
        name: String, file: String, line: Int, grade: Int?, isEligible: Bool, controlsAreMet: Bool, unjudged: Int,
        q: Int64, terms: [Int64]
    ) {
        self.name = name
        self.file = file
        self.line = line
        self.grade = grade
        self.isEligible = isEligible
        self.controlsAreMet = controlsAreMet
        self.unjudged = unjudged
        self.q = q
        self.terms = terms
    }

    /// Best grade first, then highest Q; equal ones stay in the order given and share a rank.
    public static func ranked(_ results: [CaseResult]) -> [(rank: Int, result: CaseResult)] {
        let order = results.indices.sorted { left, right in
            let (a, b) = (results[left], results[right])
            let (gradeA, gradeB) = (a.grade ?? -1, b.grade ?? -1)
            if gradeA != gradeB { return gradeA > gradeB }
            if a.q != b.q { return a.q > b.q }
            return left < right
        }
        var ranked: [(rank: Int, result: CaseResult)] = []
        ranked.reserveCapacity(order.count)
        for (position, index) in order.enumerated() {
            let result = results[index]
            if let last = ranked.last, last.result.grade == result.grade, last.result.q == result.q {
                ranked.append((last.rank, result))
            } else {
                ranked.append((position + 1, result))
            }
        }
        return ranked
    }
}
