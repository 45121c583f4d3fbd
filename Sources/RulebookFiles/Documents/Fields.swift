import Rulebook

/// The fields of one mapping: every key is asked for by name, and what nobody asked for is an error with the nearest
/// name.
struct Fields {
    let mark: Mark
    let diagnostics: Diagnostics
    private let entries: [Node.Entry]
    private var asked: [String] = []

    /// nil, with an error told, where the node is not a mapping. A key that stands twice is told at once.
    init?(_ node: Node, _ diagnostics: Diagnostics, what: @autoclosure () -> Phrase) {
        guard case .map(let entries) = node.content else {
            let (found, what) = (node.kindName, what())
            diagnostics.error(
                node.mark, zh: "\(what.zh)应是“键: 值”，而这里是\(found.zh)",
                en: "\(what.en) must be 'key: value', found \(found.en)")
            return nil
        }
        mark = node.mark
        self.diagnostics = diagnostics
        self.entries = Fields.withoutDoubles(entries, diagnostics)
    }

    private static func withoutDoubles(_ entries: [Node.Entry], _ diagnostics: Diagnostics) -> [Node.Entry] {
        var seen: Set<String> = []
        let areDifferent =
            entries.count <= 8
            ? entries.indices.allSatisfy { index in !entries[..<index].contains { $0.key == entries[index].key } }
            : entries.allSatisfy { seen.insert($0.key).inserted }
        if areDifferent { return entries }
        seen = []
        return entries.filter { entry in
            if seen.insert(entry.key).inserted { return true }
            diagnostics.error(entry.keyMark, zh: "“\(entry.key)”写了两次", en: "'\(entry.key)' stands twice")
            return false
        }
    }

    /// All entries in order, for mappings whose keys are data.
    var all: [Node.Entry] { entries }

    func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

    func mark(of key: String) -> Mark { entries.first { $0.key == key }?.value.mark ?? mark }

    /// A value that may be missing; null counts as missing.
    mutating func optional(_ key: String) -> Node? {
        asked.append(key)
        guard let entry = entries.first(where: { $0.key == key }), !entry.value.isNull else { return nil }
        return entry.value
    }

    mutating func required(_ key: String) -> Node? {
        if let node = optional(key) { return node }
        diagnostics.error(mark, zh: "缺少“\(key)”", en: "'\(key)' is missing")
        return nil
    }

    /// Tells every key that nobody asked for.
    func finish(_ phrase: @autoclosure () -> Phrase) {
        for entry in entries where !asked.contains(entry.key) {
            if diagnostics.isFull { return }
            let what = phrase()
            let nearest = Nearest.to(entry.key, among: asked).map {
                (zh: "，是否指“\($0)”？", en: "; did you mean '\($0)'?")
            }
            let known = (zh: "；可用：\(asked.joined(separator: "、"))", en: "; known: \(asked.joined(separator: ", "))")
            let hint = nearest ?? known
            diagnostics.error(
                entry.keyMark, zh: "\(what.zh)没有“\(entry.key)”这一项\(hint.zh)",
                en: "\(what.en) has no '\(entry.key)'\(hint.en)")
        }
    }
}

/// Typed values of single nodes; each tells its error and gives nil.
extension Node {
    func text(_ diagnostics: Diagnostics) -> String? {
        if case .scalar(let text, _) = content { return text }
        wrong(diagnostics, zh: "应是文字", en: "must be text")
        return nil
    }

    func truth(_ diagnostics: Diagnostics) -> Bool? {
        if case .scalar(let text, isPlain: true) = content {
            switch text {
            case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "是": return true
            case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "否": return false
            default: break
            }
        }
        wrong(diagnostics, zh: "应是 true 或 false", en: "must be true or false")
        return nil
    }

    /// A whole number in a range.
    func whole(_ range: ClosedRange<Int>, _ diagnostics: Diagnostics) -> Int? {
        guard let value = number(diagnostics, zh: "应是整数", en: "must be a whole number") else { return nil }
        guard let whole = value.whole, range.contains(whole) else {
            let isFractional = value.whole == nil && value > .zero
            wrong(
                diagnostics, zh: isFractional ? "应是整数，不能有小数" : "应在 \(range.lowerBound) 到 \(range.upperBound) 之间",
                en: isFractional
                    ? "must be a whole number, without a fraction"
                    : "must be from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return whole
    }

    /// An exact number: `10`, `0.25`; with `isShare` also `85%` and `2/3`.
    func number(
        _ diagnostics: Diagnostics, isShare: Bool = false, zh: String = "应是数字", en: String = "must be a number"
    ) -> Exact? {
        if case .scalar(let text, isPlain: true) = content, let value = Exact(text),
            isShare || !(text.contains("/") || text.contains("%"))
        {
            return value
        }
        wrong(diagnostics, zh: zh, en: en)
        return nil
    }

    func day(_ diagnostics: Diagnostics) -> Day? {
        if case .scalar(let text, _) = content {
            if let day = Day(text) { return day }
            let parts = text.split(separator: "-")
            if parts.count == 3, parts.allSatisfy({ Int($0) != nil }), text.count == 10 {
                wrong(diagnostics, zh: "没有这一天", en: "there is no such day")
                return nil
            }
        }
        wrong(diagnostics, zh: "应是日期，如 2026-03-01", en: "must be a date such as 2026-03-01")
        return nil
    }

    func list(_ diagnostics: Diagnostics) -> [Node]? {
        if case .list(let nodes) = content { return nodes }
        wrong(diagnostics, zh: "应是列表", en: "must be a list")
        return nil
    }

    func wrong(_ diagnostics: Diagnostics, zh: String, en: String) {
        let found = kindName
        diagnostics.error(mark, zh: "\(zh)，而这里是\(found.zh)", en: "\(en), found \(found.en)")
    }
}

/// What somebody probably meant.
public enum Nearest {
    /// The candidate with the fewest changed characters, if few enough; of equals the one with the most characters in
    /// common, then the first.
    public static func to(_ text: String, among candidates: some Sequence<String>) -> String? {
        let text = Array(text.lowercased().prefix(64))
        var best: (candidate: String, distance: Int, common: Int)?
        for candidate in candidates {
            let letters = Array(candidate.lowercased())
            let distance = distance(text, letters)
            if let best, distance > best.distance { continue }
            let common = common(text, letters)
            if let best, distance == best.distance, common <= best.common { continue }
            best = (candidate, distance, common)
        }
        guard let best, best.distance <= max(1, text.count / 2) else { return nil }
        return best.candidate
    }

    private static func common(_ left: [Character], _ right: [Character]) -> Int {
        var rest = right
        return left.count { letter in
            guard let index = rest.firstIndex(of: letter) else { return false }
            rest.remove(at: index)
            return true
        }
    }

    /// Insertions, deletions, substitutions and swaps of neighbours.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        guard !left.isEmpty else { return right.count }
        guard !right.isEmpty else { return left.count }
        var rows = [Array(0...right.count)]
        for i in 1...left.count {
            var row = [i] + Array(repeating: 0, count: right.count)
            for j in 1...right.count {
                let same = left[i - 1] == right[j - 1] ? 0 : 1
                row[j] = Swift.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + same)
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    row[j] = Swift.min(row[j], rows[i - 2][j - 2] + 1)
                }
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
