import ArgumentParser
import Foundation
import Reports
import Rulebook
import RulebookFiles

struct RulebookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rulebook", abstract: say(zh: "查看、检查、比较规则库", en: "Look at, check and compare rulebooks"),
        subcommands: [Check.self, List.self, Show.self, Diff.self, OfficialText.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: say(zh: "证明一个规则库没有毛病，指出毛病在哪里", en: "Prove a rulebook sound, or point at what is not"))

        @Argument(
            help: .say(zh: "规则库文件夹，或内置规则库的名称", en: "a folder, or the id of a built-in rulebook"), completion: .directory
        )
        var folder: String

        @OptionGroup var options: CommonOptions

        struct Result: Encodable {
            var sound: Bool
            var controls: Int?
            var items: Int?
            var problems: [String]
        }

        func run() throws {
            let files: RulebookFolder
            if !FileManager.default.fileExists(atPath: folder), let builtIn = RulebookFolder.builtIn[folder] {
                files = builtIn
            } else {
                files = try Workplace.folder(folder)
            }
            let (rulebook, diagnostics) = RulebookReader.read(files)
            Terminal.tell(diagnostics)
            if options.json {
                let result = Result(
                    sound: rulebook != nil, controls: rulebook?.controls.count, items: rulebook?.items.count,
                    problems: diagnostics.map { $0.rendered(Speech.language) })
                Terminal.print(JSONOutput.string(result))
            } else if let rulebook {
                Terminal.print(
                    Terminal.styled("✓ ", .green)
                        + say(
                            zh:
                                "\(rulebook.id)：\(rulebook.controls.count) 个控制项，\(rulebook.items.count) 个评分项，"
                                + "\(rulebook.categories.count) 类，\(rulebook.grades.count) 级，"
                                + "\(rulebook.readings.count) 条读法，Q 最高 \(rulebook.highestQ.shown)",
                            en:
                                "\(rulebook.id): \(rulebook.controls.count) control items, \(rulebook.items.count) "
                                + "scored items, \(rulebook.categories.count) categories, "
                                + "\(rulebook.grades.count) grades, \(rulebook.readings.count) readings, Q up "
                                + "to \(rulebook.highestQ.shown)"
                        ))
            }
            if rulebook == nil { throw Failure.data }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: say(zh: "列出内置规则库", en: "The built-in rulebooks"))

        @OptionGroup var options: CommonOptions

        struct Row: Encodable {
            var id: String
            var edition: String
            var title: String
            var controls: Int
            var items: Int
        }

        func run() throws {
            let workplace = try Workplace(options)
            let rows = workplace.known.compactMap { id in
                workplace.rulebook(id).map {
                    Row(
                        id: $0.id, edition: $0.edition, title: say($0.title), controls: $0.controls.count,
                        items: $0.items.count)
                }
            }
            if options.json {
                Terminal.print(JSONOutput.string(rows))
                return
            }
            for row in rows {
                Terminal.print("\(Terminal.padded(row.id, to: 26))\(row.title)")
                Terminal.print(
                    Terminal.styled(
                        "\(Terminal.padded("", to: 26))\(row.edition) · "
                            + say(
                                zh: "\(row.controls) 个控制项，\(row.items) 个评分项",
                                en: "\(row.controls) control items, \(row.items) scored items"),
                        .faint))
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: say(zh: "显示规则库或其中一条", en: "Show a rulebook, or one clause of it"))

        @Argument(help: .say(zh: "规则库", en: "rulebook"), completion: .directory)
        var rulebook: String

        @Argument(help: .say(zh: "只看这一条款或节", en: "only this clause or section"))
        var clause: String?

        @OptionGroup var options: CommonOptions

        func run() throws {
            let rulebook = try Workplace(options).rulebook(named: rulebook)
            let empty = Scorer(rulebook).score(
                Assessment(rulebook: rulebook.id, community: Community(name: ""), appliedOn: nil))
            let items = (empty.controls + empty.items).filter { item in
                guard let clause else { return true }
                return item.item.clause == clause || item.item.clause.hasPrefix(clause + ".")
                    || item.item.category == clause
            }
            guard !items.isEmpty else {
                Terminal.tell(say(zh: "没有条款“\(clause ?? "")”", en: "no clause '\(clause ?? "")'"))
                throw ExitCode.validationFailure
            }
            let official = OfficialWording.load(rulebook.id)
            if options.json {
                Terminal.print(
                    JSONOutput.string(
                        items.map { RulebookItemJSON($0.item, official: official[$0.item.clause], Speech.language) }))
                return
            }
            if clause == nil { header(rulebook) }
            for item in items { show(item.item, official[item.item.clause], isBrief: clause == nil) }
        }

        private func header(_ rulebook: Rulebook) {
            Terminal.print(Terminal.styled(say(rulebook.title), .bold) + "  \(rulebook.id) (\(rulebook.edition))")
            for category in rulebook.categories {
                Terminal.print(
                    "  \(Terminal.padded(say(category.title), to: 36))"
                        + "\(category.level.maximum(rulebook.items).shown) × \(category.weight.asWeight)"
                )
            }
            for grade in rulebook.grades {
                Terminal.print("  \(Terminal.padded(say(grade.title), to: 36))\(grade.range.shown)")
            }
            Terminal.print()
        }

        private func show(_ item: Item, _ official: String?, isBrief: Bool) {
            let points = item.rule.isControl ? say(zh: "控制", en: "control") : item.maximum.shown
            if isBrief {
                Terminal.print(
                    "\(Terminal.padded(item.clause, to: 12))\(Terminal.padded(points, to: 8, leading: true))  "
                        + "\(say(item.title))"
                )
                return
            }
            Terminal.print(Terminal.styled("\(item.clause) \(say(item.title))", .bold) + "  \(points)")
            func line(_ label: String, _ text: String?) {
                if let text, !text.isEmpty {
                    Terminal.print("  " + Terminal.styled(Terminal.padded(label, to: 12), .faint) + text)
                }
            }
            line(say(zh: "要求", en: "requirement"), item.requirement.map { say($0) })
            line(say(zh: "官方条文", en: "official text"), official)
            line(say(zh: "规则", en: "rule"), item.rule.kind.rawValue)
            for check in item.checks { line("", "□ \(check.id)  \(say(check.title))") }
            if case .count(let rule) = item.rule {
                for kind in rule.kinds { line("", "· \(kind.id)  \(say(kind.title))") }
            }
            for field in FormField.fields(of: item) {
                line(say(zh: "填写", en: "fill in"), "\(field.name)  \(say(field.label))")
            }
            line(say(zh: "证明材料", en: "documents"), say(item.documents.joined()))
            line(say(zh: "现场核查", en: "on site"), item.onSite.map { say($0) })
            line(say(zh: "读法", en: "readings"), item.readings.joined(separator: ", "))
            Terminal.print()
        }
    }

    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: say(zh: "比较两个规则库", en: "What differs between two rulebooks"))

        @Argument(help: .say(zh: "旧", en: "old"), completion: .directory)
        var old: String

        @Argument(help: .say(zh: "新", en: "new"), completion: .directory)
        var new: String

        @OptionGroup var options: CommonOptions

        func run() throws {
            let workplace = try Workplace(options)
            let differences = RulebookDifference.between(
                try workplace.rulebook(named: old), try workplace.rulebook(named: new))
            if options.json {
                Terminal.print(
                    JSONOutput.string(differences.map { ["place": $0.place, "what": say($0.what)] }))
                return
            }
            if differences.isEmpty { Terminal.print(say(zh: "没有差别", en: "no difference")) }
            for difference in differences {
                Terminal.print(Terminal.padded(difference.place, to: 16) + say(difference.what))
            }
        }
    }

    struct OfficialText: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "text",
            abstract: say(
                zh: "把自有的官方条文挂到规则库旁（只存在本机）", en: "Attach official clause wording that you own; it stays on this machine"
            ))

        @Argument(help: .say(zh: "规则库", en: "rulebook"))
        var rulebook: String

        @Argument(
            help: .say(
                zh: "YAML 文件，“条款: 文字”；不给则显示现有的", en: "a YAML file 'clause: text'; without it, what is there is shown"),
            completion: .file())
        var file: String?

        @Flag(help: .say(zh: "移除", en: "take it away"))
        var remove = false

        @OptionGroup var options: CommonOptions

        func run() throws {
            let rulebook = try Workplace(options).rulebook(named: rulebook)
            if remove {
                try OfficialWording.remove(rulebook.id)
                if options.json { Terminal.print("{}") }
                return
            }
            if let file {
                let (texts, diagnostics) = OfficialText.read(try Workplace.file(file), rulebook)
                Terminal.tell(diagnostics)
                guard let texts else { throw Failure.data }
                try OfficialWording.save(texts, rulebook.id)
            }
            let texts = OfficialWording.load(rulebook.id)
            if options.json {
                Terminal.print(JSONOutput.string(texts))
            } else {
                Terminal.print(
                    say(
                        zh: "\(rulebook.id)：已有 \(texts.count) 条官方条文（\(OfficialWording.path(rulebook.id))）",
                        en:
                            "\(rulebook.id): official wording of \(texts.count) clauses "
                            + "(\(OfficialWording.path(rulebook.id)))"
                    ))
            }
        }

        private static func read(_ file: SourceFile, _ rulebook: Rulebook) -> ([String: String]?, [Diagnostic]) {
            ClauseTexts.read(file, clauses: (rulebook.controls + rulebook.items).map(\.clause))
        }
    }
}
