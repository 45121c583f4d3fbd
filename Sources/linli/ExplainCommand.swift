import ArgumentParser
import Reports
import Rulebook
import RulebookFiles

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: say(zh: "以树形列出得分的理由", en: "The reasons for a score, as a tree"))

    @Argument(help: .say(zh: "评价文件", en: "assessment file"), completion: .file())
    var file: String

    @Argument(help: .say(zh: "只看这一条款或节，如 6.2.3.a", en: "only this clause or section, e.g. 6.2.3.a"))
    var clause: String?

    @OptionGroup var options: CommonOptions

    func run() throws {
        let score = try Workplace(options).score(file)
        if let clause {
            try explain(clause, score)
        } else if options.json {
            Terminal.print(JSONOutput.string(ScoreJSON(score, Speech.language)))
        } else {
            ScoreText(score).tree()
        }
    }

    private func explain(_ clause: String, _ score: Score) throws {
        let items = (score.controls + score.items).filter {
            $0.item.clause == clause || $0.item.clause.hasPrefix(clause + ".") || $0.item.category == clause
        }
        guard !items.isEmpty else {
            let all = (score.controls + score.items).map(\.item.clause)
            let hint = Nearest.to(clause, among: all).map { say(zh: "，是否指“\($0)”？", en: "; did you mean '\($0)'?") }
            Terminal.tell(say(zh: "没有条款“\(clause)”", en: "no clause '\(clause)'") + (hint ?? ""))
            throw ExitCode.validationFailure
        }
        if options.json {
            Terminal.print(JSONOutput.string(items.map { ItemJSON($0, score.rulebook, Speech.language) }))
        } else {
            for item in items { ScoreText(score).item(item) }
        }
    }
}
