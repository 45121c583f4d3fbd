import Testing

@testable import RulebookFiles

/// Readings cited exist, alternatives change only what exists, conditions are known.
@Suite struct UnsoundReadingTests {
    private func reading(_ keys: String) -> SmallRulebook {
        var small = SmallRulebook()
        small.readings = "  - {id: R1, text: {zh: 读, en: Read}\(keys.isEmpty ? "" : ", " + keys)}\n"
        return small
    }

    private func alternative(_ change: String) -> SmallRulebook {
        reading("alternatives: [{text: {zh: 别, en: Other}, change: \(change)}]")
    }

    @Test func readingsCitedExist() {
        var small = reading("")
        small.items = small.items.replacing("rule:", with: "readings: [R1, §R2], rule:")
        small.isUnsound("no reading 'R2'; did you mean 'R1'?")
        small.items = small.items.replacing("§R2", with: "§reading-nine")
        small.isUnsound("no reading 'reading-nine'")
        small = reading("")
        small.controls = "  - {clause: 0.a, title: {zh: 控, en: C}, readings: [§R3]}\n"
        small.isUnsound("no reading 'R3'; did you mean 'R1'?")
        small = reading("")
        small.eligibility = "  - {clause: '0', title: {zh: 条, en: C}, rule: {kind: accepted}, readings: [R1, §R0]}\n"
        small.isUnsound("no reading 'R0'; did you mean 'R1'?")
    }

    @Test func touches() {
        reading("touches: always").isSound()
        reading("touches: {rule: all}").isSound()
        reading("touches: §never").isUnsound("touches must be always or {rule: KIND}, found 'never'")
        reading("touches: §[always]").isUnsound("touches must be always or {rule: KIND}, found a list")
        reading("touches: {rule: §none}").isUnsound("there is no such rule, found 'none'")
        reading("touches: §{}").isUnsound("'rule' is missing")
        reading("touches: {rule: all, §clause: x}").isUnsound("touches has no 'clause'; known: rule")
    }

    @Test func alternativesChangeOnlyWhatExists() {
        alternative("{weights: {a: 0.5}}").isSound()
        alternative("{rules: {1.a: {kind: all, points: 5}}}").isSound()
        alternative("{rules: {§1.b: {kind: all, points: 5}}}").isUnsound("no clause '1.b'; did you mean '1.a'?")
        alternative("{rules: {§somewhere: {kind: all, points: 5}}}").isUnsound("no clause 'somewhere'")
        alternative("{rules: {§1.a: {kind: award, max: 5}}}")
            .isUnsound("an alternative has to work on the same findings (the same keys as the rule)")
        var small = alternative("{weights: {b: 0.5}}")
        small.readings = small.readings.replacing("- {id", with: "- §{id")
        small.isUnsound("no category 'b'")
    }

    /// Was a bug: a control item has the key `met` too, so an item that gives points may become one.
    @Test func anAlternativeMakesNoControlOfAScoredItem() {
        #expect(alternative("{rules: {1.a: {kind: control}}}").read.diagnostics.count == 1)
    }

    @Test func changesAreWellFormed() {
        alternative("{weights: {a: §0}}").isUnsound("must be above 0, found '0'")
        alternative("{rules: {1.a: §{kind: all}}}").isUnsound("'points' is missing")
        reading("alternatives: [§{text: {zh: 别, en: Other}}]").isUnsound("'change' is missing")
        reading("alternatives: [§{change: {}}]").isUnsound("'text' is missing")
        reading("alternatives: §{}").isUnsound("must be a list, found a mapping")
    }

    /// The grades of an alternative cover Q like those of the rulebook.
    @Test func gradesOfAlternativesAreSound() {
        func grades(_ first: String, _ second: String) -> SmallRulebook {
            let list = [("low", first), ("high", second)].map {
                "{id: \($0.0), title: {zh: 级, en: Grade}, q: \($0.1)}"
            }
            var small = alternative("{grades: [\(list.joined(separator: ", "))]}")
            small.readings = small.readings.replacing("- {id: R1", with: "- §{id: R1")
            return small
        }
        grades("{below: 4}", "{atLeast: 5}").isUnsound("a gap between 'low' and 'high' (4 to 5)")
        grades("{atMost: 5}", "{atLeast: 5}").isUnsound("'low' and 'high' overlap (5 to 5)")
        var sound = grades("{below: 4}", "{atLeast: 4}")
        sound.readings = sound.readings.replacing("§", with: "")
        sound.isSound()
    }

    @Test func conditionsAreKnown() {
        func condition(_ rule: String) -> SmallRulebook {
            var small = SmallRulebook()
            small.eligibility = "  - {clause: '0', title: {zh: 条, en: C}, rule: \(rule)}\n"
            return small
        }
        for rule in [
            "{kind: accepted}", "{kind: communityKind, allowed: [urban]}", "{kind: operatingMonths, months: 0}",
        ] {
            condition(rule).isSound()
        }
        condition("{kind: §married}").isUnsound(
            "the kind of a condition must be communityKind, accepted or operatingMonths, found 'married'")
        condition("§{kind: communityKind}").isUnsound("'allowed' is missing")
        condition("§{kind: operatingMonths}").isUnsound("'months' is missing")
        condition("{kind: operatingMonths, months: §-1}").isUnsound("must be from 0 to 1200, found '-1'")
        condition("{kind: operatingMonths, months: §1.5}").isUnsound(
            "must be a whole number, without a fraction, found '1.5'")
        condition("§{}").isUnsound("'kind' is missing")
        condition("{kind: communityKind, allowed: §urban}").isUnsound("must be a list, found 'urban'")
    }

    @Test func whatAReadingNeeds() {
        var small = SmallRulebook()
        small.readings = "  - §{text: {zh: 读, en: Read}}\n"
        small.isUnsound("'id' is missing")
        small.readings = "  - §{id: R1}\n"
        small.isUnsound("'text' is missing")
        small.readings = "  - {id: R1, where: §[1], text: {zh: 读, en: Read}}\n"
        small.isUnsound("must be text, found a list")
    }
}
