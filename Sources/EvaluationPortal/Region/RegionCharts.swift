import Markup
import PortalKit
import Rulebook

/// A region's figures in pictures.
struct RegionCharts {
    var language: PageLanguage
    var figures: RegionFigures
    var rulebook: Rulebook
    /// Where the communities of a grade are listed.
    var link: (String) -> String

    var grades: HTML {
        let counts = figures.grades.map { count in
            let index = rulebook.grades.firstIndex { $0.id == count.grade }
            return Chart.Count(
                index.map { language(rulebook.grades[$0].title) } ?? language("无等级", "No grade"),
                Double(count.count), text: String(count.count), index.map { .stars($0) } ?? .none,
                href: count.count > 0 ? link(count.grade ?? CommunityList.noGrade) : nil)
        }
        return Chart.columns(
            language("等级分布", "Communities by grade"),
            description: language(
                "\(figures.scored) 个社区，其中持有效证书 \(figures.certified) 个",
                "\(figures.scored) communities, \(figures.certified) certified"), counts, language: language)
    }

    var histogram: HTML {
        let bins = figures.bins.map { bin in
            Chart.Bin(
                from: drawn(bin.from), to: drawn(bin.to), count: bin.count, .stars(stars((bin.from + bin.to) / 2)))
        }
        let lines = rulebook.grades.compactMap { grade -> Chart.Line? in
            guard let line = grade.range.lower?.value, line > .zero else { return nil }
            return Chart.Line(line.approximate, line.shown)
        }
        let ticks = stride(from: 0, through: figures.bins.last?.to ?? 0, by: 2000).map(drawn)
        return Chart.histogram(
            language("得分 Q 的分布", "How Q is spread"), bins, ticks: ticks, lines: lines, language: language)
    }

    var medians: HTML {
        let moments = figures.years.map { year in
            Chart.Moment(String(year.year), year.median.map(drawn), text: shownHundredths(year.median))
        }
        let lines = rulebook.grades.compactMap { grade -> Chart.Line? in
            guard let line = grade.range.lower?.value, line > .zero else { return nil }
            return Chart.Line(line.approximate, "\(language(grade.title)) \(grade.range.shown)")
        }
        return Chart.trend(
            language("各年提交案卷的 Q 中位数", "Median Q by year of submission"), moments,
            range: range(lines), lines: lines, language: language)
    }

    /// From below the lowest to above the highest of what is drawn, in tens: over all of Q every year looks alike.
    private func range(_ lines: [Chart.Line]) -> ClosedRange<Double> {
        let values = figures.years.compactMap(\.median).map { $0 / 100 } + lines.map { Int($0.value) }
        let low = max((values.min() ?? 0) / 10 * 10 - 10, 0)
        return Double(low)...Double(((values.max() ?? 100) + 19) / 10 * 10)
    }

    var counts: HTML {
        Chart.columns(
            language("各年提交评价的社区", "Communities evaluated by year"),
            figures.years.map { Chart.Count(String($0.year), Double($0.count), text: String($0.count)) },
            language: language)
    }

    var categories: HTML {
        let bars = zip(rulebook.categories, figures.categories).map { category, mean in
            let maximum = category.level.maximum(rulebook.items)
            return Chart.Bar(
                language(category.title), value: mean.average.map(drawn) ?? 0, max: maximum.approximate,
                text: "\(shownHundredths(mean.average)) / \(maximum.shown)")
        }
        return Chart.bars(language("各类平均得分", "Average scores by category"), bars, language: language)
    }

    /// For drawing only.
    private func drawn(_ hundredths: Int) -> Double { Double(hundredths) / 100 }

    /// Stars of the grade whose points these are.
    private func stars(_ hundredths: Int) -> Int { rulebook.stars(hundredths: hundredths) }
}

extension Rulebook {
    /// Which grade so many hundredths of Q would give if nothing else stood in its way, from 0.
    func stars(hundredths: Int) -> Int {
        let q = Exact(hundredths: hundredths)
        return grades.lastIndex { $0.range.reachesLower(q) } ?? 0
    }
}
