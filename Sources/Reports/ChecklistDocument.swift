public import Documents
public import Rulebook

/// A site checklist to print: what to look at, clause by clause, with boxes to fill in by hand.
public struct ChecklistDocument {
    let rulebook: Rulebook
    let language: Language

    public init(_ rulebook: Rulebook, language: Language) {
        self.rulebook = rulebook
        self.language = language
    }

    private func text(_ zh: String, _ en: String) -> String { Phrase(zh: zh, en: en)[language] }

    public var document: Document {
        let title = text("现场核查表", "Site checklist")
        var blocks: [Document.Block] = [
            .heading(level: 1, text("控制项", "Control items")),
            .table(table(rulebook.controls, text("控制项", "Control items"))),
        ]
        for category in rulebook.categories {
            let items = rulebook.items.filter { $0.category == category.id }
            blocks += [.heading(level: 1, category.title[language]), .table(table(items, category.title[language]))]
        }
        blocks += [
            .heading(level: 2, text("现场记录", "Notes")), .lines(8),
            .signatures([
                Document.SignatureBox(
                    title: text("核查专家", "Expert"), lines: [text("签名：", "Signature:"), text("日期：", "Date:")]),
                Document.SignatureBox(
                    title: text("社区代表", "Community"), lines: [text("签名：", "Signature:"), text("日期：", "Date:")]),
            ]),
        ]
        return Document(
            language: language == .zh ? "zh-CN" : "en",
            cover: Document.Cover(
                title: title, subtitle: rulebook.title[language], headline: "", headlineCaption: "", stars: nil,
                facts: [
                    Document.Fact(text("社区名称", "Community"), ""), Document.Fact(text("核查日期", "Date of the visit"), ""),
                    Document.Fact(text("核查专家", "Experts"), ""), Document.Fact(text("社区代表", "For the community"), ""),
                ]),
            runningTitle: "\(rulebook.title[language]) · \(title)", footer: "\(rulebook.id) (\(rulebook.edition))",
            blocks: blocks)
    }

    private func table(_ items: [Item], _ caption: String) -> Document.Table {
        var rows: [Document.Table.Row] = []
        var section: Phrase?
        for item in items {
            if let title = item.sections.first, title != section {
                section = title
                rows.append(
                    Document.Table.Row(
                        [Document.Table.Cell(title[language])] + Array(repeating: Document.Table.Cell(""), count: 3),
                        style: .group))
            }
            rows.append(
                Document.Table.Row([
                    Document.Table.Cell(item.clause), Document.Table.Cell(item.title[language]),
                    Document.Table.Cell(whatToLookAt(item)),
                    Document.Table.Cell(boxes(item)),
                ]))
        }
        return Document.Table(
            caption: caption,
            columns: [
                Document.Table.Column(text("条款", "Clause"), width: 5),
                Document.Table.Column(text("名称", "Title"), width: 9),
                Document.Table.Column(text("现场看什么", "What to look at"), width: 22),
                Document.Table.Column(text("认定", "Finding"), width: 10),
            ], rows: rows)
    }

    private func whatToLookAt(_ item: Item) -> String {
        var lines = [item.onSite?[language] ?? item.requirement?[language] ?? ""].filter { !$0.isEmpty }
        if !item.checks.isEmpty { lines.append(item.checks.map { "□ \($0.title[language])" }.joined(separator: "　")) }
        return lines.joined(separator: "\n")
    }

    private func boxes(_ item: Item) -> String {
        switch item.rule {
        case .control, .all: return text("□ 满足　□ 不满足", "□ met  □ not met")
        case .veto: return text("□ 发生　□ 未发生", "□ occurred  □ not")
        case .choice(let rule): return rule.options.map { "□ \($0.title[language])" }.joined(separator: "\n")
        case .count(let rule):
            let kinds = rule.kinds.map { "□ \($0.title[language])" } + [text("其他：______", "others: ______")]
            return kinds.joined(separator: "\n") + (rule.extra.map { "\n□ \($0.title[language])" } ?? "")
        default:
            let isList = item.rule.kind == .list
            let blank = { (label: String) in "\(label)：________" }
            return isList
                ? text("认定 ____ 项，见附页", "____ recognised, see annex")
                : RuleLabels.labels(item.rule).map { blank($0[language]) }.joined(separator: "\n")
        }
    }
}
