public import ArgumentParser
public import Rulebook

/// The language of this run: `--lang en` or `--lang zh`, wherever it stands; Chinese by default. Help texts need it
/// before parsing.
enum Speech {
    static let language: Language = {
        let arguments = CommandLine.arguments
        for (index, argument) in arguments.enumerated() {
            if argument == "--lang", index + 1 < arguments.count {
                return Language(rawValue: arguments[index + 1]) ?? .zh
            }
            if argument.hasPrefix("--lang=") { return Language(rawValue: String(argument.dropFirst(7))) ?? .zh }
        }
        return .zh
    }()
}

/// The text in the language of this run.
func say(zh: String, en: String) -> String { Phrase(zh: zh, en: en)[Speech.language] }

func say(_ phrase: Phrase) -> String { phrase[Speech.language] }

extension ArgumentHelp {
    static func say(zh: String, en: String) -> ArgumentHelp {
        ArgumentHelp(stringLiteral: Phrase(zh: zh, en: en)[Speech.language])
    }
}

extension Language: ExpressibleByArgument {}

/// What every command understands.
struct CommonOptions: ParsableArguments {
    @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
    var lang: Language = .zh

    @Flag(name: .long, help: .say(zh: "输出 JSON", en: "print JSON"))
    var json = false

    @Option(
        name: .customLong("rulebook"), help: .say(zh: "使用这个文件夹里的规则库", en: "use the rulebook in this folder"),
        completion: .directory)
    var rulebookFolder: String?
}
