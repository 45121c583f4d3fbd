/// What people say of a clause in the course of an evaluation.
struct Talk: Sendable {
    var clause: String
    /// What is wrong where it is not met.
    var fault: String
    /// What a reviewer asks, and what the applicant answers.
    var question: String
    var answer: String
    /// What was seen where it is met.
    var seen: String

    init(_ clause: String, fault: String, ask question: String, answer: String, seen: String) {
        self.clause = clause
        self.fault = fault
        self.question = question
        self.answer = answer
        self.seen = seen
    }

    static let all: [String: Talk] = Dictionary(
        (infrastructure + platform + services + management + innovation).map { ($0.clause, $0) }
    ) { first, _ in first }
}
