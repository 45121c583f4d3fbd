import Rulebook
import Testing

@testable import RulebookFiles

/// The fixture that docs/RULEBOOKS.md points at.
@Suite struct TinyRulebookTests {
    @Test func readsWithoutDiagnostics() throws {
        let (book, told) = RulebookReader.read(Tiny.folder)
        #expect(told.isEmpty, "\(told.english)")
        #expect(book?.id == "tiny" && book?.edition == "2024")
        #expect(book?.title == Phrase(zh: "小区评价示例", en: "A tiny community standard"))
        #expect(Tiny.folder.name.hasSuffix("/tiny"), "the folder has the name of the rulebook")
    }

    @Test func hasEveryKindOfEverything() {
        let book = Tiny.book
        #expect(Set((book.controls + book.items).map(\.rule.kind)) == Set(Rule.Kind.allCases))
        #expect(Set(book.items.map(\.notApplicable)) == Set(Item.NotApplicable.allCases))
        #expect(book.conditions.map(\.test) == [.communityKind(["urban"]), .accepted, .operatingMonths(3)])
        #expect(book.readings.map(\.scope) == [.always, .rule(.count), .cited])
        #expect(book.categories.map(\.isAddition) == [false, false, true])
        #expect(book.grades.map(\.id) == ["basic", "good", "best"])
    }

    @Test func everyNumberArrives() throws {
        let book = Tiny.book
        #expect(book.categories.map(\.weight) == [Exact("0.6")!, Exact("0.4")!, Exact("0.5")!])
        #expect(book.categories.map { $0.level.maximum(book.items) } == [Exact(100), Exact(100), Exact(30)])
        #expect(book.total.maximum == Exact(110) && book.highestQ == Exact(110))
        #expect(book.item("1.2.b")?.rule.maximum == Exact(20))
        #expect(book.item("2.2.1.b")?.weight == Exact(2))
        #expect(book.item("1.1.3")?.rule == .veto(limit: "good"))
        #expect(book.item("1.1.1")?.checks.map(\.id) == ["clear", "marked"])
        #expect(book.item("1.1.1")?.documents == [Phrase(zh: "巡查记录", en: "Patrol records")])
        #expect(book.item("1.2.a")?.sections == [Phrase(zh: "设施", en: "Facilities")])
        #expect(book.item("2.2.1.a")?.sections.map(\.en) == ["Services", "Judged by experts"])
        #expect(book.grade("best")?.minimums == ["safety": Exact("1/2")!])
        #expect(book.readings.map { $0.alternatives.count } == [1, 0, 2])
        guard case .list(let list) = try #require(book.item("3.1.a")).rule else { return }
        #expect(list.satisfaction == Threshold(.moreThan, Exact("3/5")!) && list.fullCount == 5)
    }

    /// One golden assessment: every item, its points and the way to Q.
    @Test func scoresTheGoldenAssessment() throws {
        let (assessment, told) = Tiny.read(
            """
            rulebook: tiny
            community: {name: 晴川里社区, kind: urban, acceptedOn: 2023-03-01, operatingSince: "2025-12-01"}
            appliedOn: 2026-03-01
            findings:
              1.1.1: {checks: {clear: true, marked: yes}, evidence: [巡查记录, {name: 照片, file: a/b.jpg}]}
              1.1.2: {occurred: false}
              1.1.3: {occurred: false}
              1.2.a: {met: true, checks: [true, true]}
              1.2.b: {present: [gas, other:一键求助], pushed: true}
              1.3.a: {buildings: 12, good: 8, best: 6}
              1.3.b: {count: 2, remark: 两处}
              1.3.c: {minutes: 14.5}
              2.1.a: {green: 1, area: 3}
              2.1.b: {value: 90}
              2.1.c: {notApplicable: true}
              2.2.1.a: {points: 7.5}
              2.2.1.b: {notApplicable: true}
              3.1.a: {innovations: [{name: 甲, kind: technology, recognised: true, responses: 100, satisfied: 61}]}
            """)
        #expect(told.isEmpty, "\(told.english)")
        let score = Scorer(Tiny.book).score(try #require(assessment))
        let points = score.items.map { $0.points.shortest }
        #expect(points == ["20", "15", "10", "8", "20", "10/3", "15", "0", "7.5", "6", "10"])
        // 2.2: (7.5 + 2 × 6) / 2 of 11, scaled to 40; 2.1 and 2.2 over the 80 points that apply, of 100.
        let services = Exact("9.75")! * Exact("40/11")!
        #expect(score.categories[0].score == Exact(73))
        #expect(score.categories[1].score == (Exact("55/3")! + services) * Exact("100/80")!)
        #expect(score.categories[2].score == Exact(10))
        #expect(score.q.rounded() == "75.69" && score.grade.grade?.id == "good")
        #expect(score.readings.map(\.id) == ["R1", "R2", "R3"])
        #expect(score.unjudged.isEmpty && score.isEligible && score.controlsAreMet)
        #expect(assessment?.findings["1.1.1"]?.evidence.map(\.file) == ["", "a/b.jpg"])
    }

    @Test func alternativesAreReadings() {
        let book = Tiny.book
        let other = book.reading(book.readings[0].alternatives[0])
        #expect(other.categories.map(\.weight) == [Exact("0.5")!, Exact("0.5")!, Exact("0.5")!])
        #expect(book.reading(book.readings[2].alternatives[0]).item("2.1.c")?.rule.maximum == Exact(20))
        #expect(book.reading(book.readings[2].alternatives[1]).grades.map(\.minimum) == [nil, nil, nil])
    }

    @Test func aFolderIsReadFromTheDiskOrNotAtAll() {
        #expect(Set(Tiny.folder.files.keys) == ["standard.yaml", "1-safety.yaml", "2-comfort.yaml", "3-bonus.yaml"])
        #expect(throws: SourceFile.Problem.self) { try RulebookFolder(path: Tiny.path + "/nothing") }
        #expect(throws: SourceFile.Problem.self) { try RulebookFolder(path: Tiny.path + "/standard.yaml") }
    }
}
