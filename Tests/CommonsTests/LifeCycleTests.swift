import Rulebook
import Testing

@testable import Commons

/// What a declaration answers.
@Suite struct LifeCycleTests {
    private let cycle = LifeCycle(
        states: [
            .init("new", zh: "新建", en: "New", term: 3), .init("open", zh: "受理中", en: "Open"),
            .init("shut", zh: "已结束", en: "Shut", isFinal: true),
        ],
        acts: [
            .init("start", zh: "开始", en: "Start", in: ["new"], function: write),
            .init("note", zh: "记录", en: "Note", in: ["new", "open"], function: write),
            .init("make", zh: "新建", en: "Make", in: [], function: write),
        ])
    private static let write = Function("case.write", zh: "填写", en: "write")

    @Test func anActIsPossibleWhereItIsDeclared() {
        let possible: [String: Set<String>] = ["start": ["new"], "note": ["new", "open"], "make": []]
        for (act, states) in possible {
            for state in ["new", "open", "shut", "elsewhere"] {
                let refusal = cycle.obstacle(to: act, in: state)
                #expect((refusal == nil) == states.contains(state), "\(act) in \(state)")
                #expect(refusal == nil || refusal?.kind == .locked)
            }
        }
    }

    @Test func whyNotIsToldWithBothStates() throws {
        let refusal = try #require(cycle.obstacle(to: "start", in: "shut"))
        #expect(refusal.reason.zh.contains("已结束") && refusal.reason.zh.contains("新建"))
        #expect(refusal.reason.en.contains("Shut") && refusal.reason.en.contains("New"))
        let several = try #require(cycle.obstacle(to: "note", in: "shut"))
        #expect(several.reason.en.contains("New") && several.reason.en.contains("Open"))
    }

    @Test func anUnknownActIsInvalid() {
        #expect(cycle.obstacle(to: "fly", in: "new")?.kind == .invalid)
        #expect(cycle.act("fly") == nil && cycle.state("fly") == nil)
    }

    @Test func whatIsDeclaredIsFound() {
        #expect(cycle.state("new")?.term == 3 && cycle.state("open")?.term == nil)
        #expect(cycle.state("shut")?.isFinal == true && cycle.state("new")?.isFinal == false)
        #expect(cycle.act("note")?.function == Self.write)
    }
}
