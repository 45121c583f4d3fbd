import Commons
public import Rulebook

/// Figures of a metric as people read them.
public struct MetricFigures: Sendable {
    private let unit: Metric.Unit

    public init(_ metric: Metric, in catalog: Catalog) { unit = metric.unit(in: catalog) }

    /// `98.5`, `3 分钟`; a dash where there is none.
    private func number(_ numerator: Int, _ denominator: Int) -> Phrase {
        guard let digits = MetricValue.digits(numerator, over: denominator, unit) else { return .same("—") }
        guard case .time = unit else { return .same(digits) }
        return Lapse(milliseconds: Int64(digits) ?? 0).shown
    }

    /// `%`, `天`; times carry theirs already.
    private var unitTitle: Phrase {
        switch unit {
        case .count(let counter): counter
        case .percent: .same("%")
        case .days: Phrase(zh: "天", en: "days")
        case .grade: Phrase(zh: "星", en: "stars")
        case .measured(let unit): .same(unit)
        case .time: .same("")
        }
    }

    /// `98.5 %`, `3 分钟`; a dash where there is none.
    public func whole(_ value: MetricValue?) -> Phrase {
        whole(numerator: value?.numerator ?? 0, denominator: value?.denominator ?? 0)
    }

    /// The same of a value's two parts.
    public func whole(numerator: Int, denominator: Int) -> Phrase {
        denominator > 0 ? withUnit(number(numerator, denominator)) : .same("—")
    }

    /// `≥ 180 天`: a line that it has to reach. Shares are parts of one, times are minutes.
    public func line(_ line: Threshold) -> Phrase {
        switch unit {
        case .percent: .same(line.shownAsShare)
        case .time: Phrase(zh: "\(line.shown) 分钟", en: "\(line.shown) min")
        default: withUnit(.same(line.shown))
        }
    }

    private func withUnit(_ number: Phrase) -> Phrase {
        let unit = unitTitle
        return Phrase(
            zh: unit.zh.isEmpty ? number.zh : "\(number.zh) \(unit.zh)",
            en: unit.en.isEmpty ? number.en : "\(number.en) \(unit.en)")
    }
}
