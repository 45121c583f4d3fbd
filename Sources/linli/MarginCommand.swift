import ArgumentParser
import Reports
import Rulebook

struct MarginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "margin", abstract: say(zh: "等级有多稳", en: "How safe a grade is"))

    @Argument(help: .say(zh: "评价文件", en: "assessment file"), completion: .file())
    var file: String

    @OptionGroup var options: CommonOptions

    func run() throws {
        let score = try Workplace(options).score(file)
        let margin = Margin(score)
        if options.json {
            Terminal.print(JSONOutput.string(MarginJSON(margin, Speech.language)))
            return
        }
        Terminal.print(Terminal.styled(score.assessment.community.name, .bold))
        Terminal.print("  \(say(score.grade.title))  Q = \(score.q.rounded())")
        Terminal.print("  " + Terminal.styled(say(score.grade.reason), .faint))
        for line in MarginText.lines(margin) { Terminal.print("  " + say(line)) }
    }
}
