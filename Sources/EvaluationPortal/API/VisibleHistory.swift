import Commons
import Evaluation

/// Which entries of a case's journal a visitor may see, and whose names: one rule for pages and API.
struct VisibleHistory: Sendable {
    /// Before the panel closes, who judged what and when would tell experts about each other.
    private static let blind: Set<String> = ["saveVisit", "adoptReview", "finishVisit"]

    private let showsBlind: Bool
    private let hidesExperts: Bool
    private let experts: Set<String>
    private let person: String?

    init(_ opened: EvaluationDesk.Opened, visitor: Visitor) {
        let isOver = !["panel", "site"].contains(opened.evaluation.state)
        showsBlind = isOver && !opened.hidden.contains(.findings)
        hidesExperts = opened.hidden.contains(.experts)
        experts = Set(opened.evaluation.panel.map(\.expert))
        person = visitor.person?.id
    }

    func shows(_ entry: CaseEntry) -> Bool {
        isOwn(entry) || showsBlind || !VisibleHistory.blind.contains(entry.act)
    }

    /// Where experts stay unknown, so does everybody who might be one.
    func names(_ entry: CaseEntry) -> Bool {
        isOwn(entry) || !hidesExperts || experts.contains(entry.person ?? "")
    }

    private func isOwn(_ entry: CaseEntry) -> Bool { entry.person == person }
}
