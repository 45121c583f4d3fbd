import Evaluation
import PortalKit
import Rulebook

extension RulebookShelf {
    /// The edition that a case rests on, or another one of that standard where it is on offer no longer.
    func rulebook(for pin: RulebookPin) -> Rulebook? {
        (offered.first { $0.pin.digest == pin.digest } ?? offer(pin.id).map(\.self))?.rulebook
    }

    func grade(of summary: EvaluationSummary) -> GradeMark {
        GradeMark(summary.grade, of: rulebook(for: summary.rulebook))
    }
}

extension Exact {
    /// From hundredths, as summaries keep points.
    init(hundredths: Int) { self.init(hundredths, over: 100) }
}
