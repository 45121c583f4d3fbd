import Commons
import Evaluation
import Persistence
import Rulebook
import Testing

/// Lists of cases: what is reached, in which order, and what text finds.
@Suite struct CasesListTests {
    static func head(
        _ id: String, title: String = "里", state: String = "draft", opener: String = "o1", region: String = "330106",
        at milliseconds: Int64 = 0, due: Int64? = nil
    ) -> CaseHead {
        CaseHead(
            id: id, kind: "evaluation", number: "2026-" + id, title: title, state: state, sequence: 1, opener: opener,
            handler: "lab", region: region, openedAt: Instant(milliseconds: 0),
            changedAt: Instant(milliseconds: milliseconds), due: due.map { Instant(milliseconds: $0) })
    }

    static func add(_ heads: [CaseHead], assigned: [String: Set<String>] = [:], to store: SQLStore) async throws {
        try await store.write { records in
            for head in heads {
                let entry = CaseEntry(
                    caseID: head.id, sequence: 1, id: "e", at: head.changedAt, person: nil, organisation: nil,
                    act: "open", data: Array("{}".utf8))
                try records.append(entry, head: head, assigned: assigned[head.id] ?? [])
            }
        }
    }

    private func ids(_ query: CaseQuery, _ store: SQLStore) async throws -> [String] {
        try await store.read { try $0.heads(query).map(\.id) }
    }

    private func query(
        _ reach: CaseQuery.Reach..., states: [String] = [], text: String = "", due: Int64? = nil
    ) -> CaseQuery {
        CaseQuery(
            kind: "evaluation", reach: reach, states: states, text: text,
            dueBefore: due.map { Instant(milliseconds: $0) })
    }

    @Test(arguments: Engines.Kind.allCases)
    func pagesHoldEveryCaseOnceNewestFirst(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            // Many at the same moment.
            let heads = (0..<57).map { Self.head("c\(100 + $0)", at: Int64($0 / 10)) }
            try await Self.add(heads.shuffled(), to: store)
            let expected = heads.sorted { ($1.changedAt, $1.id) < ($0.changedAt, $0.id) }.map(\.id)
            for limit in [1, 7, 10, 57, 500] {
                var found: [String] = []
                var next = CaseQuery(kind: "evaluation", reach: [.all], limit: limit)
                // A cursor that does not move on must not go round for ever.
                while found.count <= expected.count {
                    let page = try await store.read { [next] in try $0.heads(next) }
                    found += page.map(\.id)
                    guard page.count == limit, let last = page.last else { break }
                    next.after = CaseQuery.Cursor(changedAt: last.changedAt, id: last.id)
                }
                #expect(found == expected, "pages of \(limit)")
            }
            #expect(try await store.read { try $0.heads(CaseQuery(kind: "repair", reach: [.all])) }.isEmpty)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func reach(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await Self.add(
                [
                    Self.head("a", opener: "o1", region: "330106"), Self.head("b", opener: "o2", region: "330106"),
                    Self.head("c", opener: "o1", region: "330206"), Self.head("d", opener: "o3", region: ""),
                    Self.head("e", opener: "lab", region: "33"),
                ], assigned: ["b": ["eva"], "c": ["eva", "eli"]], to: store)
            let expected: [(CaseQuery, [String])] = [
                (query(.all), ["e", "d", "c", "b", "a"]), (query(), []),
                (query(.organisation("o1")), ["c", "a"]), (query(.organisation("lab")), ["e", "d", "c", "b", "a"]),
                (query(.organisation("")), []), (query(.region("3301")), ["b", "a"]),
                (query(.region("33")), ["e", "c", "b", "a"]), (query(.region("330106")), ["b", "a"]),
                (query(.region("34")), []), (query(.assigned("eva")), ["c", "b"]), (query(.assigned("eli")), ["c"]),
                (query(.assigned("e%")), []), (query(.assigned("eli"), .organisation("o2")), ["c", "b"]),
                (query(.region("3302"), .organisation("o1")), ["c", "a"]),
            ]
            for (query, ids) in expected { #expect(try await self.ids(query, store) == ids, "\(query.reach)") }
            let counts = try await store.read { try $0.count(CaseQuery(kind: "evaluation", reach: [.region("3301")])) }
            #expect(counts == ["draft": 2])
        }
    }

    /// Whoever is no longer assigned no longer reaches the case.
    @Test(arguments: Engines.Kind.allCases)
    func assignmentsFollowTheLastEntry(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await Self.add([Self.head("a")], assigned: ["a": ["eva", "eli"]], to: store)
            try await store.write { records in
                var head = Self.head("a")
                head.sequence = 2
                let entry = CaseEntry(
                    caseID: "a", sequence: 2, id: "e2", at: head.changedAt, person: nil, organisation: nil,
                    act: "dismiss", data: Array("{}".utf8))
                try records.append(entry, head: head, assigned: ["eli", "eda"])
            }
            for (person, found) in [("eva", []), ("eli", ["a"]), ("eda", ["a"])] {
                #expect(try await ids(query(.assigned(person)), store) == found, "\(person)")
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func textIsFoundAsItIsWrittenOnEveryEngine(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await Self.add(
                [
                    Self.head("a", title: "100% 绿城"), Self.head("b", title: "1000 绿城"),
                    Self.head("c", title: "a_b 苑"), Self.head("d", title: "axb 苑"), Self.head("e", title: "好!里"),
                    Self.head("f", title: "Étoile GARDEN"), Self.head("g", title: "'); DROP TABLE case_head; --"),
                    Self.head("h", title: "回\\车[x]"),
                ], to: store)
            let expected = [
                ("绿城", "b a"), ("0%", "a"), ("%", "a"), ("_", "g c"), ("a_b", "c"), ("!", "e"), ("好!", "e"),
                ("garden", "f"), ("Garden", "f"), ("étoile", "f"), ("ÉTOILE", "f"), ("'); DROP", "g"), ("\\", "h"),
                ("[x]", "h"), ("[", "h"), ("2026-D", "d"), ("2026-d", "d"), ("无", ""), ("%%", ""), ("!%", ""),
            ]
            for (text, found) in expected {
                let ids = try await ids(query(.all, text: text), store)
                #expect(ids.joined(separator: " ") == found, "\(text)")
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func statesAndDeadlines(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await Self.add(
                [
                    Self.head("a", state: "review", due: 10), Self.head("b", state: "review", due: 20),
                    Self.head("c", state: "panel", due: 9), Self.head("d", state: "draft"),
                ], to: store)
            #expect(try await ids(query(.all, states: ["review"]), store) == ["b", "a"])
            #expect(try await ids(query(.all, states: ["review", "panel"], due: 11), store) == ["c", "a"])
            #expect(try await ids(query(.all, due: 10), store) == ["c"])
            let counts = try await store.read { try $0.count(CaseQuery(kind: "evaluation", reach: [.all])) }
            #expect(counts == ["review": 2, "panel": 1, "draft": 1])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func anEntryFollowsTheOneBefore(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await Self.add([Self.head("a")], to: store)
            for sequence in [2, 4, 2] {
                let result = await Result.of {
                    try await store.write { records in
                        var head = Self.head("a")
                        head.sequence = sequence
                        let entry = CaseEntry(
                            caseID: "a", sequence: sequence, id: "n\(sequence)", at: head.changedAt, person: nil,
                            organisation: nil, act: "x", data: [])
                        try records.append(entry, head: head, assigned: [])
                    }
                }
                let isNext = try await store.read { try $0.entries(of: "a", after: 0).map(\.sequence) } == [1, 2]
                #expect(isNext)
                #expect((result?.kind == .conflict) || (sequence == 2 && result == nil))
            }
            #expect(try await store.read { try $0.head("a")?.sequence } == 2)
            #expect(try await store.read { try $0.entries(of: "a", after: 1).map(\.id) } == ["n2"])
            #expect(try await store.read { try $0.entry(of: "a", id: "n4") } == nil)
        }
    }
}

extension Result where Success == Void, Failure == any Error {
    /// The refusal that something meets.
    static func of(_ body: () async throws -> Void) async -> Refusal? {
        do {
            try await body()
            return nil
        } catch { return error as? Refusal }
    }
}
