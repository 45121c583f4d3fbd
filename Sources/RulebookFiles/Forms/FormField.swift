public import Rulebook

/// One value that a finding can have, as a form asks for it: a row of the spreadsheet, a column of a table of cases.
public struct FormField: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Yes or no; `met` and `not met` for items.
        case truth
        /// 0...1,000,000.
        case count
        /// An exact number.
        case number
        case text
        /// One of these ids.
        case choice([Named])
        /// Any of these ids, or `other:NAME`.
        case kinds([Named])
    }

    public var clause: String
    /// Keys below the finding, outermost first: `["met"]`, `["innovations", "1", "name"]`.
    public var path: [String]
    public var label: Phrase
    public var kind: Kind

    /// `6.1.1.met`, `10.7.innovations.1.satisfied`.
    public var name: String { ([clause] + path).joined(separator: ".") }

    /// Entries that a form has room for.
    public static let entries = 6

    /// The values of one item, in order.
    public static func fields(of item: Item) -> [FormField] {
        func field(_ path: String..., label: Phrase, kind: Kind) -> FormField {
            FormField(clause: item.clause, path: path, label: label, kind: kind)
        }
        var fields: [FormField]
        switch item.rule {
        case .control, .all:
            fields = [field("met", label: Phrase(zh: "是否满足", en: "met"), kind: .truth)]
        case .veto:
            fields = [field("occurred", label: Phrase(zh: "是否发生", en: "occurred"), kind: .truth)]
        case .count(let rule):
            fields = [field("count", label: Phrase(zh: "种类数", en: "number of kinds"), kind: .count)]
            fields.append(field("present", label: Phrase(zh: "已有种类", en: "kinds present"), kind: .kinds(rule.kinds)))
            if let extra = rule.extra { fields.append(field(extra.key, label: extra.title, kind: .truth)) }
        case .deduct(let rule):
            fields = [field("count", label: Phrase(zh: "不符处数", en: "number of faults"), kind: .count)]
            fields.append(field("present", label: Phrase(zh: "不符种类", en: "faults"), kind: .kinds(rule.kinds)))
        case .share(let rule):
            fields = ([rule.whole] + rule.parts).map { field($0, label: rule.label($0), kind: .count) }
        case .list(let rule):
            fields = (1...entries).flatMap { number -> [FormField] in
                func entry(_ key: String, _ zh: String, _ en: String, _ kind: Kind) -> FormField {
                    field(
                        rule.key, String(number), key,
                        label: Phrase(zh: "第 \(number) 项：\(zh)", en: "no. \(number): \(en)"), kind: kind)
                }
                return [
                    entry("name", "名称", "name", .text), entry("kind", "类别", "kind", .choice(rule.kinds)),
                    entry("recognised", "是否认定", "recognised", .truth),
                    entry("responses", "答卷数", "answers", .count), entry("satisfied", "满意数", "satisfied", .count),
                ]
            }
        case .steps(let rule): fields = FormField.fields(of: rule.measure, item.clause)
        case .linear(let rule): fields = FormField.fields(of: rule.measure, item.clause)
        case .target(let rule): fields = FormField.fields(of: rule.measure, item.clause)
        case .choice(let rule):
            let options = rule.options.map { Named(id: $0.id, title: $0.title) }
            fields = [field("choice", label: Phrase(zh: "选项", en: "option"), kind: .choice(options))]
        case .award: fields = [field("points", label: Phrase(zh: "评定分", en: "points given"), kind: .number)]
        }
        if item.notApplicable != .refused {
            fields.append(field("notApplicable", label: Phrase(zh: "不适用", en: "not applicable"), kind: .truth))
        }
        return fields
    }

    private static func fields(of measure: Measure, _ clause: String) -> [FormField] {
        switch measure {
        case .value(let key, let unit):
            let label =
                Phrase(zh: "实测值", en: "measured")
                + (unit.map { Phrase(zh: "（\($0.zh)）", en: " (\($0.en))") } ?? .same(""))
            return [FormField(clause: clause, path: [key], label: label, kind: .number)]
        case .ratio(let part, let whole):
            return [part, whole].map { FormField(clause: clause, path: [$0], label: .same($0), kind: .count) }
        }
    }

    /// What a person wrote in a form, as the plain text a finding's reader understands; nil: leave it as it is written.
    public func normalized(_ text: String) -> String {
        let text = text.trimmed
        switch kind {
        case .truth: return FormField.truths[text.lowercased()] ?? text
        case .choice(let options):
            return options.first { $0.id == text || $0.title.zh == text || $0.title.en == text }?.id ?? text
        case .count, .number, .text, .kinds: return text
        }
    }

    /// The ids behind a list such as `视频监控、other:一键求助`.
    public func splitKinds(_ text: String) -> [String] {
        guard case .kinds(let kinds) = kind else { return [text] }
        return text.split(whereSeparator: { "、,，;；\n".contains($0) }).map { part in
            let part = String(part).trimmed
            return kinds.first { $0.id == part || $0.title.zh == part || $0.title.en == part }?.id ?? part
        }.filter { !$0.isEmpty }
    }

    private static let truths: [String: String] = {
        let yes = ["true", "1", "是", "满足", "符合", "有", "yes", "y", "met", "✓", "√"]
        let no = ["false", "0", "否", "不满足", "不符合", "无", "没有", "no", "n", "not met", "✗", "×", "x"]
        return Dictionary(uniqueKeysWithValues: yes.map { ($0, "true") } + no.map { ($0, "false") })
    }()
}

extension String {
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}

/// Puts form values together to the document that the readers of findings take, so that every format is checked by
/// the same code.
struct FindingNodes {
    private var findings: [(clause: String, mark: Mark, entries: [Node.Entry])] = []
    private var positions: [String: Int] = [:]

    mutating func set(_ field: FormField, _ text: String, at mark: Mark) {
        let value: Node
        switch field.kind {
        case .kinds:
            let nodes = field.splitKinds(text).map { Node(mark: mark, content: .scalar($0, isPlain: false)) }
            value = Node(mark: mark, content: .list(nodes))
        case .text: value = Node(mark: mark, content: .scalar(text, isPlain: false))
        default: value = Node(mark: mark, content: .scalar(field.normalized(text), isPlain: true))
        }
        set(field.clause, field.path, value, mark)
    }

    /// Evidence and remark.
    mutating func set(_ clause: String, _ key: String, _ texts: [String], at mark: Mark) {
        let nodes = texts.map { Node(mark: mark, content: .scalar($0, isPlain: false)) }
        set(clause, [key], key == "remark" ? nodes[0] : Node(mark: mark, content: .list(nodes)), mark)
    }

    /// A tick for a requirement.
    mutating func setCheck(_ clause: String, _ id: String, _ text: String, at mark: Mark) {
        set(clause, ["checks", id], Node(mark: mark, content: .scalar(text, isPlain: true)), mark)
    }

    private mutating func set(_ clause: String, _ path: [String], _ value: Node, _ mark: Mark) {
        let position =
            positions[clause]
            ?? {
                findings.append((clause, mark, []))
                positions[clause] = findings.count - 1
                return findings.count - 1
            }()
        FindingNodes.insert(value, at: path[...], into: &findings[position].entries, mark)
    }

    /// Entries of a list have numbers for keys here; they become a list at the end.
    private static func insert(
        _ value: Node, at path: ArraySlice<String>, into entries: inout [Node.Entry], _ mark: Mark
    ) {
        guard let key = path.first else { return }
        guard path.count > 1 else {
            entries.append(Node.Entry(key: key, keyMark: mark, value: value))
            return
        }
        if let index = entries.firstIndex(where: { $0.key == key }), case .map(var below) = entries[index].value.content
        {
            insert(value, at: path.dropFirst(), into: &below, mark)
            entries[index].value.content = .map(below)
        } else {
            var below: [Node.Entry] = []
            insert(value, at: path.dropFirst(), into: &below, mark)
            entries.append(Node.Entry(key: key, keyMark: mark, value: Node(mark: mark, content: .map(below))))
        }
    }

    /// `findings: {...}`.
    func node() -> Node {
        let entries = findings.map { finding in
            let entries = finding.entries.map { entry in
                guard case .map(let numbered) = entry.value.content, numbered.allSatisfy({ Int($0.key) != nil }) else {
                    return entry
                }
                let nodes = numbered.sorted { Int($0.key)! < Int($1.key)! }.map(\.value)
                return Node.Entry(
                    key: entry.key, keyMark: entry.keyMark, value: Node(mark: entry.value.mark, content: .list(nodes)))
            }
            return Node.Entry(
                key: finding.clause, keyMark: finding.mark, value: Node(mark: finding.mark, content: .map(entries)))
        }
        return Node(mark: Mark(line: 1, column: 1), content: .map(entries))
    }
}
