import Rulebook
import Testing

/// What data says of one clause.
@Suite struct DataVerdictTests {
    private static let title = Phrase.same("x")
    private static let whole = Item(clause: "1", title: title, rule: .all(points: Exact(5)), category: "c")
    private static let ticked = Item(
        clause: "2", title: title, rule: .all(points: Exact(3)),
        checks: ["a", "b"].map { Named(id: $0, title: .same($0)) }, category: "c")
    private static let counted = Item(
        clause: "3", title: title,
        rule: .count(
            CountRule(
                each: .one, cap: Exact(2), kinds: ["k", "l", "m"].map { Named(id: $0, title: .same($0)) },
                extra: .init(key: "pushed", title: title, points: .one, needs: 1))), category: "c")

    private func demand(_ metric: String, _ least: Int = 10) -> Demand { Demand(metric, .init(.atLeast, Exact(least))) }
    private func sound(_ value: Int) -> DataFact { DataFact(Exact(value), .sound) }

    @Test(arguments: [
        (DataFact(Exact(10), .sound), DataVerdict.Standing.met), (DataFact(Exact(9), .sound), .unmet),
        (DataFact(Exact(10), .thin), .thin), (DataFact(nil, .none), .unmet), (.stale, .stale),
    ])
    func aLine(fact: DataFact, standing: DataVerdict.Standing) {
        let verdict = DataVerdict(Self.whole, Binding(.whole([demand("a")])), facts: ["a": fact])
        #expect(verdict.standing == standing)
        #expect((verdict.finding == Finding(.met(true))) == (standing == .met))
    }

    @Test func whatIsMissedCountsBeforeWhatIsThin() {
        let binding = Binding(.whole([demand("a"), demand("b"), demand("c")]))
        func standing(_ facts: [String: DataFact]) -> DataVerdict.Standing {
            DataVerdict(Self.whole, binding, facts: facts).standing
        }
        #expect(standing(["a": sound(10), "b": sound(10), "c": sound(10)]) == .met)
        #expect(standing(["a": sound(1), "b": DataFact(Exact(10), .thin)]) == .unmet)
        #expect(standing(["a": sound(10), "b": DataFact(Exact(10), .thin)]) == .thin)
        #expect(standing(["a": sound(10), "b": sound(10)]) == .stale)
    }

    @Test func withoutABindingPeopleShowIt() {
        let verdict = DataVerdict(Self.whole, nil, facts: [:])
        #expect(verdict.standing == .person && verdict.finding == nil && verdict.answers.isEmpty)
    }

    @Test func whatPeopleHaveToAddKeepsItOpen() {
        let verdict = DataVerdict(
            Self.whole, Binding(.whole([demand("a")]), rest: .same("more")), facts: ["a": sound(10)])
        #expect(verdict.standing == .person && verdict.finding == nil)
    }

    @Test func ticksRequirementByRequirement() {
        let binding = Binding(.checks(["a": [demand("a")], "b": [demand("b")]]))
        let all = DataVerdict(Self.ticked, binding, facts: ["a": sound(10), "b": sound(11)])
        #expect(all.standing == .met)
        #expect(all.finding?.decided(for: Self.ticked) == .met(true))
        let part = DataVerdict(Self.ticked, binding, facts: ["a": sound(10), "b": sound(9)])
        #expect(part.standing == .unmet)
        #expect(part.finding?.checks.map(\.id) == ["a"])
        #expect(part.finding?.decided(for: Self.ticked) == nil)
    }

    @Test func requirementsWithoutDataAreForPeople() {
        let verdict = DataVerdict(
            Self.ticked, Binding(.checks(["b": [demand("b")]])), facts: ["b": sound(10)])
        #expect(verdict.standing == .person && verdict.open.map(\.id) == ["a"])
        #expect(verdict.finding?.checks == [.init(id: "b", holds: true)])
    }

    @Test func kindsThatAreThereCount() {
        let binding = Binding(.kinds(["k": [demand("a")], "l": [demand("b")]], extra: [demand("c")]))
        let two = DataVerdict(Self.counted, binding, facts: ["a": sound(10), "b": sound(10), "c": sound(10)])
        #expect(two.finding?.observation == .count(.init(count: 2, present: ["k", "l"], extra: true)))
        let one = DataVerdict(Self.counted, binding, facts: ["a": sound(9), "b": sound(10), "c": sound(9)])
        #expect(one.standing == .met)
        #expect(one.finding?.observation == .count(.init(count: 1, present: ["l"], extra: false)))
        let none = DataVerdict(Self.counted, binding, facts: ["a": sound(9), "b": sound(9), "c": sound(10)])
        #expect(none.standing == .unmet && none.finding == nil)
    }

    @Test func dataAndPeopleTogether() {
        func joined(_ standing: DataVerdict.Standing, _ shown: Finding?, _ said: Finding?) -> Finding? {
            DataVerdict.joined(Self.ticked, standing, shown: shown, said: said)
        }
        let yes = Finding(.met(true))
        #expect(joined(.met, yes, nil) == yes)
        #expect(joined(.unmet, nil, yes) == Finding(.met(false)))
        #expect(joined(.thin, nil, yes) == yes)
        #expect(joined(.stale, nil, nil) == nil)
        let shown = Finding(nil, checks: [.init(id: "b", holds: true)])
        let said = Finding(nil, checks: [.init(id: "a", holds: true), .init(id: "b", holds: false)])
        #expect(joined(.person, shown, said)?.checks == [.init(id: "b", holds: true), .init(id: "a", holds: true)])
        #expect(joined(.person, shown, nil) == nil)
        #expect(
            DataVerdict.joined(Self.counted, .unmet, shown: nil, said: Finding(.count(.init(count: 3))))
                == Finding(.count(.init(count: 0))))
    }
}
