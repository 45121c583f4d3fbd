import ArgumentParser
import Reports
import Rulebook
import RulebookFiles

struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: say(zh: "计算得分与等级", en: "Score and grade"))

    @Argument(help: .say(zh: "评价文件", en: "assessment files"), completion: .file())
    var files: [String]

    @OptionGroup var options: CommonOptions

    func run() throws {
        let workplace = try Workplace(options)
        let score = try workplace.score(files[0])
        if options.json { Terminal.print(JSONOutput.string(ScoreJSON(score, Speech.language))) } else { ScoreText(score).summary() }
    }
}
