public import Rulebook
public import Spreadsheet

/// Reads a CSV of many cases, one line a case, one column a value, and scores each as it comes: constant memory but
/// for the results.
///
/// Columns are named as docs/FORMATS.md says: `name`, `kind`, `acceptedOn`, `operatingSince`, `appliedOn`,
/// `rulebook`, and a finding's value by clause and key (`6.2.2.c.2.count`; the first key of an item may be left out).
/// A column that starts with `_` is passed over.
public struct CaseTable {
    private let scorer: CaseScorer
    private let file: String
    private var columns: [Column] = []
    private var names: [String] = []

    private enum Column {
        case community(CommunityField)
        case slot(Int, FormField)
        /// Checked, but without effect on points: names, kinds of entries.
        case text(FormField)
        case present(Int, FormField)
        case ignored
    }

    /// Only for rulebooks that can be compiled.
    public init(_ scorer: CaseScorer, file: String) {
        self.scorer = scorer
        self.file = file
    }

    /// Scores every line. A bad line is told with every problem it has and left out; the others go on.
    /// Throws what the CSV itself has wrong, which ends the reading. `advance` gets about how many bytes have been
    /// read.
    public mutating func score(
        _ reader: inout CSVReader, _ take: (CaseResult) -> Void, _ tell: (Diagnostic) -> Void,
        advance: (_ bytes: Int) -> Void = { _ in }
    ) throws(SpreadsheetError) {
        var (done, rows) = (0, 0)
        guard try reader.next() else {
            tell(Diagnostic(file: file, message: Phrase(zh: "文件是空的", en: "the file is empty")))
            return
        }
        let header = reader.withRecord { record in (record.strings, record.line) }
        guard readHeader(header.0, line: header.1, tell) else { return }
        let checks = RowChecks(scorer)
        let blank = [Int32](repeating: CompiledRulebook.absent, count: scorer.compiled?.slots.count ?? 0)
        var values = blank
        while try reader.next() {
            reader.withRecord { record in
                values = blank
                var row = Row(line: record.line)
                for index in 0..<record.count { done += record[index].count + 1 }
                read(record, &values, &row)
                checks.check(values) { clause, message in
                    row.problems.append((clause: clause, column: 0, message: message))
                }
                if row.problems.isEmpty {
                    take(
                        scorer.result(
                            values, community: row.community, appliedOn: row.appliedOn,
                            unjudged: checks.unjudged(values), file: file, line: row.line))
                } else {
                    for problem in row.problems { tell(diagnostic(problem, row.line)) }
                }
            }
            rows += 1
            if rows % 1024 == 0 { advance(done) }
        }
    }

    private struct Row {
        var line: Int
        var community = Community(name: "")
        var appliedOn: Day?
        var problems: [(clause: String, column: Int, message: Phrase)] = []

        mutating func add(_ index: Int, _ zh: String, _ en: String) {
            problems.append((clause: "", column: index + 1, message: Phrase(zh: zh, en: en)))
        }
    }

    private func diagnostic(_ problem: (clause: String, column: Int, message: Phrase), _ line: Int) -> Diagnostic {
        let column = problem.column > 0 ? problem.column : (names.firstIndex { $0.hasPrefix(problem.clause) } ?? 0) + 1
        let name = problem.column > 0 ? names[problem.column - 1] : problem.clause
        return Diagnostic(
            file: file, place: .text(line: line, column: column),
            message: Phrase(zh: "第 \(column) 列 \(name)：", en: "column \(column), \(name): ") + problem.message)
    }

    // MARK: Header

    private mutating func readHeader(_ header: [String], line: Int, _ tell: (Diagnostic) -> Void) -> Bool {
        var fields: [String: FormField] = [:]
        for item in scorer.rulebook.controls + scorer.rulebook.items {
            for (index, field) in FormField.fields(of: item).enumerated() {
                fields[field.name] = field
                if index == 0, field.path.count == 1 { fields[field.clause] = field }
            }
        }
        names = header.map(\.trimmed)
        var seen: Set<String> = []
        var isGood = true
        for (index, name) in names.enumerated() {
            func problem(_ zh: String, _ en: String) {
                isGood = false
                tell(
                    Diagnostic(file: file, place: .text(line: line, column: index + 1), message: Phrase(zh: zh, en: en))
                )
            }
            if name.isEmpty || name.hasPrefix("_") {
                columns.append(.ignored)
            } else if let field = CommunityField(rawValue: name) {
                columns.append(.community(field))
            } else if let field = fields[name] {
                columns.append(column(field))
                if !seen.insert(field.name).inserted { problem("“\(name)”列重复", "the column '\(name)' stands twice") }
                continue
            } else {
                columns.append(.ignored)
                let hint = Nearest.to(name, among: fields.keys.sorted() + CommunityField.allCases.map(\.rawValue))
                problem(
                    "没有“\(Node.cut(name))”这一列\(hint.map { "，是否指“\($0)”？" } ?? "")（以 _ 开头的列会跳过）",
                    "there is no column '\(Node.cut(name))'\(hint.map { "; did you mean '\($0)'?" } ?? "") "
                        + "(columns that start with _ are passed over)"
                )
            }
            if !name.isEmpty, !name.hasPrefix("_"), !seen.insert(name).inserted {
                problem("“\(name)”列重复", "the column '\(name)' stands twice")
            }
        }
        return isGood
    }

    private func column(_ field: FormField) -> Column {
        if case .kinds = field.kind {
            return scorer.slot(field.clause, "count").map { .present($0, field) } ?? .text(field)
        }
        let isEntry = field.path.count == 3
        let entry = isEntry ? Int(field.path[1]).map { $0 - 1 } : nil
        return scorer.slot(field.clause, field.path.last ?? "", entry: entry).map { .slot($0, field) } ?? .text(field)
    }

    // MARK: Rows

    private func read(_ record: borrowing CSVRecord, _ values: inout [Int32], _ row: inout Row) {
        if record.count != columns.count {
            row.problems.append(
                (
                    clause: "", column: min(record.count, columns.count),
                    message: Phrase(
                        zh: "应有 \(columns.count) 列，这里有 \(record.count) 列",
                        en: "\(columns.count) columns expected, found \(record.count)")
                ))
            return
        }
        for index in 0..<columns.count {
            let bytes = record[index]
            if bytes.isEmpty { continue }
            switch columns[index] {
            case .slot(let slot, let field):
                if let number = CaseTable.number(bytes), field.kind != .truth || number <= 1 {
                    values[slot] = number
                } else {
                    readSlowly(record.string(index), slot, field, index, &values, &row)
                }
            case .community(let field): readCommunity(record.string(index).trimmed, field, index, &row)
            case .present(let slot, let field): readPresent(record.string(index), slot, field, index, &values, &row)
            case .text(let field):
                if case .choice(let options) = field.kind, !options.isEmpty {
                    let id = field.normalized(record.string(index))
                    if !id.isEmpty, !options.contains(where: { $0.id == id }) {
                        let hint = options.map(\.id).joined(separator: ", ")
                        row.add(index, "没有种类“\(Node.cut(id))”，可用：\(hint)", "no kind '\(Node.cut(id))'; known: \(hint)")
                    }
                }
            case .ignored: break
            }
        }
    }

    /// Up to 1,000,000 in plain digits; anything else: nil.
    private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
        guard bytes.count <= 7 else { return nil }
        var value: Int32 = 0
        for byte in bytes {
            let digit = byte &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int32(digit)
        }
        return value <= CountRule.mostCounted ? value : nil
    }

    private func readSlowly(
        _ text: String, _ slot: Int, _ field: FormField, _ index: Int, _ values: inout [Int32], _ row: inout Row
    ) {
        let text = field.normalized(text)
        if text.isEmpty { return }
        switch (field.kind, text) {
        case (.truth, "true"): values[slot] = 1
        case (.truth, "false"): values[slot] = 0
        case (.truth, _):
            row.add(
                index, "应是 1 或 0（是、否），而这里是“\(Node.cut(text))”", "must be 1 or 0 (yes, no), found '\(Node.cut(text))'")
        default:
            if let number = Exact(text)?.whole, (0...CountRule.mostCounted).contains(number) {
                values[slot] = Int32(number)
            } else {
                row.add(
                    index, "应是 0 到 \(CountRule.mostCounted) 的整数，而这里是“\(Node.cut(text))”",
                    "must be a whole number from 0 to \(CountRule.mostCounted), found '\(Node.cut(text))'")
            }
        }
    }

    private func readPresent(
        _ text: String, _ slot: Int, _ field: FormField, _ index: Int, _ values: inout [Int32], _ row: inout Row
    ) {
        guard case .kinds(let kinds) = field.kind else { return }
        let present = field.splitKinds(text)
        if present.isEmpty { return }
        for id in present where !kinds.contains(where: { $0.id == id }) && !(id.hasPrefix("other:") && id.count > 6) {
            row.add(
                index, "没有种类“\(Node.cut(id))”；其他种类写作 other:名称",
                "no kind '\(Node.cut(id))'; others are written other:NAME")
        }
        if Set(present).count != present.count { row.add(index, "同一种类只列一次", "each kind stands once") }
        if values[slot] >= 0, values[slot] != Int32(present.count) {
            row.add(
                index, "列了 \(present.count) 类，与种类数 \(values[slot]) 不一致",
                "lists \(present.count) kinds, but the count is \(values[slot])")
        }
        values[slot] = Int32(present.count)
    }

    private func readCommunity(_ text: String, _ field: CommunityField, _ index: Int, _ row: inout Row) {
        if text.isEmpty { return }
        func day() -> Day? {
            if let day = Day(text) { return day }
            row.add(
                index, "应是日期，如 2026-03-01，而这里是“\(Node.cut(text))”",
                "must be a date such as 2026-03-01, found '\(Node.cut(text))'")
            return nil
        }
        switch field {
        case .rulebook:
            if text != scorer.rulebook.id {
                row.add(index, "规则库应是“\(scorer.rulebook.id)”", "the rulebook must be '\(scorer.rulebook.id)'")
            }
        case .name: row.community.name = text
        case .kind:
            row.community.kind = text
            if !scorer.rulebook.communityKinds.contains(text) {
                let kinds = scorer.rulebook.communityKinds
                row.add(index, "应是 \(kinds.joined(separator: " 或 "))", "must be \(kinds.joined(separator: " or "))")
            }
        case .acceptedOn: row.community.acceptedOn = day()
        case .operatingSince: row.community.operatingSince = day()
        case .appliedOn: row.appliedOn = day()
        case .address, .applicant, .evaluationBody: break
        }
    }
}
