import Commons
import Community
import Evaluation
import LiveEvaluation
import Rulebook
import RulebookFiles
import Testing

@testable import HallPortal

/// What a live score comes to on the page.
@Suite struct StarsFiguresTests {
    private static let day = Day("2026-11-28")!
    private static let keeper = Keeper(id: "k", name: "安澜", region: "330106", since: Instant(day))

    private func board(_ values: [(String, Int)]) throws -> (LiveDesk.Board, LiveScore) {
        let shelf = BindingsShelf(.builtIn, RulebookFolder.builtInBindings)
        #expect(shelf.problems.isEmpty)
        let rulebook = try #require(shelf.volume("smart-community-draft"))
        let bindings = Bindings(
            rulebook: rulebook.pin.id,
            clauses: [
                "6.2.3.a.4": Binding(.whole([Demand("kept", .init(.atLeast, Exact(180)))])),
                "9.2.2.c": Binding(.whole([Demand("kept", .init(.atLeast, Exact(500)))])),
            ])
        let volume = BindingsShelf.Volume(rulebook: rulebook.rulebook, pin: rulebook.pin, bindings: bindings)
        let judge = LiveJudge(rulebook: volume.rulebook, bindings: bindings, catalog: Catalog([Estate.domain]))
        let score = judge.score(
            values.map { metric, number in
                MetricValue(
                    metric: metric, organisation: "k", region: "", day: Self.day, at: Instant(Self.day), from: nil,
                    numerator: number, denominator: 1, sample: number, state: .ok)
            }, for: Self.keeper, on: Self.day, at: Instant(Self.day))
        return (
            LiveDesk.Board(
                keeper: Self.keeper, keepers: [Self.keeper], volume: volume, score: score, history: [],
                evaluation: nil),
            score
        )
    }

    @Test func whatComesNextIsWhatBringsMost() throws {
        let (board, score) = try board([("kept", 96)])
        let figures = StarsFigures(board, score)
        #expect(figures.shown.q == .zero && figures.count(.unmet) == 2 && figures.proved == 0)
        #expect(figures.next.map(\.item.item.clause) == ["9.2.2.c", "6.2.3.a.4"])
        // Seven of a hundred points, weighed by a quarter.
        #expect(figures.gain(figures.next[0].item) == Exact(7, over: 4))
    }

    @Test func whatIsShownIsNotToDo() throws {
        let (board, score) = try board([("kept", 200)])
        let figures = StarsFigures(board, score)
        #expect(figures.shown.q == Exact(1, over: 2) && figures.proved == 1)
        #expect(figures.next.map(\.item.item.clause) == ["9.2.2.c"])
        #expect(figures.highest == Exact(120))
    }
}
