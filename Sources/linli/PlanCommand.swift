import ArgumentParser
import Reports
import Rulebook
import RulebookFiles

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: say(zh: "花最少的钱达到某一等级，或用一笔钱得到最高分", en: "The cheapest way to a grade, or the most for a budget"))

    @Argument(help: .say(zh: "评价文件", en: "assessment file"), completion: .file())
    var file: String

    @Option(help: .say(zh: "目标等级，如 two-star", en: "the grade to reach, e.g. two-star"))
    var target: String?

    @Option(help: .say(zh: "预算（元）", en: "budget in yuan"))
    var budget: String?

    @Option(
        help: .say(zh: "费用文件（linli new --costs 写出样例）", en: "costs file (linli new --costs writes one)"),
        completion: .file())
    var costs: String

    @OptionGroup var options: CommonOptions

    func validate() throws {
        guard (target == nil) != (budget == nil) else {
            throw ValidationError(say(zh: "请给出 --target 或 --budget 之一", en: "give either --target or --budget"))
        }
        if let budget, Money(budget) == nil {
            throw ValidationError(say(zh: "--budget 应是金额（元）", en: "--budget must be an amount in yuan"))
        }
    }

    func run() throws {
        let workplace = try Workplace(options)
        let score = try workplace.score(file)
        let grades = score.rulebook.grades.map(\.id)
        if let target, !grades.contains(target) {
            let hint = Nearest.to(target, among: grades) ?? grades.joined(separator: ", ")
            Terminal.tell(
                say(
                    zh: "没有等级“\(target)”，可用：\(grades.joined(separator: "、"))",
                    en: "no grade '\(target)'; did you mean: \(hint)?"))
            throw ExitCode.validationFailure
        }
        let costs = try workplace.costs(costs, for: score.rulebook)
        let goal: Planner.Goal = target.map { .grade($0) } ?? .budget(Money(budget ?? "") ?? .zero)
        let plan = Planner(score.rulebook).plan(score.assessment, costs: costs, goal: goal)
        if options.json {
            Terminal.print(JSONOutput.string(PlanJSON(plan, Speech.language)))
        } else {
            show(plan, score)
        }
    }

    private func show(_ plan: Planner.Plan, _ score: Score) {
        Terminal.print(Terminal.styled(score.assessment.community.name, .bold))
        Terminal.print("  " + say(zh: "现在", en: "today") + "  \(say(score.grade.title))  Q = \(score.q.rounded())")
        guard plan.isFeasible else {
            Terminal.print("  " + Terminal.styled(say(zh: "做不到：", en: "not possible: ") + say(plan.reason), .red))
            return
        }
        for action in plan.actions {
            let step =
                action.to == .zero
                ? say(zh: "控制项，达到要求", en: "control item, to be met")
                : say(
                    zh: "\(action.from.shown) → \(action.to.shown) 分",
                    en: "\(action.from.shown) → \(action.to.shown) points") + "  Q +\(action.gain.rounded())"
            Terminal.print(
                "  " + Terminal.padded(action.clause, to: 11) + Terminal.padded(say(action.title), to: 36)
                    + Terminal.padded(grouped(action.cost), to: 16, leading: true) + "  " + step)
        }
        if plan.actions.isEmpty { Terminal.print("  " + say(plan.reason)) }
        let grade = Terminal.styled(say(plan.grade.shownTitle), .green)
        Terminal.print(
            "  " + say(zh: "之后", en: "then") + "  \(grade)  Q = \(plan.q.rounded())  "
                + say(zh: "共 \(grouped(plan.cost)) 元", en: "\(grouped(plan.cost)) yuan in all"))
    }
}

/// `1,234,567.00`.
func grouped(_ money: Money) -> String {
    let parts = money.shown.split(separator: ".")
    var digits = String(parts[0])
    var result = ""
    while digits.count > 3 {
        result = "," + digits.suffix(3) + result
        digits.removeLast(3)
    }
    return digits + result + "." + parts[1]
}
