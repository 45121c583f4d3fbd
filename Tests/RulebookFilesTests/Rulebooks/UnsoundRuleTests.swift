import Rulebook
import Testing

@testable import RulebookFiles

/// Rules are of a known kind, complete and coherent.
@Suite struct UnsoundRuleTests {
    private func unsound(_ rule: String, _ message: String, sourceLocation: SourceLocation = #_sourceLocation) {
        SmallRulebook.rule(rule).isUnsound(message, sourceLocation: sourceLocation)
    }

    @Test func theKindIsOneOfTheSet() {
        unsound("{kind: §al, points: 1}", "there is no such rule; did you mean 'all'?, found 'al'")
        unsound("{kind: §stepps, steps: []}", "there is no such rule; did you mean 'steps'?, found 'stepps'")
        unsound("{kind: §interpolation}", "there is no such rule, found 'interpolation'")
        unsound("{kind: §[all]}", "must be text, found a list")
        unsound("§{points: 1}", "'kind' is missing")
        unsound("§all", "a rule must be 'key: value', found 'all'")
        SmallRulebook.item("§{clause: 1.b, title: {zh: 乙, en: B}}").isUnsound("'rule' is missing")
    }

    @Test func eachKindHasItsPlace() {
        unsound("§{kind: control}", "a scored item cannot be control or veto")
        unsound("§{kind: veto, limit: low}", "a scored item cannot be control or veto")
        var small = SmallRulebook()
        small.controls = "  - {clause: 0.a, title: {zh: 控, en: C}, rule: §{kind: all, points: 1}}\n"
        small.isUnsound("a control item takes the rules control and veto only")
    }

    @Test func whatEachKindRequires() {
        unsound("§{kind: all}", "'points' is missing")
        unsound("§{kind: count, max: 1}", "'each' is missing")
        unsound("§{kind: count, each: 1}", "'max' is missing")
        unsound("§{kind: list, each: 1, max: 1}", "'list' is missing")
        unsound("§{kind: share, ways: [{part: y, atLeast: 1/2, points: 1}]}", "'of' is missing")
        unsound("§{kind: target, target: 1}", "'points' is missing")
        unsound("§{kind: linear, to: {value: 1, points: 1}}", "'from' is missing")
        unsound("{kind: linear, from: §{value: 1}, to: {value: 2, points: 1}}", "'points' is missing")
        unsound("§{kind: deduct, each: 1}", "'from' is missing")
        unsound("§{kind: deduct, from: 1}", "'each' is missing")
        unsound("§{kind: award}", "'max' is missing")
        unsound("{kind: count, each: 1, max: 2, extra: §{points: 1}}", "'key' is missing")
        unsound("{kind: count, each: 1, max: 2, extra: §{key: more}}", "'points' is missing")
        unsound("{kind: share, of: x, ways: [§{atLeast: 1/2, points: 1}]}", "'part' is missing")
        unsound("{kind: target, target: 1, points: 1, measure: §{part: x}}", "'of' is missing")
        SmallRulebook.rule("§{kind: target, points: 1}").isUnsoundWith("'target' is missing")
        SmallRulebook.rule("{kind: choice, options: [{id: x, points: 1, zh: 甲, en: A}, §{id: y, zh: 乙, en: B}]}")
            .isUnsoundWith("'points' is missing")
    }

    /// Was a bug: what is not asked for once something is missing is told as unknown ("the rule target has no
    /// 'points'"), and one bad option makes "at least one option must give points" of options that do.
    @Test func nothingFalseIsToldAboutTheRest() {
        unsound("§{kind: target, points: 1}", "'target' is missing")
        unsound(
            "{kind: choice, options: [{id: x, points: 1, zh: 甲, en: A}, §{id: y, zh: 乙, en: B}]}", "'points' is missing"
        )
    }

    @Test func onlyItsOwnKeys() {
        for (rule, key, rest) in [
            ("{kind: all, points: 1, §step: 1}", "step", "known: kind, points"),
            ("{kind: award, max: 1, §steps: 1}", "steps", "did you mean 'step'?"),
            ("{kind: deduct, from: 2, each: 1, §flor: 0}", "flor", "did you mean 'floor'?"),
        ] {
            let kind = rule.dropFirst(7).prefix { $0 != "," }
            unsound(rule, "the rule \(kind) has no '\(key)'; \(rest)")
        }
        unsound(
            "{kind: count, each: 1, max: 2, extra: {key: more, points: 1, §need: 1}}",
            "extra has no 'need'; did you mean 'needs'?")
        unsound(
            "{kind: share, of: x, ways: [{part: y, atLeast: 1/2, points: 1, §price: z}]}",
            "a way has no 'price'; known: part, atLeast, moreThan, points, cost")
        unsound("{kind: target, target: 1, points: 1, measure: {§name: x}}", "measure has no 'name'; known: key, unit")
    }

    @Test func capsCanBeReached() {
        unsound("{kind: count, each: 3, max: §2}", "max cannot be below each, found '2'")
        unsound("{kind: list, list: x, each: 10, max: §9.5}", "max cannot be below each, found '9.5'")
        SmallRulebook.rule("{kind: count, each: 3, max: 3}").isSound()
        SmallRulebook.rule("{kind: count, each: 3, max: 10}").isSound()
    }

    /// Was a bug: a count is at most 1,000,000, so such a cap is never reached ("a cap that can be reached").
    @Test func capsAreInReachOfTheLargestCount() {
        SmallRulebook.rule("{kind: count, each: 1, max: 1000000}").isSound()
        let told = SmallRulebook.rule("{kind: count, each: 1, max: 1000001}").read.diagnostics
        #expect(told.count == 1)
    }

    @Test func extras() {
        for key in ["count", "present", "each", "met"] {
            unsound(
                "{kind: count, each: 1, max: 2, extra: §{key: \(key), points: 1}}", "the key of extra cannot be \(key)")
        }
        unsound(
            "{kind: count, each: 1, max: 2, extra: {key: more, points: 1, needs: §1.5}}",
            "must be a whole number, without a fraction, found '1.5'")
        unsound(
            "{kind: count, each: 1, max: 2, extra: {key: more, points: 1, needs: §1001}}",
            "must be from 0 to 1000, found '1001'")
    }

    /// Was a bug: names of the rule's own that a finding has for something else: such a finding could never be written.
    @Test(arguments: ["evidence", "remark", "checks", "notApplicable"])
    func namesThatEveryFindingHas(_ key: String) {
        for rule in [
            "{kind: count, each: 1, max: 2, extra: {key: \(key), points: 1}}",
            "{kind: list, list: \(key), each: 1, max: 2}",
            "{kind: share, of: \(key), ways: [{part: y, atLeast: 1/2, points: 1}]}",
            "{kind: share, of: x, ways: [{part: \(key), atLeast: 1/2, points: 1}]}",
            "{kind: target, target: 1, points: 1, measure: {key: \(key)}}",
        ] {
            #expect(SmallRulebook.rule(rule).read.diagnostics.count == 1, "\(rule)")
        }
    }

    @Test func shares() {
        for line in ["101%", "-1%", "2"] {
            unsound(
                "{kind: share, of: x, ways: [§{part: y, atLeast: \(line), points: 1}]}",
                "a share lies between 0 and 1 and can be reached")
        }
        unsound("{kind: share, of: x, ways: [§{part: y, points: 1}]}", "exactly one line is needed: atLeast, moreThan")
        unsound(
            "{kind: share, of: x, ways: [§{part: y, atLeast: 0.5, moreThan: 0.5, points: 1}]}",
            "exactly one line is needed: atLeast, moreThan")
        unsound(
            "{kind: share, of: §x, ways: [{part: x, atLeast: 0.5, points: 1}]}", "a part cannot be the whole itself")
        unsound(
            "{kind: share, of: x, ways: §[{part: y, atLeast: 0.5, points: 1}, {part: y, atLeast: 0.8, points: 2}]}",
            "each way needs its own cost name")
        unsound(
            "{kind: share, of: x, ways: [{part: y, atLeast: 0.5, points: 1}], labels: §{z: {zh: 甲, en: Z}}}",
            "'z' in labels is used nowhere")
        unsound(
            "{kind: share, of: x, ways: [{part: y, §atMost: 0.5, atLeast: 0.1, points: 1}]}",
            "a way has no 'atMost'; did you mean 'atLeast'?")
    }

    /// Was a bug: an empty list gives no rule and no error, so the item silently is not there.
    @Test(arguments: ["{kind: share, of: x, ways: []}", "{kind: steps, steps: []}"])
    func emptyLists(_ rule: String) {
        #expect(SmallRulebook.rule(rule).read.diagnostics.count == 1)
        #expect(SmallRulebook.rule(rule).read.rulebook?.items.count != 1, "an item got lost")
    }

    /// Was a bug: more than the whole is never reached, neither is a satisfaction of 6000%.
    @Test(arguments: [
        "{kind: share, of: x, ways: [{part: y, moreThan: 100%, points: 1}]}",
        "{kind: list, list: x, each: 1, max: 2, satisfaction: {moreThan: 60}}",
        "{kind: list, list: x, each: 1, max: 2, satisfaction: {moreThan: 100%}}",
    ])
    func linesThatNothingReaches(_ rule: String) {
        #expect(SmallRulebook.rule(rule).read.diagnostics.count == 1)
    }

    @Test func lists() {
        unsound(
            "{kind: list, list: x, each: 1, max: 2, satisfaction: §{of: responses}}",
            "exactly one line is needed: atLeast, moreThan")
        unsound(
            "{kind: list, list: x, each: 1, max: 2, satisfaction: {of: §answers, moreThan: 60%}}",
            "of must be responses, found 'answers'")
        unsound(
            "{kind: list, list: x, each: 1, max: 2, satisfaction: {part: §happy, moreThan: 60%}}",
            "part must be satisfied, found 'happy'")
    }

    @Test func stepsGoFromEasyToHard() {
        let message = "steps go from easy to hard, with more points each"
        for second in [
            "{atLeast: 30, points: 5}", "{atLeast: 20, points: 5}", "{atLeast: 90, points: 2}",
            "{atLeast: 90, points: 1}",
            "{atMost: 90, points: 5}", "{moreThan: 30, points: 5}",
        ] {
            unsound("{kind: steps, steps: [{atLeast: 30, points: 2}, §\(second)]}", message)
        }
        unsound("{kind: steps, steps: [{atMost: 30, points: 2}, §{atMost: 40, points: 5}]}", message)
        unsound(
            "{kind: steps, steps: [§{points: 2}]}", "exactly one line is needed: atLeast, moreThan, atMost, lessThan")
        SmallRulebook.rule("{kind: steps, steps: [{atMost: 30, points: 2}, {lessThan: 20, points: 5}]}").isSound()
    }

    @Test func linesDifferInValueAndInPoints() {
        for to in ["{value: 1, points: 5}", "{value: 2, points: 0}"] {
            unsound(
                "{kind: linear, from: {value: 1, points: 0}, to: §\(to)}",
                "from and to must differ in value and in points")
        }
        unsound(
            "{kind: linear, from: {value: 1, points: §-1}, to: {value: 2, points: 5}}", "cannot be negative, found '-1'"
        )
        SmallRulebook.rule("{kind: linear, from: {value: 50%, points: 10}, to: {value: 30%, points: 0}}").isSound()
    }

    @Test func optionsGivePoints() {
        unsound("{kind: choice, options: §[{id: x, points: 0, zh: 甲, en: A}]}", "at least one option must give points")
        unsound("{kind: choice, options: §[]}", "at least one option must give points")
        SmallRulebook.rule("{kind: choice, options: [{id: x, points: §-1, zh: 甲, en: A}]}")
            .isUnsoundWith("cannot be negative, found '-1'")
    }

    @Test func awardsAndDeductions() {
        unsound("{kind: award, max: 12, step: §5}", "max must be a multiple of step, found '5'")
        unsound("{kind: award, max: §1.5}", "max must be a multiple of step, found '1.5'")
        for floor in ["10", "11"] {
            unsound("{kind: deduct, from: 10, each: 1, floor: §\(floor)}", "floor must be below from, found '\(floor)'")
        }
        unsound("{kind: deduct, from: 10, each: 1, floor: §-1}", "cannot be negative, found '-1'")
    }

    @Test func checksGoWithAllOrNothing() {
        let checks = "checks: §[{id: x, zh: 甲, en: A}]"
        SmallRulebook.item("{clause: 1.b, title: {zh: 乙, en: B}, rule: {kind: award, max: 1}, \(checks)}")
            .isUnsound("checks go with the rule all and with control items")
        var small = SmallRulebook()
        small.controls = "  - {clause: 0.a, title: {zh: 控, en: C}, rule: {kind: veto}, \(checks)}\n"
        small.isUnsound("checks go with the rule all and with control items")
    }
}
