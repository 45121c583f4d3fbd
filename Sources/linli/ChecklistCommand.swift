import ArgumentParser
struct ChecklistCommand: ParsableCommand { static let configuration = CommandConfiguration(commandName: "checklist") }
