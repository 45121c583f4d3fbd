import ArgumentParser
import Foundation
import Reports
import Rulebook
import RulebookFiles
import Spreadsheet

/// Scores many cases, ranks them and writes the results: the good ones are scored, the bad ones listed.
final class Batch {
    private let workplace: Workplace
    private let options: CommonOptions
    private let standard: String
    private var results: [CaseResult] = []
    private var scorer: CaseScorer?
    private var errors = 0
    private var badCases = 0

    /// Diagnostics shown one by one; the rest are only counted.
    private static let mostShown = 200

    init(_ workplace: Workplace, _ options: CommonOptions, standard: String) {
        self.workplace = workplace
        self.options = options
        self.standard = standard
    }

    func run(_ paths: [String], output: String?) throws {
        var progress = Progress(total: paths.count, what: say(zh: "评分", en: "scoring"))
        for (index, path) in paths.enumerated() {
            let lower = path.lowercased()
            if lower.hasSuffix(".csv") {
                try table(path)
            } else if InputFiles.isMass(path) {
                try lines(path)
            } else {
                document(path)
            }
            progress.advance(to: index + 1)
        }
        progress.finish()
        if errors > Batch.mostShown {
            Terminal.tell(
                say(
                    zh: "共 \(errors) 处问题，只列出前 \(Batch.mostShown) 处",
                    en: "\(errors) problems in all, the first \(Batch.mostShown) shown"))
        }
        if let scorer { try write(scorer, output) }
        if badCases > 0 { throw Failure.data }
    }

    // MARK: Reading

    private func tell(_ diagnostic: Diagnostic) {
        errors += diagnostic.severity == .error ? 1 : 0
        if errors <= Batch.mostShown { Terminal.tell([diagnostic]) }
    }

    /// One rulebook a batch: ranks across standards mean nothing.
    private func scorer(for rulebook: Rulebook, _ path: String) -> CaseScorer? {
        if let scorer {
            guard scorer.rulebook.id == rulebook.id else {
                let message = Phrase(
                    zh: "这一批用的是规则库“\(scorer.rulebook.id)”，这里是“\(rulebook.id)”",
                    en: "this batch uses the rulebook '\(scorer.rulebook.id)', here it is '\(rulebook.id)'")
                tell(Diagnostic(file: path, message: message))
                return nil
            }
            return scorer
        }
        let new = CaseScorer(rulebook)
        scorer = new
        return new
    }

    private func document(_ path: String) {
        let before = results.count
        do {
            let (result, diagnostics) = AssessmentFile.read(
                try Workplace.file(path), rulebooks: workplace.rulebook, known: workplace.known)
            diagnostics.forEach(tell)
            if let result, let scorer = scorer(for: result.rulebook, path) {
                results.append(scorer.result(result.assessment, file: path, line: 0))
            }
        } catch {
            // Told where it was thrown.
        }
        if results.count == before { badCases += 1 }
    }

    private func table(_ path: String) throws {
        let rulebook = try workplace.chosen(standard, options)
        guard let scorer = scorer(for: rulebook, path) else {
            badCases += 1
            return
        }
        guard scorer.compiled != nil else {
            let message = Phrase(
                zh: "规则库“\(rulebook.id)”含有 CSV 装不下的规则，请改用 JSON 行（.jsonl）",
                en: "the rulebook '\(rulebook.id)' has rules that a CSV cannot carry; use JSON lines (.jsonl)")
            tell(Diagnostic(file: path, message: message))
            badCases += 1
            return
        }
        guard FileManager.default.fileExists(atPath: path) else {
            _ = try? Workplace.file(path)
            badCases += 1
            return
        }
        let errorsBefore = errors
        var progress = Progress(total: size(path), what: path)
        do throws(SpreadsheetError) {
            var reader = try CSVReader(path: path)
            var table = CaseTable(scorer, file: path)
            try table.score(&reader, { self.results.append($0) }, { self.tell($0) }) { progress.advance(to: $0) }
        } catch {
            let place: Diagnostic.Place = error.line.map { .text(line: $0, column: 1) } ?? .file
            tell(Diagnostic(file: path, place: place, message: Phrase(zh: error.reason.zh, en: error.reason.en)))
        }
        progress.finish()
        if errors > errorsBefore { badCases += 1 }
    }

    private func size(_ path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 1
    }

    private func lines(_ path: String) throws {
        let file: CaseLines
        do throws(SourceFile.Problem) {
            file = try CaseLines(path: path)
        } catch {
            _ = try? Workplace.file(path)
            badCases += 1
            return
        }
        var progress = Progress(total: size(path), what: path)
        let errorsBefore = errors
        file.read(
            rulebooks: workplace.rulebook, known: workplace.known, scorer: { self.scorer(for: $0, path) },
            { self.results.append($0) }, { self.tell($0) }, advance: { progress.advance(to: $0) })
        progress.finish()
        if errors > errorsBefore { badCases += 1 }
    }

    // MARK: Writing

    /// Ranks scores that are already there, and writes them.
    func write(_ scores: [Score], paths: [String], _ output: String) throws {
        for (score, path) in zip(scores, paths) {
            guard let scorer = scorer(for: score.rulebook, path) else { throw Failure.data }
            results.append(scorer.result(score.assessment, file: path, line: 0))
        }
        guard let scorer else { return }
        try write(table(scorer, CaseResult.ranked(results)), to: output)
    }

    private func table(_ scorer: CaseScorer, _ ranked: [(rank: Int, result: CaseResult)]) -> ResultTable {
        ResultTable(ranked, rulebook: scorer.rulebook, unitsPerPoint: scorer.unitsPerPoint, language: Speech.language)
    }

    private func write(_ table: ResultTable, to output: String) throws {
        switch try OutputFormat.of(output, among: [.csv, .json, .xlsx]) {
        case .xlsx: try OutputFormat.write(table.workbook, to: output)
        case .csv: try stream(to: output, table.csv)
        default: try stream(to: output, table.json)
        }
    }

    private func write(_ scorer: CaseScorer, _ output: String?) throws {
        let ranked = CaseResult.ranked(results)
        let table = table(scorer, ranked)
        if let output { try write(table, to: output) }
        if options.json {
            try table.json { Terminal.write($0) }
        } else {
            summary(scorer, ranked)
            if let output { Terminal.print(output) }
        }
    }

    /// Writes beside the file and puts it in place once it is whole.
    private func stream(to path: String, _ body: (([UInt8]) throws -> Void) throws -> Void) throws {
        let part = path + ".part"
        guard FileManager.default.createFile(atPath: part, contents: nil),
            let handle = FileHandle(forWritingAtPath: part)
        else {
            Terminal.tell(say(zh: "无法写入 \(path)", en: "cannot write \(path)"))
            throw Failure.output
        }
        do {
            try body { try handle.write(contentsOf: Data($0)) }
            try handle.close()
            guard rename(part, path) == 0 else { throw Failure.output }
        } catch {
            try? FileManager.default.removeItem(atPath: part)
            Terminal.tell(say(zh: "无法写入 \(path)", en: "cannot write \(path)"))
            throw Failure.output
        }
    }

    private func summary(_ scorer: CaseScorer, _ ranked: [(rank: Int, result: CaseResult)]) {
        Terminal.print(Terminal.styled(say(zh: "共 \(ranked.count) 个社区", en: "\(ranked.count) communities"), .bold))
        var counts: [Int: Int] = [:]
        for (_, result) in ranked { counts[result.grade ?? -1, default: 0] += 1 }
        for grade in [-1] + Array(scorer.rulebook.grades.indices) {
            let title = grade < 0 ? Grade?.none.shownTitle : scorer.rulebook.grades[grade].title
            let count = counts[grade] ?? 0
            let share = ranked.isEmpty ? 0 : Double(count) / Double(ranked.count)
            Terminal.print(
                "  " + Terminal.padded(say(title), to: 14) + Terminal.styled(Terminal.bar(share), .cyan)
                    + Terminal.padded(String(count), to: 9, leading: true))
        }
        for (rank, result) in ranked.prefix(10) {
            let title = result.grade.map { scorer.rulebook.grades[$0] }.shownTitle
            Terminal.print(
                Terminal.padded(String(rank), to: 6, leading: true) + "  " + Terminal.padded(say(title), to: 12)
                    + Terminal.padded(scorer.exact(result.q).rounded(), to: 8, leading: true) + "  " + result.name)
        }
        if ranked.count > 10 { Terminal.print("      …") }
        Terminal.print()
    }
}
