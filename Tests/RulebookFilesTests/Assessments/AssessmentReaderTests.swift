import Rulebook
import Testing

@testable import RulebookFiles

@Suite struct AssessmentReaderTests {
    private func wrong(_ text: String, _ messages: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        for name in ["甲.yaml"] {
            let marked = Marked(text)
            let (assessment, told) = Tiny.read(marked.source(name))
            #expect(told.english == marked.expected(name, messages), sourceLocation: sourceLocation)
            #expect(marked.marks.count == messages.count && told.areBilingual, sourceLocation: sourceLocation)
            #expect(assessment == nil, sourceLocation: sourceLocation)
        }
    }

    @Test func everythingArrives() throws {
        let yaml = """
            rulebook: tiny
            community: {name: 晴川里社区, address: 某市某区 1 号, kind: urban, \
            acceptedOn: 2023-03-01, operatingSince: '2023-06-01'}
            appliedOn: "2026-03-01"
            applicant: 某街道办事处
            evaluationBody: 某评价机构
            findings: {1.2.a: {met: true}}
            """
        let json = """
            {"rulebook": "tiny", "community": {"name": "晴川里社区", "address": "某市某区 1 号", "kind": "urban",
             "acceptedOn": "2023-03-01", "operatingSince": "2023-06-01"}, "appliedOn": "2026-03-01",
             "applicant": "某街道办事处", "evaluationBody": "某评价机构", "findings": {"1.2.a": {"met": true}}}
            """
        let first = try #require(Tiny.read(yaml).assessment)
        #expect(first.community.name == "晴川里社区" && first.community.address == "某市某区 1 号")
        #expect(first.community.kind == "urban" && first.community.acceptedOn == Day("2023-03-01"))
        #expect(first.community.operatingSince == Day("2023-06-01") && first.appliedOn == Day("2026-03-01"))
        #expect(first.applicant == "某街道办事处" && first.evaluationBody == "某评价机构" && first.rulebook == "tiny")
        #expect(first.findings == ["1.2.a": Finding(.met(true))])
        #expect(Tiny.read(json, "a.json").assessment == first)
        #expect(Tiny.read(source("\u{FEFF}" + yaml.replacing("\n", with: "\r\n"))).assessment == first)
    }

    @Test func almostNothingIsRequired() {
        for text in [
            "rulebook: tiny", "rulebook: tiny\nfindings:\n",
            "rulebook: tiny\ncommunity: {}\nappliedOn: null\nfindings: {}",
        ] {
            let assessment = Tiny.read(text).assessment
            #expect(assessment?.findings == [:] && assessment?.appliedOn == nil && assessment?.community.kind == nil)
        }
    }

    @Test func theRulebook() {
        wrong("rulebook: §tyni", "no rulebook 'tyni'; did you mean 'tiny'?")
        wrong("rulebook: §smart-community-draft", "no rulebook 'smart-community-draft'; known: tiny")
        wrong("§community: {}", "'rulebook' is missing")
        wrong("rulebook: §[tiny]", "must be text, found a list")
        wrong("§- rulebook: tiny", "the assessment must be 'key: value', found a list")
        wrong("§tiny", "the assessment must be 'key: value', found 'tiny'")
        wrong("rulebook: tiny\n§finding: {}", "the assessment has no 'finding'; did you mean 'findings'?")
        wrong("rulebook: tiny\n§rulebook: tiny", "'rulebook' stands twice")
    }

    @Test func theCommunity() {
        wrong("rulebook: tiny\ncommunity: {kind: §town}", "kind must be urban or rural, found 'town'")
        wrong("rulebook: tiny\ncommunity: {kind: §[urban]}", "must be text, found a list")
        wrong("rulebook: tiny\ncommunity: {§nmae: 甲}", "community has no 'nmae'; did you mean 'name'?")
        wrong("rulebook: tiny\ncommunity: §晴川里", "community must be 'key: value', found '晴川里'")
        wrong("rulebook: tiny\ncommunity: {name: 甲, §name: 乙}", "'name' stands twice")
    }

    /// Days that do not exist and what is no day at all, at every place.
    @Test func days() {
        for place in ["appliedOn: §D", "community: {acceptedOn: §D}", "community: {operatingSince: §D}"] {
            for day in [
                "2026-02-29", "2026-02-30", "2026-13-01", "2026-00-01", "2026-04-31", "'2026-01-32'", "0000-01-01",
            ] {
                let found = day.filter { $0 != "'" }
                wrong("rulebook: tiny\n" + place.replacing("D", with: day), "there is no such day, found '\(found)'")
            }
            for day in [
                "2026", "2026-3-1", "2026/03/01", "20260301", "03-01-2026", "2026-03-01T10:00:00", "yesterday",
                "2026年3月1日",
            ] {
                // 03-01-2026 has the shape of a day, but no such day.
                let message = day == "03-01-2026" ? "there is no such day" : "must be a date such as 2026-03-01"
                wrong("rulebook: tiny\n" + place.replacing("D", with: day), "\(message), found '\(day)'")
            }
            wrong(
                "rulebook: tiny\n" + place.replacing("D", with: "[]"), "must be a date such as 2026-03-01, found a list"
            )
        }
    }

    /// Unknown clauses: a section is answered with its first item, anything else with the nearest id.
    @Test func unknownClauses() {
        wrong("rulebook: tiny\nfindings:\n  §1.2.aa: {met: true}", "no clause '1.2.aa'; did you mean '1.2.a'?")
        wrong("rulebook: tiny\nfindings:\n  §2.1: {}", "no clause '2.1'; did you mean '2.1.a'?")
        wrong("rulebook: tiny\nfindings:\n  §'1': {}", "no clause '1'; did you mean '1.1.1'?")
        wrong("rulebook: tiny\nfindings:\n  §2.2.1: null", "no clause '2.2.1'; did you mean '2.2.1.a'?")
        wrong("rulebook: tiny\nfindings:\n  §照明: {}", "no clause '照明'")
        wrong("rulebook: tiny\nfindings:\n  §1.2.A: {}", "no clause '1.2.A'; did you mean '1.2.a'?")
        wrong(
            "rulebook: tiny\nfindings:\n  §\(String(repeating: "x", count: 50)): {}",
            "no clause '\(String(repeating: "x", count: 40))…'")
        wrong("rulebook: tiny\nfindings: §[1.2.a]", "findings must be 'key: value', found a list")
        wrong("rulebook: tiny\nfindings:\n  1.2.a: {met: true}\n  §1.2.a: {met: true}", "'1.2.a' stands twice")
    }

    /// All problems of a file at once, in the order of the file.
    @Test func everythingAtOnce() {
        let text = """
            rulebook: tiny
            community: {kind: §town, acceptedOn: §2023-02-29, §since: 2020-01-01}
            appliedOn: 2026-03-01
            findings:
              1.1.1: {met: §1}
              1.2.b: {count: §-1, pushed: §x}
              1.3.a: {buildings: 3, good: §4, best: §5}
              §1.9: {met: true}
              3.1.a: {innovations: [{kind: §tech}, {responses: 1, satisfied: §2}]}
            """
        wrong(
            text, "kind must be urban or rural, found 'town'", "there is no such day, found '2023-02-29'",
            "community has no 'since'; known: name, address, kind, acceptedOn, operatingSince",
            "must be true or false, found '1'", "must be from 0 to 1000000, found '-1'",
            "must be true or false, found 'x'",
            "good (4) cannot exceed buildings (3), found '4'", "best (5) cannot exceed buildings (3), found '5'",
            "no clause '1.9'", "no kind 'tech'; known: technology, culture, found 'tech'",
            "satisfied (2) cannot exceed responses (1), found '2'")
    }

    /// The same places in JSON.
    @Test func everythingAtOnceInJSON() {
        let marked = Marked(
            """
            {"rulebook": "tiny", "appliedOn": §"2026-02-30",
              "findings": {"1.1.1": {"met": §"true"}, §"1.2.x": {},
                "1.2.b": {"count": §1.5, §"备注": "甲"}}}
            """)
        let told = Tiny.read(marked.source("甲.json")).told
        #expect(
            told.english
                == marked.expected(
                    "甲.json",
                    [
                        "there is no such day, found '2026-02-30'", "must be true or false, found 'true'",
                        "no clause '1.2.x'; did you mean '1.2.a'?",
                        "must be a whole number, without a fraction, found '1.5'",
                        "the finding of 1.2.b has no '备注'; known: count, present, pushed, checks, evidence, remark",
                    ]))
    }

    /// The kinds that a rulebook's conditions name may be written too.
    @Test func kindsThatTheRulebookNames() {
        var book = Tiny.book
        book.conditions[0].test = .communityKind(["old-town", "urban"])
        for (kind, isKnown) in [("urban", true), ("rural", true), ("old-town", true), ("new-town", false)] {
            let file = source("rulebook: tiny\ncommunity: {kind: \(kind)}")
            let result = AssessmentReader.read(file, rulebooks: { _ in book }, known: []).result
            #expect((result != nil) == isKnown)
        }
    }
}
