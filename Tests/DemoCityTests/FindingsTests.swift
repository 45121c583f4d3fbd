import Evaluation
import Rulebook
import Testing

@testable import DemoCity

@Suite struct FindingsTests {
    static let rulebook = RulebookShelf.builtIn.offer(DemoCity.rulebook)?.rulebook

    private func stories() throws -> [Story] {
        let rulebook = try #require(FindingsTests.rulebook)
        let today = try #require(Day("2026-03-02"))
        return CasePlan.all.enumerated().map {
            Story($1, number: $0, today: today, rulebook: rulebook, seed: 7)
        }
    }

    @Test func fitTheirRules() throws {
        let rulebook = try #require(FindingsTests.rulebook)
        for story in try stories() {
            let layers = story.layers
            let corrections = layers.rounds.flatMap { $0 }.compactMap { question in
                question.correction.map { (question.clause, $0) }
            }
            let changes = (layers.review + layers.visits.flatMap { $0 } + layers.settled).map { ($0.clause, $0.record) }
            let truth = layers.truth.map { ($0.key, FindingRecord($0.value)) }
            for (clause, record) in Array(layers.own) + truth + corrections + changes {
                let item = try #require(rulebook.item(clause))
                let observation = try #require(record.finding.observation, "\(story.settlement.name) \(clause)")
                #expect(item.rule.accepts(observation), "\(story.settlement.name) \(clause)")
                // What is ticked and what is said go together.
                #expect(record.finding.decided(for: item) == observation, "\(story.settlement.name) \(clause)")
            }
        }
    }

    @Test func reachTheirScores() throws {
        let rulebook = try #require(FindingsTests.rulebook)
        for story in try stories() {
            let assessment = Assessment(
                rulebook: rulebook.id, community: Community(name: "", kind: "urban"), appliedOn: nil,
                findings: story.layers.truth)
            let score = Scorer(rulebook).score(assessment)
            let range = story.plan.q
            #expect(
                score.q >= Exact(range.lowerBound) && score.q <= Exact(range.upperBound), "\(story.settlement.name)")
            #expect(score.controlsAreMet == (story.plan.failing == nil))
        }
    }

    @Test func changesHaveReasons() throws {
        for story in try stories() {
            let changes = story.layers.review + story.layers.visits.flatMap { $0 } + story.layers.settled
            #expect(changes.allSatisfy { !$0.reason.isEmpty })
            let questions = story.layers.rounds.flatMap { $0 }
            #expect(questions.allSatisfy { !$0.question.isEmpty && !$0.answer.isEmpty })
        }
    }

    @Test func wordsAreForClausesOfTheRulebook() throws {
        let rulebook = try #require(FindingsTests.rulebook)
        for clause in Talk.all.keys { #expect(rulebook.item(clause) != nil, "\(clause)") }
        for exhibit in Exhibit.must + Exhibit.more {
            for clause in exhibit.clauses { #expect(rulebook.item(clause) != nil, "\(exhibit.title) \(clause)") }
        }
        let proven = Set(Exhibit.must.flatMap(\.clauses))
        #expect(rulebook.controls.allSatisfy { proven.contains($0.clause) })
    }
}
