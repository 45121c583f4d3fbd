import Markup
import PortalKit
import Rulebook
import Spreadsheet

/// Days of so many hours, to a tenth: `12.5`.
func shownDays(_ hours: Int) -> String { Exact(Middle.share(hours * 10, of: 24), over: 10).rounded(decimals: 1) }

/// The bodies' work as tables.
struct BodyTable {
    var language: PageLanguage
    var figures: OversightFigures

    var work: HTML {
        HTML.table(
            language("评价机构", "Evaluation bodies"),
            columns: [
                Column(language("机构", "Body"), isHeader: true),
                Column(language("受理案卷", "Cases"), isNumeric: true),
                Column(language("不予受理", "Refused"), isNumeric: true),
                Column(language("平均补正轮次", "Rounds a case"), isNumeric: true),
                Column(language("异议与申诉", "Objections and appeals"), isNumeric: true),
                Column(language("成立", "Upheld"), isNumeric: true),
                Column(language("成立率", "Share upheld"), isNumeric: true),
            ],
            rows: figures.bodies.map { body in
                TableRow([
                    .text(body.name), "\(body.handled)", "\(body.refused)", .text(shownHundredths(body.roundsPerCase)),
                    "\(body.appeals)", "\(body.upheld)", .text(shownPermille(body.upheldShare)),
                ])
            }, empty: HTML.emptyState(language("还没有机构受理案卷", "No body has had a case yet")), isCaptionHidden: true)
    }

    var days: HTML {
        let steps = figures.steps.map(\.state)
        return HTML.table(
            language("各机构每一阶段用时的中位数（天）", "Median days in each state, by body"),
            columns: [Column(language("机构", "Body"), isHeader: true)]
                + steps.map { Column(language($0.title), isNumeric: true) },
            rows: [
                TableRow(
                    [.text(language("期限（工作日）", "Term in working days"))]
                        + steps.map { step in step.term.map { "\($0)" } ?? "—" }, isTotal: true),
                TableRow(
                    [.text(language("全部机构", "All bodies"))]
                        + figures.steps.map { days($0.median, in: $0.state) }),
                TableRow(
                    [.text(language("四分之一的案卷超过", "A quarter of cases over"))]
                        + figures.steps.map { days($0.upperQuarter, in: $0.state) }),
            ]
                + figures.bodies.map { body in
                    TableRow(
                        [.text(body.name)]
                            + steps.map { step in
                                body.hours[step.id].map { days($0, in: step) } ?? "—"
                            })
                }, narrow: .scroll, isCaptionHidden: true)
    }

    private func days(_ hours: Int, in step: LifeCycleStep) -> HTML {
        step.isOver(hours) ? HTML.badge(shownDays(hours), .warn) : .text(shownDays(hours))
    }

    /// For Excel, as the table of communities.
    var csv: [UInt8] {
        let steps = LifeCycleStep.all
        var writer = CSVWriter(guardsFormulas: true, byteOrderMark: true)
        let titles = [
            language("机构", "Body"), language("受理案卷", "Cases"), language("不予受理", "Refused"),
            language("补正轮次", "Rounds"), language("异议与申诉", "Objections and appeals"), language("成立", "Upheld"),
        ]
        let days = steps.map { step in
            language("\(step.title.zh)用时中位数（天）", "Median days in \(step.title.en)")
        }
        writer.append((titles + days).map { .text($0) })
        for body in figures.bodies {
            writer.append(
                [
                    .text(body.name), .integer(body.handled), .integer(body.refused), .integer(body.rounds),
                    .integer(body.appeals), .integer(body.upheld),
                ] + steps.map { step in body.hours[step.id].map { .number(shownDays($0)) } ?? .empty })
        }
        return writer.bytes
    }
}

/// The experts' words beside the panels' as a table.
struct ExpertTable {
    var language: PageLanguage
    var experts: [ExpertFigures]
    /// By id.
    var names: [String: String]

    private func name(_ expert: ExpertFigures) -> String { names[expert.id] ?? expert.id }

    var html: HTML {
        HTML.table(
            language("评审专家", "Experts"),
            columns: [
                Column(language("专家", "Expert"), isHeader: true),
                Column(language("评审案卷", "Cases judged"), isNumeric: true),
                Column(language("发表意见的条款", "Clauses spoken on"), isNumeric: true),
                Column(language("与合议不同", "Other than the consensus"), isNumeric: true),
                Column(language("不同的比例", "Share"), isNumeric: true),
            ],
            rows: experts.map { expert in
                TableRow([
                    .text(name(expert)), "\(expert.cases)", "\(expert.words)", "\(expert.divergences)",
                    .text(shownPermille(expert.share)),
                ])
            },
            empty: HTML.emptyState(language("还没有专家组结束合议", "No panel has closed yet")), isCaptionHidden: true,
            filter: experts.count > 12 ? language("按姓名筛选", "Filter by name") : nil)
    }

    var csv: [UInt8] {
        var writer = CSVWriter(guardsFormulas: true, byteOrderMark: true)
        writer.append(
            [
                language("专家", "Expert"), language("评审案卷", "Cases judged"),
                language("发表意见的条款", "Clauses spoken on"), language("与合议不同", "Other than the consensus"),
            ].map { .text($0) })
        for expert in experts {
            writer.append([
                .text(name(expert)), .integer(expert.cases), .integer(expert.words), .integer(expert.divergences),
            ])
        }
        return writer.bytes
    }
}
