import ArgumentParser
import Reports
import Rulebook

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: say(zh: "逐条比较两次评价", en: "Compare two assessments clause by clause"))

    @Argument(help: .say(zh: "之前", en: "before"), completion: .file())
    var before: String

    @Argument(help: .say(zh: "之后", en: "after"), completion: .file())
    var after: String

    @OptionGroup var options: CommonOptions

    func run() throws {
        let workplace = try Workplace(options)
        let scores = (try workplace.score(before), try workplace.score(after))
        guard let comparison = Comparison(scores.0, scores.1) else {
            Terminal.tell(
                "\(after):1:1: error: "
                    + say(zh: "两个文件用的不是同一个规则库", en: "the two files do not use the same rulebook"))
            throw Failure.data
        }
        if options.json {
            Terminal.print(JSONOutput.string(ComparisonJSON(comparison, Speech.language)))
        } else {
            show(comparison)
        }
    }

    private func signed(_ value: Exact) -> String {
        value < .zero
            ? Terminal.styled(value.rounded(), .red)
            : value > .zero ? Terminal.styled("+" + value.rounded(), .green) : "±0.00"
    }

    private func show(_ comparison: Comparison) {
        for score in [comparison.before, comparison.after] {
            Terminal.print(
                "  \(Terminal.padded(say(score.grade.title), to: 14))Q = \(score.q.rounded())  "
                    + "\(score.assessment.community.name)"
            )
        }
        Terminal.print("  " + say(zh: "总分变化 ", en: "change of Q ") + signed(comparison.gain))
        Terminal.print()
        for category in comparison.categories {
            Terminal.print(
                "  " + Terminal.padded(say(category.category.title), to: 36)
                    + Terminal.padded("\(category.before.shown) → \(category.after.shown)", to: 18) + "Q "
                    + signed(category.gain))
        }
        Terminal.print()
        if comparison.changes.isEmpty { Terminal.print("  " + say(zh: "各条款没有变化", en: "no clause changed")) }
        for change in comparison.changes {
            let isControl = change.after.item.rule.isControl
            let points = isControl ? "" : "\(change.before.points.shown) → \(change.after.points.shown)"
            Terminal.print(
                "  " + Terminal.padded(change.after.item.clause, to: 11)
                    + Terminal.padded(say(change.after.item.title), to: 34) + Terminal.padded(points, to: 12)
                    + (isControl ? "" : "Q " + signed(change.gain)))
            Terminal.print(
                "             " + Terminal.styled("\(say(change.before.reason)) → \(say(change.after.reason))", .faint))
        }
    }
}
