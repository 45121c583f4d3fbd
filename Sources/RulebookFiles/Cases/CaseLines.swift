import Glibc
public import Rulebook

/// Reads JSON lines: one assessment a line, in constant memory.
public struct CaseLines {
    private let file: FileHandleReader
    private let name: String
    /// A single case; longer lines are a mistake.
    private static let longestLine = 10_000_000

    public init(path: String) throws(SourceFile.Problem) {
        name = path
        file = try FileHandleReader(path: path)
    }

    /// Hands the result of every good case on; a bad line is told with every problem it has and left out.
    /// `scorer` gives the scorer of a rulebook, or nil after telling why it cannot be used. `advance` gets the bytes
    /// read so far.
    public func read(
        rulebooks: AssessmentReader.Rulebooks, known: [String], scorer: (Rulebook) -> CaseScorer?,
        _ take: (CaseResult) -> Void, _ tell: (Diagnostic) -> Void, advance: (Int) -> Void
    ) {
        /// Once the first case has told which rulebook it is.
        var plain: PlainCase?
        var values: [Int32] = []
        var pending: [UInt8] = []
        var line = 0
        var done = 0
        var isEmpty = true
        func one(_ bytes: UnsafeBufferPointer<UInt8>) {
            line += 1
            guard bytes.contains(where: { $0 != 0x20 && $0 != 0x0D && $0 != 0x09 }) else { return }
            isEmpty = false
            let diagnostics = Diagnostics(file: name)
            if (try? UTF8Span(validating: bytes.span)) == nil {
                diagnostics.error(Mark(line: line, column: 1), zh: "不是 UTF-8 文本", en: "not UTF-8 text")
            } else if let root = JSONDocument.read(bytes, firstLine: line, diagnostics) {
                if let result = plain?.result(root, file: name, line: line, &values) {
                    take(result)
                } else if let result = AssessmentReader.read(root, rulebooks: rulebooks, known: known, diagnostics),
                    !diagnostics.hasErrors, let scorer = scorer(result.rulebook)
                {
                    take(scorer.result(result.assessment, file: name, line: line))
                    if plain == nil {
                        plain = PlainCase(scorer)
                        values = Array(repeating: CompiledRulebook.absent, count: scorer.compiled?.slots.count ?? 0)
                    }
                }
            }
            for diagnostic in diagnostics.all { tell(diagnostic) }
        }
        while let chunk = file.next(), !chunk.isEmpty {
            done += chunk.count
            chunk.withUnsafeBufferPointer { buffer in
                var start = 0
                if done == chunk.count, buffer.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
                while let end = buffer[start...].firstIndex(of: 0x0A) {
                    if pending.isEmpty {
                        one(UnsafeBufferPointer(rebasing: buffer[start..<end]))
                    } else {
                        pending += buffer[start..<end]
                        pending.withUnsafeBufferPointer(one)
                        pending.removeAll(keepingCapacity: true)
                    }
                    start = end + 1
                }
                pending += buffer[start...]
            }
            if pending.count > CaseLines.longestLine {
                let diagnostics = Diagnostics(file: name)
                diagnostics.error(Mark(line: line + 1, column: 1), zh: "一行超过 10 MB", en: "a line over 10 MB")
                diagnostics.all.forEach(tell)
                return
            }
            advance(done)
        }
        if !pending.isEmpty { pending.withUnsafeBufferPointer(one) }
        if isEmpty { tell(Diagnostic(file: name, message: Phrase(zh: "文件是空的", en: "the file is empty"))) }
    }
}

/// Reads a file chunk by chunk.
final class FileHandleReader {
    private let descriptor: Int32
    private static let chunk = 1 << 20

    init(path: String) throws(SourceFile.Problem) {
        descriptor = open(path, O_RDONLY)
        if descriptor < 0 { throw errno == ENOENT ? .missing : .unreadable(path) }
    }

    deinit { close(descriptor) }

    /// The next bytes; empty at the end, nil when the file cannot be read.
    func next() -> [UInt8]? {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: FileHandleReader.chunk) { buffer, count in
            let got = read(descriptor, buffer.baseAddress, FileHandleReader.chunk)
            failed = got < 0
            count = max(0, got)
        }
        return failed ? nil : bytes
    }
}
