import Rulebook
import Testing

@testable import RulebookFiles

/// What is wrong with a finding: the place (`§`), what it is and what was probably meant.
@Suite struct FindingErrorTests {
    private func wrong(
        _ finding: String, _ messages: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let marked = Marked("rulebook: tiny\nfindings:\n  " + finding)
        let (assessment, told) = Tiny.read(marked.source("甲.yaml"))
        #expect(told.english == marked.expected("甲.yaml", messages), sourceLocation: sourceLocation)
        #expect(marked.marks.count == messages.count && told.areBilingual, sourceLocation: sourceLocation)
        #expect(assessment == nil, "nothing is given where something is wrong", sourceLocation: sourceLocation)
    }

    @Test func truth() {
        for clause in ["1.1.1", "1.2.a"] {
            for value in ["1", "0", "maybe", "y", "'true'", "\"yes\"", "真", "tRUE"] {
                let found = value.filter { !"'\"".contains($0) }
                wrong("\(clause): {met: §\(value)}", "must be true or false, found '\(found)'")
            }
        }
        wrong("1.1.2: {occurred: §[true]}", "must be true or false, found a list")
        wrong("1.2.a: {met: §{a: true}}", "must be true or false, found a mapping")
    }

    @Test func counts() {
        let fields = [
            "1.2.b: {count: §N}", "1.3.b: {count: §N}", "1.3.a: {buildings: §N, good: 0}",
            "2.1.a: {green: 0, area: §N}",
        ]
        for field in fields + ["3.1.a: {innovations: [{responses: §N}]}"] {
            func wrong(_ value: String, _ message: String) {
                let found = value.filter { !"'\"".contains($0) }
                self.wrong(field.replacing("N", with: value), "\(message), found '\(found)'")
            }
            for value in ["two", "'2'", "\"2\"", "2/1", "200%", "1e3", "0x10", "是", "1.0000000001"] {
                wrong(value, "must be a whole number")
            }
            for value in ["1.5", "0.1", "999999.5"] { wrong(value, "must be a whole number, without a fraction") }
            for value in ["-1", "-0.5", "1000001", "999999999999"] { wrong(value, "must be from 0 to 1000000") }
        }
        wrong("1.2.b: {count: §[2]}", "must be a whole number, found a list")
        wrong("1.2.b: {count: §{}}", "must be a whole number, found a mapping")
        #expect(Tiny.findings("  1.2.b: {count: 2.0}").findings != nil, "2.0 is a whole number")
    }

    @Test func kindsPresent() {
        wrong(
            "1.2.b: {present: [gas, §smok]}",
            "no kind 'smok'; did you mean 'smoke'?; others are written other:NAME, found 'smok'")
        wrong("1.2.b: {present: [§elevator]}", "no kind 'elevator'; others are written other:NAME, found 'elevator'")
        wrong("1.2.b: {present: [§'other:']}", "no kind 'other:'; others are written other:NAME, found 'other:'")
        wrong(
            "1.2.b: {present: [§'other: ']}",
            "no kind 'other:'; others are written other:NAME, found 'other: '")
        wrong("1.2.b: {present: [gas, smoke, §gas]}", "each kind stands once, found 'gas'")
        wrong("1.2.b: {present: [other:甲, §other:甲]}", "each kind stands once, found 'other:甲'")
        wrong("1.2.b: {present: §gas}", "must be a list, found 'gas'")
        wrong("1.2.b: {present: §{gas: true}}", "must be a list, found a mapping")
        wrong("1.2.b: {present: [§[gas]]}", "must be text, found a list")
        wrong("1.2.b: {count: §3, present: [gas, smoke]}", "count is 3, present lists 2: they must agree, found '3'")
        wrong("1.2.b: {count: §0, present: [gas]}", "count is 0, present lists 1: they must agree, found '0'")
        wrong("1.2.b: {pushed: §true}", "count or present is missing")
        wrong("1.2.b: {count: 1, pushed: §2}", "must be true or false, found '2'")
        wrong(
            "1.3.b: {count: 1, §pushed: true}",
            "the finding of 1.3.b has no 'pushed'; known: count, present, checks, evidence, remark")
    }

    /// Was a bug: once one kind is wrong, `count` is compared with what is left, and nothing after an entry that is
    /// no text is looked at.
    @Test func kindsPresentWithoutErrorsThatFollow() {
        wrong(
            "1.2.b: {count: 2, present: [gas, §smok]}",
            "no kind 'smok'; did you mean 'smoke'?; others are written other:NAME, found 'smok'")
        wrong(
            "1.2.b: {present: [§[gas], §smok]}", "must be text, found a list",
            "no kind 'smok'; did you mean 'smoke'?; others are written other:NAME, found 'smok'")
    }

    @Test func shares() {
        wrong("1.3.a: {buildings: 12, good: §13}", "good (13) cannot exceed buildings (12), found '13'")
        wrong(
            "1.3.a: {buildings: 0, good: §1, best: §2}", "good (1) cannot exceed buildings (0), found '1'",
            "best (2) cannot exceed buildings (0), found '2'")
        wrong("1.3.a: §{buildings: 12}", "'good' or 'best' is missing")
        wrong("1.3.a: §{good: 12}", "'buildings' is missing")
        wrong(
            "1.3.a: {buildings: §x, good: §-1}", "must be a whole number, found 'x'",
            "must be from 0 to 1000000, found '-1'")
        wrong(
            "1.3.a: {buildings: 12, good: 8, §bst: 6}",
            "the finding of 1.3.a has no 'bst'; did you mean 'best'?")
        #expect(
            Tiny.findings("  1.3.a: {buildings: 12, good: 5, best: 6}").findings != nil,
            "parts are apart from each other")
    }

    /// Was a bug: without the whole the parts are not looked at, so their errors are told only the next time.
    @Test func partsWithoutTheWholeAreLookedAtToo() {
        wrong("1.3.a: §{good: §-1}", "'buildings' is missing", "must be from 0 to 1000000, found '-1'")
    }

    @Test func lists() {
        wrong(
            "3.1.a: {innovations: [{responses: 100, satisfied: §101}]}",
            "satisfied (101) cannot exceed responses (100), found '101'")
        wrong("3.1.a: {innovations: [{satisfied: §1}]}", "satisfied (1) cannot exceed responses (0), found '1'")
        wrong(
            "3.1.a: {innovations: [{kind: §technolgy}]}",
            "no kind 'technolgy'; did you mean 'technology'?, found 'technolgy'")
        wrong(
            "3.1.a: {innovations: [{kind: §business}]}",
            "no kind 'business'; known: technology, culture, found 'business'")
        wrong("3.1.a: {innovations: §{name: 甲}}", "must be a list, found a mapping")
        wrong("3.1.a: {innovations: [§甲]}", "an entry of innovations must be 'key: value', found '甲'")
        wrong(
            "3.1.a: {innovations: [{recognised: §maybe}, {name: §[甲]}]}", "must be true or false, found 'maybe'",
            "must be text, found a list")
        wrong(
            "3.1.a: {innovations: [{§recognized: true}]}",
            "an entry of innovations has no 'recognized'; did you mean 'recognised'?")
    }

    /// Was a bug: answers that could not be read count as none, so the satisfied ones are told to be too many.
    @Test func entriesWithoutErrorsThatFollow() {
        wrong("3.1.a: {innovations: [{responses: §many, satisfied: 5}]}", "must be a whole number, found 'many'")
    }

    @Test func measures() {
        for value in ["fast", "'5'", "1e3", "5 min", "1.0000000001", "NaN", "五"] {
            wrong("1.3.c: {minutes: §\(value)}", "must be a number, found '\(value.filter { $0 != "'" })'")
        }
        wrong("2.1.a: §{green: 3}", "'area' is missing")
        wrong("2.1.a: §{area: 3}", "'green' is missing")
        wrong("2.1.a: {green: §1.5, area: 3}", "must be a whole number, without a fraction, found '1.5'")
        wrong("2.1.b: {§valu: 3}", "the finding of 2.1.b has no 'valu'; did you mean 'value'?")
    }

    /// Was a bug: the whole is not looked at once the part is wrong.
    @Test func bothNumbersOfARatioAreLookedAt() {
        wrong("2.1.a: {green: §x, area: §y}", "must be a whole number, found 'x'", "must be a whole number, found 'y'")
    }

    @Test func choicesAndAwards() {
        wrong("2.1.c: {choice: §hal}", "no option 'hal'; did you mean 'half'?, found 'hal'")
        wrong("2.1.c: {choice: §everything}", "no option 'everything'; known: none, half, all, found 'everything'")
        wrong("2.1.c: {choice: §[half]}", "must be text, found a list")
        for points in ["-0.5", "10.5", "0.25", "11"] {
            wrong("2.2.1.a: {points: §\(points)}", "must be from 0 to 10 in steps of 0.5, found '\(points)'")
        }
        wrong("2.2.1.a: {points: §50%}", "must be a number, found '50%'")
    }

    @Test func notApplicable() {
        wrong("1.2.a: {notApplicable: §true}", "1.2.a cannot be left out as not applicable, found 'true'")
        wrong("2.1.c: {notApplicable: §true, choice: half}", "not applicable excludes any other finding, found 'true'")
        wrong("2.1.c: {notApplicable: §perhaps}", "must be true or false, found 'perhaps'")
    }

    @Test func whatAnyFindingMayCarry() {
        wrong("1.2.a: {checks: §yes}", "checks must be 'requirement: true/false' or a list, found 'yes'")
        wrong("1.2.a: {checks: {gates: §x}}", "must be true or false, found 'x'")
        wrong("1.2.a: {checks: [true, §1]}", "must be true or false, found '1'")
        wrong("1.2.a: {remark: §[a]}", "must be text, found a list")
        wrong("1.2.a: {evidence: [§{file: a}]}", "'name' is missing")
        wrong("1.2.a: {evidence: {name: a, §path: b}}", "evidence has no 'path'; known: name, file")
        wrong("1.2.a: §true", "the finding of 1.2.a must be 'key: value', found 'true'")
        wrong("1.2.a: §[{met: true}]", "the finding of 1.2.a must be 'key: value', found a list")
        wrong("1.2.a: {§count: 2}", "the finding of 1.2.a has no 'count'; known: met, checks, evidence, remark")
        wrong("1.2.a: {§mett: true}", "the finding of 1.2.a has no 'mett'; did you mean 'met'?")
        wrong("1.2.a: {met: true, §met: false}", "'met' stands twice")
    }

    /// A tick that nearly has the name of a requirement is told, but is no error.
    @Test func ticksThatAreMisspelt() {
        let marked = Marked("rulebook: tiny\nfindings:\n  1.2.a: {checks: {gates: true, §garag: true}}")
        let (assessment, told) = Tiny.read(marked.source("a.yaml"))
        let message = "1.2.a has no requirement 'garag'; did you mean 'garage'?"
        #expect(told.english == marked.expected("a.yaml", [message], .warning) && assessment != nil)
    }
}
