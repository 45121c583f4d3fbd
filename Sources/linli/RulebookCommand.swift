import ArgumentParser
struct RulebookCommand: ParsableCommand { static let configuration = CommandConfiguration(commandName: "rulebook") }
