import Evaluation
import Rulebook

/// What happens to a case on one day, so many days after the beat before.
struct Beat {
    enum Move {
        /// Somebody, by login, acts.
        case act(String, Act)
        /// Somebody stores a file and adds it as evidence under this id.
        case attach(String, id: String, Exhibit, on: Day, EvidenceText)
        /// Somebody stores a newer edition of it.
        case revise(String, id: String, Exhibit, on: Day)
        /// Somebody approves the report as it is.
        case approve(String)
        /// Somebody publishes the result, for so many days.
        case publish(String, days: Int)
        case start(String)
        case issue(String)
        case check(String, isPassed: Bool, String)
    }
    var gap: Int
    var moves: [Move]

    init(_ gap: Int, _ moves: [Move]) {
        self.gap = gap
        self.moves = moves
    }

    var issues: Bool {
        moves.contains { if case .issue = $0 { true } else { false } }
    }
}
