import Testing

@testable import RulebookFiles

/// Every text is there in both languages, ids are well formed and unique, numbers exact.
@Suite struct UnsoundTextTests {
    private func small(_ change: (inout SmallRulebook) -> Void) -> SmallRulebook {
        var small = SmallRulebook()
        change(&small)
        return small
    }

    /// Half a text at every place that takes one.
    @Test func everyTextHasBothLanguages() {
        let halves = [
            ("§{zh: 甲}", "'en' is missing"), ("§{en: A}", "'zh' is missing"),
            ("{zh: 甲, en: §''}", "'en' cannot be empty, found ''"),
            ("{zh: §'  ', en: A}", "'zh' cannot be empty, found '  '"),
            ("{zh: 甲, en: A, §french: A}", "a text has no 'french'; known: zh, en"),
            ("§甲", "a text must be 'key: value', found '甲'"), ("§[甲, A]", "a text must be 'key: value', found a list"),
            ("{zh: §[甲], en: A}", "must be text, found a list"), ("§{zh: 甲, en: null}", "'en' is missing"),
        ]
        for (half, message) in halves {
            small { $0.head = $0.head.replacing("{zh: 小, en: Small}", with: half) }.isUnsound(message)
            small { $0.categories = "  - {id: a, title: \(half), weight: 1}\n" }.isUnsoundWith(message)
            small { $0.grades = $0.grades.replacing("{zh: 低, en: Low}", with: half) }.isUnsound(message)
            small { $0.sections = $0.sections.replacing("{zh: 一, en: One}", with: half) }.isUnsound(message)
            small { $0.items = $0.items.replacing("{zh: 甲, en: A}", with: half) }.isUnsound(message)
            small { $0.controls = "  - {clause: '0', title: \(half)}\n" }.isUnsound(message)
            small { $0.eligibility = "  - {clause: '0', title: \(half), rule: {kind: accepted}}\n" }.isUnsound(message)
            small { $0.readings = "  - {id: R1, text: \(half)}\n" }.isUnsound(message)
            let item = "clause: 1.b, title: {zh: 乙, en: B}, rule: {kind: all, points: 1}"
            SmallRulebook.item("{\(item), requirement: \(half)}").isUnsound(message)
            SmallRulebook.item("{\(item), onSite: \(half)}").isUnsound(message)
            SmallRulebook.item("{\(item), documents: [{zh: 甲, en: A}, \(half)]}").isUnsound(message)
        }
    }

    @Test func namesHaveBothLanguages() {
        for (half, message) in [
            ("§{id: x, zh: 甲}", "'en' is missing"), ("{id: x, zh: §'', en: A}", "'zh' cannot be empty, found ''"),
        ] {
            SmallRulebook.rule("{kind: count, each: 1, max: 2, kinds: [\(half)]}").isUnsound(message)
            SmallRulebook.rule("{kind: deduct, from: 2, each: 1, kinds: [\(half)]}").isUnsound(message)
            SmallRulebook.rule("{kind: list, list: x, each: 1, max: 2, kinds: [\(half)]}").isUnsound(message)
            SmallRulebook.rule(
                "{kind: choice, options: [{id: y, points: 1, zh: 甲, en: A}, "
                    + "\(half.replacing("id: x", with: "id: x, points: 2"))]}"
            )
            .isUnsoundWith(message)
            SmallRulebook.item("{clause: 1.b, title: {zh: 乙, en: B}, rule: {kind: all, points: 1}, checks: [\(half)]}")
                .isUnsound(message)
        }
        SmallRulebook.rule("{kind: count, each: 1, max: 2, extra: {key: more, points: 1, title: §{zh: 多}}}")
            .isUnsound("'en' is missing")
        SmallRulebook.rule("{kind: target, target: 1, points: 1, measure: {key: x, unit: §{zh: 天}}}")
            .isUnsoundWith("'en' is missing")
        SmallRulebook.rule("{kind: share, of: x, ways: [{part: y, atLeast: 1/2, points: 1}], labels: {x: §{zh: 天}}}")
            .isUnsound("'en' is missing")
    }

    @Test func idsAreLettersDigitsAndHyphens() {
        for id in ["1a", "-a", "a b", "a_b", "a.b", "ä", "甲", "a:b", "''", String(repeating: "a", count: 65)] {
            let shown = id == "''" ? "''" : "'\(id.count > 40 ? id.prefix(40) + "…" : id[...])'"
            let message = "must be letters, digits and -, starting with a letter, found " + shown
            small { $0.head = $0.head.replacing("id: small", with: "id: §\(id)") }.isUnsound(message)
            small { $0.grades = $0.grades.replacing("id: low", with: "id: §\(id)") }.isUnsound(message)
            small { $0.readings = "  - {id: §\(id), text: {zh: 读, en: Read}}\n" }.isUnsound(message)
            SmallRulebook.rule("{kind: count, each: 1, max: 2, kinds: [{id: §\(id), zh: 甲, en: A}]}").isUnsound(message)
            SmallRulebook.rule("{kind: list, list: §\(id), each: 1, max: 2}").isUnsound(message)
            SmallRulebook.rule("{kind: count, each: 1, max: 2, extra: {key: §\(id), points: 1}}").isUnsound(message)
            SmallRulebook.rule("{kind: target, target: 1, points: 1, measure: {key: §\(id)}}").isUnsoundWith(message)
        }
        for id in ["a", "A9", "old-town", String(repeating: "a", count: 64)] {
            small { $0.grades = $0.grades.replacing("id: low", with: "id: \(id)") }.isSound()
        }
    }

    @Test func idsAreUniqueWhereTheyAreListed() {
        small { $0.categories += "  - §{id: a, title: {zh: 甲, en: A}, weight: 1, addition: true}\n" }
            .isUnsoundWith("the category 'a' stands twice")
        small { $0.grades = $0.grades.replacing("- {id: low", with: "- §{id: high") }
            .isUnsound("an id of a grade stands twice")
        small { $0.readings = "  - {id: R1, text: {zh: 读, en: Read}}\n  - §{id: R1, text: {zh: 读, en: Read}}\n" }
            .isUnsound("the reading 'R1' stands twice")
        SmallRulebook.rule("{kind: count, each: 1, max: 2, kinds: [{id: x, zh: 甲, en: A}, {id: §x, zh: 乙, en: B}]}")
            .isUnsound("an id stands twice, found 'x'")
        SmallRulebook.rule(
            "{kind: choice, options: [{id: x, points: 1, zh: 甲, en: A}, {id: §x, points: 2, zh: 乙, en: B}]}"
        )
        .isUnsound("an option stands twice, found 'x'")
        SmallRulebook.item(
            "{clause: 1.b, title: {zh: 乙, en: B}, rule: {kind: all, points: 1}, "
                + "checks: [{id: x, zh: 甲, en: A}, {id: §x, zh: 乙, en: B}]}"
        ).isUnsound("an id stands twice, found 'x'")
    }

    @Test func clausesAreUniqueInAllFiles() {
        SmallRulebook.item("{clause: §1.a, title: {zh: 乙, en: B}, rule: {kind: all, points: 1}}")
            .isUnsound("clause 1.a stands twice, first at small/a.yaml:6")
        small {
            $0.controls = "  - {clause: 1.a, title: {zh: 控, en: C}}\n";
            $0.items = $0.items.replacing("1.a", with: "§1.a")
        }
        .isUnsound("clause 1.a stands twice, first at small/a.yaml:3")
        small {
            $0.chapters = "[a.yaml, b.yaml]"
            $0.others["b.yaml"] = """
                category: a
                sections:
                  - {clause: "2", title: {zh: 二, en: Two}, \
                  items: [{clause: §1.a, title: {zh: 乙, en: B}, rule: {kind: all, points: 1}}]}
                """
        }.isUnsound("clause 1.a stands twice, first at small/a.yaml:6")
    }

    /// Was a bug: the clauses of sections are not compared, although "ids and clauses are unique".
    @Test func clausesOfSectionsAreUniqueToo() {
        small {
            $0.items +=
                "  - {clause: §\"1\", title: {zh: 又, en: Again}, "
                + "items: [{clause: 1.b, title: {zh: 乙, en: B}, rule: {kind: all, points: 1}}]}\n"
        }.isUnsound("clause 1 stands twice, first at small/a.yaml:3")
    }

    /// Numbers have at most 9 decimals and are not quoted.
    @Test func numbersAreExact() {
        for number in ["1.0000000001", "1e3", "1,000", "ten", "'10'", "\"10\"", "0x10", "1 000", "1/0", ".5"] {
            let found = number.filter { !"'\"".contains($0) }
            SmallRulebook.rule("{kind: all, points: \(number.contains(",") ? "§\"1,000\"" : "§" + number)}")
                .isUnsound("must be a number, found '\(found)'")
        }
        for number in ["0", "-1", "-0.5", "0%"] {
            SmallRulebook.rule("{kind: all, points: §\(number)}").isUnsound("must be above 0, found '\(number)'")
        }
        for number in ["1", "0.000000001", "2/3", "85%", "999999999999"] {
            SmallRulebook.rule("{kind: all, points: \(number)}").isSound()
        }
        SmallRulebook.rule("{kind: all, points: §[1]}").isUnsound("must be a number, found a list")
        SmallRulebook.rule("§{kind: all, points: }").isUnsound("'points' is missing")
    }
}
