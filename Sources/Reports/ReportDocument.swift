public import Documents
public import Rulebook
import Secrets

/// An evaluation report as a printable document.
public struct ReportDocument {
    let score: Score
    let language: Language
    let date: Day
    /// Given by the evaluation body; empty: a blank to fill in.
    public var number = ""
    /// What the panel says in its own words, after the conclusion.
    public var words: [(title: String, text: String)] = []

    public init(_ score: Score, date: Day, language: Language) {
        self.score = score
        self.date = date
        self.language = language
    }

    func text(_ zh: String, _ en: String) -> String { Phrase(zh: zh, en: en)[language] }

    private var name: String {
        let name = score.assessment.community.name
        return name.isEmpty ? text("（未命名社区）", "(unnamed community)") : name
    }

    public var document: Document {
        let digest = SHA256Digest.hex(of: ReportData(score, date: date).bytes)
        let title = text("智慧社区评价报告", "Smart community evaluation report")
        return Document(
            language: language == .zh ? "zh-CN" : "en",
            cover: cover(title),
            runningTitle: "\(name) · \(title)",
            footer: text("数据 SHA-256 ", "SHA-256 of the data ") + digest,
            blocks: summary + spoken + controls + items + margin + readings(digest) + signatures)
    }

    private func cover(_ title: String) -> Document.Cover {
        let assessment = score.assessment
        let community = assessment.community
        return Document.Cover(
            title: title, subtitle: score.rulebook.title[language], headline: score.grade.title[language],
            headlineCaption: "Q = \(score.q.rounded())", stars: stars,
            facts: [
                Document.Fact(text("社区名称", "Community"), name),
                Document.Fact(text("地址", "Address"), community.address),
                Document.Fact(text("申请单位", "Applicant"), assessment.applicant),
                Document.Fact(text("评价机构", "Evaluation body"), assessment.evaluationBody),
                Document.Fact(text("申请日期", "Applied on"), assessment.appliedOn?.description ?? ""),
                Document.Fact(text("报告日期", "Report of"), date.description),
                Document.Fact(text("报告编号", "Report number"), number),
            ])
    }

    /// Stars of a grade whose id says so.
    private var stars: Int? {
        ["one-star": 1, "two-star": 2, "three-star": 3, "four-star": 4, "five-star": 5][score.grade.grade?.id ?? ""]
    }

    // MARK: Summary

    private var summary: [Document.Block] {
        let controlsMet = score.controls.filter(\.holds).count
        let judged = score.items.filter { $0.status != .unjudged }.count
        return [
            .heading(level: 1, text("一、评价结论", "1 Conclusion")),
            .callout(
                score.grade.grade == nil ? .bad : .good,
                title: "\(score.grade.title[language])　Q = \(score.q.rounded())",
                text: score.grade.reason[language]),
            .facts([
                Document.Fact(
                    text("申请条件", "Conditions for applying"),
                    score.isEligible ? text("符合", "met") : text("不符合", "not met")),
                Document.Fact(
                    text("控制项", "Control items"),
                    text(
                        "\(controlsMet) / \(score.controls.count) 项满足", "\(controlsMet) of \(score.controls.count) met")
                ),
                Document.Fact(
                    text("评分项", "Scored items"),
                    text("\(judged) / \(score.items.count) 项已评定", "\(judged) of \(score.items.count) judged")),
                Document.Fact(
                    text("投入运行", "In operation since"), score.assessment.community.operatingSince?.description ?? "—"),
                Document.Fact(text("竣工验收", "Accepted on"), score.assessment.community.acceptedOn?.description ?? "—"),
                Document.Fact(text("评价依据", "Standard"), "\(score.rulebook.id) (\(score.rulebook.edition))"),
            ]),
            .heading(level: 2, text("各类得分", "Scores by category")),
            .bars(
                Document.BarChart(
                    caption: text("各类得分（满分为各类总分）", "Score of each category out of its total"),
                    bars: score.categories.map { category in
                        Document.BarChart.Bar(
                            label: category.category.title[language], value: category.score.approximate,
                            max: category.maximum.approximate,
                            text: "\(category.score.shown) / \(category.maximum.shown)")
                    })),
            .heading(level: 2, text("总得分的计算", "How Q was computed")),
            .table(terms),
            .paragraph(score.formula[language]),
        ]
    }

    private var spoken: [Document.Block] {
        words.flatMap { part -> [Document.Block] in
            let paragraphs = part.text.split(whereSeparator: \.isNewline).map { Document.Block.paragraph(String($0)) }
            return [.heading(level: 2, part.title)] + paragraphs
        }
    }

    private var terms: Document.Table {
        var rows = score.categories.map { category in
            Document.Table.Row([
                Document.Table.Cell(category.category.title[language]),
                Document.Table.Cell("\(category.score.shown) / \(category.maximum.shown)"),
                Document.Table.Cell(category.category.weight.asWeight),
                Document.Table.Cell(category.weighted.rounded()),
            ])
        }
        if score.rulebook.total.base > .zero {
            rows.insert(
                Document.Table.Row([
                    Document.Table.Cell(text("基础分", "Base points")), Document.Table.Cell(score.base.shown),
                    Document.Table.Cell("1.00"), Document.Table.Cell(score.base.rounded()),
                ]), at: 0)
        }
        rows.append(
            Document.Table.Row(
                [
                    Document.Table.Cell(text("总得分 Q", "Q")), Document.Table.Cell(""),
                    Document.Table.Cell(
                        score.rulebook.total.divisor == .one ? "" : "÷ \(score.rulebook.total.divisor.shown)"),
                    Document.Table.Cell(score.q.rounded()),
                ], style: .total))
        return Document.Table(
            caption: text("各类得分、权重与加权得分", "Score, weight and weighted score of each category"),
            columns: [
                Document.Table.Column(text("类别", "Category"), width: 8),
                Document.Table.Column(text("得分", "Score"), width: 3, alignment: .trailing),
                Document.Table.Column(text("权重", "Weight"), width: 3, alignment: .trailing),
                Document.Table.Column(text("加权得分", "Weighted"), width: 3, alignment: .trailing),
            ], rows: rows)
    }

    // MARK: Conditions and control items

    private var controls: [Document.Block] {
        let conditions = score.conditions.map { result in
            Document.Table.Row([
                Document.Table.Cell(result.condition.clause), Document.Table.Cell(result.condition.title[language]),
                Document.Table.Cell(
                    result.isMet ? text("符合", "met") : text("不符合", "not met"), tone: result.isMet ? .good : .bad),
                Document.Table.Cell(result.reason[language]),
            ])
        }
        let items = score.controls.map { control in
            let isOpen = control.status == .unjudged
            return Document.Table.Row([
                Document.Table.Cell(control.item.clause), Document.Table.Cell(control.item.title[language]),
                Document.Table.Cell(
                    isOpen ? text("未评定", "not judged") : control.holds ? text("满足", "met") : text("不满足", "not met"),
                    tone: isOpen ? .warning : control.holds ? .good : .bad),
                Document.Table.Cell(proof(control)),
            ])
        }
        func table(_ caption: String, _ last: String, _ rows: [Document.Table.Row]) -> Document.Block {
            .table(
                Document.Table(
                    caption: caption,
                    columns: [
                        Document.Table.Column(text("条款", "Clause"), width: 2),
                        Document.Table.Column(text("名称", "Title"), width: 5),
                        Document.Table.Column(text("结果", "Result"), width: 2, alignment: .center),
                        Document.Table.Column(last, width: 8),
                    ], rows: rows))
        }
        var blocks: [Document.Block] = [.heading(level: 1, text("二、申请条件与控制项", "2 Conditions and control items"))]
        if !conditions.isEmpty {
            blocks += [
                .heading(level: 2, text("申请条件", "Conditions for applying")),
                table(text("逐条核对申请资格", "Each condition, and whether it is met"), text("依据", "Reason"), conditions),
            ]
        }
        blocks += [
            .heading(level: 2, text("控制项", "Control items")),
            table(text("全部满足才能评级", "All must be met for any grade"), text("依据与证据", "Reason and evidence"), items),
        ]
        return blocks
    }

    /// Reason where there is more to say than met or not, evidence, remark.
    private func proof(_ item: ItemScore) -> String {
        var lines: [String] = []
        let failed = item.finding?.checks.filter { !$0.holds } ?? []
        if !item.item.rule.isControl || !failed.isEmpty { lines.append(item.reason[language]) }
        let evidence = item.finding?.evidence.map(\.name) ?? []
        if !evidence.isEmpty { lines.append(text("证据：", "Evidence: ") + evidence.joined(separator: text("；", "; "))) }
        if let remark = item.finding?.remark, !remark.isEmpty { lines.append(text("备注：", "Remark: ") + remark) }
        return lines.joined(separator: "\n")
    }

    // MARK: Items

    private var items: [Document.Block] {
        var blocks: [Document.Block] = [.heading(level: 1, text("三、评分项", "3 Scored items"))]
        for category in score.categories {
            blocks.append(
                .heading(
                    level: 2, "\(category.category.title[language])　\(category.score.shown) / \(category.maximum.shown)"
                ))
            var rows: [Document.Table.Row] = []
            for section in category.sections { add(section, &rows) }
            blocks.append(
                .table(
                    Document.Table(
                        caption: text(
                            "\(category.category.title.zh)各条款的得分与理由",
                            "\(category.category.title.en): points and reasons"),
                        columns: [
                            Document.Table.Column(text("条款", "Clause"), width: 6),
                            Document.Table.Column(text("名称", "Title"), width: 12),
                            Document.Table.Column(text("得分", "Points"), width: 7, alignment: .center),
                            Document.Table.Column(text("理由、证据与备注", "Reason, evidence and remark"), width: 24),
                        ], rows: rows)))
        }
        return blocks
    }

    private func add(_ level: Score.LevelScore, _ rows: inout [Document.Table.Row]) {
        rows.append(
            Document.Table.Row(
                [
                    Document.Table.Cell(level.level.id), Document.Table.Cell(level.level.title[language]),
                    Document.Table.Cell("\(level.score.shown) / \(level.maximum.shown)"), Document.Table.Cell(""),
                ], style: .group))
        for child in level.children {
            switch child {
            case .level(let below): add(below, &rows)
            case .item(let index):
                let item = score.items[index]
                let tone: Document.Tone =
                    item.status == .unjudged
                    ? .warning
                    : item.status == .notApplicable
                        ? .neutral : item.points == item.item.maximum ? .good : item.points == .zero ? .bad : .neutral
                rows.append(
                    Document.Table.Row([
                        Document.Table.Cell(item.item.clause), Document.Table.Cell(item.item.title[language]),
                        Document.Table.Cell("\(item.points.shown) / \(item.item.maximum.shown)", tone: tone),
                        Document.Table.Cell(proof(item)),
                    ]))
            }
        }
    }

    // MARK: Margin, readings, signatures

    private var margin: [Document.Block] {
        var blocks: [Document.Block] = [.heading(level: 1, text("四、等级的稳固程度", "4 How safe the grade is"))]
        if score.grade.grade == nil {
            blocks.append(.paragraph(text("未评定等级：\(score.grade.reason.zh)。", "No grade: \(score.grade.reason.en).")))
        }
        let lines = MarginText.lines(Margin(score))
        if !lines.isEmpty { blocks.append(.list(lines.map { $0[language] })) }
        if !score.unjudged.isEmpty {
            blocks.append(
                .callout(
                    .warning,
                    title: text(
                        "\(score.unjudged.count) 项尚未评定，按 0 分计", "\(score.unjudged.count) items not judged, counted as 0"
                    ),
                    text: score.unjudged.joined(separator: text("、", ", "))))
        }
        return blocks
    }

    private func readings(_ digest: String) -> [Document.Block] {
        [
            .heading(level: 2, text("采用的读法", "Readings used")),
            .paragraph(
                text(
                    "标准未写明或前后不一致之处，本报告按下列读法处理；评价机构可在自己的规则库中另作规定。",
                    "Where the standard is silent or contradicts itself, this report reads it as follows; an "
                        + "evaluation body may rule otherwise in a rulebook of its own."
                )),
            .table(
                Document.Table(
                    caption: text("本次评分采用的读法", "Readings that this score rests on"),
                    columns: [
                        Document.Table.Column(text("编号", "Id"), width: 2),
                        Document.Table.Column(text("读法", "Reading"), width: 17),
                        Document.Table.Column(text("涉及条款", "Clauses"), width: 7),
                    ],
                    rows: (score.readings + conditionReadings).map { reading in
                        Document.Table.Row([
                            Document.Table.Cell(reading.id), Document.Table.Cell(reading.text[language]),
                            Document.Table.Cell(reading.place),
                        ])
                    })),
            .heading(level: 2, text("如何复核本报告", "How to check this report")),
            .paragraph(
                text(
                    "用同一评价文件运行 linli report 文件 -o report.json --date \(date)，所得文件的 SHA-256 应为：",
                    "Run linli report FILE -o report.json --date \(date) on the same assessment; the SHA-256 of "
                        + "the file it writes should be:"
                )),
            .paragraph(digest),
        ]
    }

    /// Readings that only the conditions cite.
    private var conditionReadings: [Reading] {
        let used = Set(score.readings.map(\.id))
        let cited = Set(score.conditions.flatMap(\.condition.readings))
        return score.rulebook.readings.filter { cited.contains($0.id) && !used.contains($0.id) }
    }

    private var signatures: [Document.Block] {
        let signature = text("签名：", "Signature:")
        let day = text("日期：　　　　年　　月　　日", "Date:")
        return [
            .heading(level: 1, text("五、评价意见与签署", "5 Opinion and signatures")),
            .heading(level: 2, text("专家组意见", "Opinion of the panel")),
            .lines(6),
            .signatures([
                Document.SignatureBox(title: text("专家组组长", "Head of the panel"), lines: [signature, day]),
                Document.SignatureBox(
                    title: text("专家组成员", "Members of the panel"), lines: [signature, signature, signature, day]),
                Document.SignatureBox(title: text("申请单位（盖章）", "Applicant (stamp)"), lines: [signature, day]),
                Document.SignatureBox(title: text("评价机构（盖章）", "Evaluation body (stamp)"), lines: [signature, day]),
            ]),
        ]
    }
}
