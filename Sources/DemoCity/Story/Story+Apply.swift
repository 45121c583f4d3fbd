import Commons
import Evaluation
import Rulebook

extension Story {
    /// Self-assessment, evidence, submission.
    mutating func applying() -> [Beat] {
        var imported = layers.own
        if plan.ending == .halfDraft {
            let written = Set(
                rulebook.items.filter { ["infrastructure", "platform"].contains($0.category) }.map(\.clause))
            imported = imported.filter { written.contains($0.key) || $0.key.hasPrefix("6.1") }
        }
        // A few are written by hand after the import.
        let byHand = Array(imported.keys.sorted().filter { Talk.all[$0] != nil }.prefix(2))
        let first = imported.filter { !byHand.contains($0.key) }
        var beats = [
            Beat(3, [.act(applicant, .importFindings(findings: first, source: "自评工作簿.xlsx"))]),
            Beat(
                1,
                byHand.compactMap { clause in
                    imported[clause].map { .act(applicant, .saveFinding(clause: clause, finding: $0)) }
                }),
        ]
        let shown = plan.ending == .halfDraft ? Array(exhibits.prefix(4)) : exhibits
        let half = (shown.count + 1) / 2
        beats.append(Beat(2, attaching(shown[..<half])))
        beats.append(Beat(2, attaching(shown[half...])))
        if plan.ending == .halfDraft { return beats }
        if number % 5 == 2, let last = shown.last {
            // Something that was uploaded by mistake.
            let wrong = EvidenceText(title: "扫描件（1）", clauses: [last.clauses[0]])
            beats.append(
                Beat(
                    1,
                    [
                        .attach(applicant, id: "wrong", last, on: day(-40), wrong),
                        .act(applicant, .removeEvidence(id: "wrong", reason: "重复上传")),
                    ]))
        }
        beats.append(Beat(2, [.act(applicant, .submit)]))
        return beats
    }

    /// A day about that long before the case is over; good enough for the dates on papers.
    private func day(_ days: Int) -> Day { today.adding(days: days - plan.days - 120) }

    private mutating func attaching(_ exhibits: ArraySlice<Exhibit>) -> [Beat.Move] {
        exhibits.map { exhibit in
            // Some papers are good for a while only; some of those are over by now.
            let made = day(-dice.within(5...(exhibit.term == 12 ? 420 : 200)))
            let text = EvidenceText(
                title: exhibit.title, clauses: exhibit.clauses, effectiveOn: DayText(made),
                expiresOn: exhibit.term.map { DayText(made.adding(months: $0)) })
            return .attach(applicant, id: identifier(of: exhibit), exhibit, on: made, text)
        }
    }

    /// `e01` and so on, in the order of the list.
    func identifier(of exhibit: Exhibit) -> String {
        let index = (exhibits.firstIndex { $0.title == exhibit.title } ?? 0) + 1
        return index < 10 ? "e0\(index)" : "e\(index)"
    }

    /// Acceptance, questions, answers, findings of the review.
    mutating func reviewing() -> [Beat] {
        var beats = [Beat(dice.within(2...5), [.act(reviewer, .accept)])]
        if plan.ending == .freshReview { return beats }
        let first = layers.rounds[0]
        let questions = first.map { Beat.Move.act(reviewer, .ask(clause: $0.clause, question: $0.question)) }
        if plan.ending == .openQuestions || plan.ending == .withdrawn {
            return beats + [Beat(5, Array(questions.prefix(3)))]
        }
        // One is dropped again.
        let dropped: [Beat.Move] = [
            .act(reviewer, .ask(clause: "6.1.2", question: "请补充服务中心照片。")),
            .act(reviewer, .dropQuestion(clause: "6.1.2")),
        ]
        beats.append(Beat(5, (number % 4 == 1 ? dropped : []) + questions + [.act(reviewer, .sendQuestions)]))
        let second = layers.rounds[1]
        let hasSecond = plan.ending == .clarification(2) || (plan.reach > 3 && number % 3 == 0 && !second.isEmpty)
        if plan.ending == .clarification(1) { return beats + [Beat(3, answering(Array(first.prefix(2))))] }
        beats.append(Beat(5, answering(first)))
        beats.append(Beat(2, [.act(applicant, .returnAnswers)]))
        if hasSecond {
            let again = second.map { Beat.Move.act(reviewer, .ask(clause: $0.clause, question: $0.question)) }
            beats.append(Beat(4, again + [.act(reviewer, .sendQuestions)]))
            if plan.ending == .clarification(2) { return beats }
            beats.append(Beat(4, answering(second) + [.act(applicant, .returnAnswers)]))
        }
        let changes = layers.review.map {
            Beat.Move.act(reviewer, .saveReview(clause: $0.clause, finding: $0.record, reason: $0.reason))
        }
        beats.append(Beat(4, changes))
        beats.append(Beat(2, [.act(reviewer, .adoptSelf), .act(reviewer, .closeReview)]))
        return beats
    }

    /// Answers, what they correct, and newer editions of the evidence that was asked about.
    private func answering(_ questions: [Layers.Question]) -> [Beat.Move] {
        let asked = Set(questions.map(\.clause))
        let revised = exhibits.filter { !asked.isDisjoint(with: $0.clauses) && asked.isSuperset(of: $0.clauses) }
            .prefix(2)
        return revised.map { .revise(applicant, id: identifier(of: $0), $0, on: day(0)) }
            + questions.flatMap { question -> [Beat.Move] in
                let correction = question.correction.map {
                    Beat.Move.act(applicant, .saveFinding(clause: question.clause, finding: $0))
                }
                return [correction, .act(applicant, .answer(clause: question.clause, text: question.answer))]
                    .compactMap(\.self)
            }
    }
}
