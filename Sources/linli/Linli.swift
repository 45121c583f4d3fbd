import ArgumentParser
import Bootstrap
import Rulebook

@main
struct Linli: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linli",
        abstract: say(
            zh: "邻里：把智慧社区评到人人可复算的等级", en: "Linli: takes a smart community to a grade that anybody can recompute"),
        discussion: say(
            zh: """
                从一个评价文件开始：
                  linli new 我的社区.yaml          写出带注释的空白文件（也可以是 .xlsx）
                  linli score 我的社区.yaml        得分与等级
                  linli explain 我的社区.yaml      为什么
                  linli report 我的社区.yaml -o 报告.pdf
                """,
            en: """
                Start with one assessment file:
                  linli new mine.yaml             writes a commented empty one (or an .xlsx)
                  linli score mine.yaml           score and grade
                  linli explain mine.yaml         why
                  linli report mine.yaml -o report.pdf
                """),
        version: Program.version,
        subcommands: [
            NewCommand.self, ScoreCommand.self, ExplainCommand.self, PlanCommand.self, MarginCommand.self,
            CompareCommand.self, ReportCommand.self, ChecklistCommand.self, RulebookCommand.self,
            ServeCommand.self, SimulateCommand.self, BackupCommand.self, RestoreCommand.self, KeysCommand.self,
            JournalCommand.self, CaseCommand.self, CertificateCommand.self, PersonCommand.self,
            MetricCommand.self, LiveCommand.self, RoutesCommand.self, VersionCommand.self,
        ])
}
