public import Community
public import Evaluation
public import Rulebook

/// What a live score says, in words.
public struct LiveWords: Sendable {
    public var catalog: Catalog

    public init(catalog: Catalog) { self.catalog = catalog }

    public func title(_ metric: String) -> Phrase { found(metric)?.title ?? .same(metric) }

    /// `门禁出入记录保存天数 212 天（≥ 180 天）`.
    public func said(_ answer: LiveAnswer) -> Phrase {
        let (title, value, line) = (title(answer.metric), value(answer), line(answer))
        return Phrase(zh: "\(title.zh) \(value.zh)（\(line.zh)）", en: "\(title.en) \(value.en) (\(line.en))")
    }

    /// `212 天`; a dash where there is none.
    public func value(_ answer: LiveAnswer) -> Phrase {
        guard answer.denominator > 0 else { return .same("—") }
        guard let metric = found(answer.metric) else { return .same("\(answer.numerator)/\(answer.denominator)") }
        return MetricFigures(metric, in: catalog).whole(numerator: answer.numerator, denominator: answer.denominator)
    }

    /// `≥ 180 天`.
    public func line(_ answer: LiveAnswer) -> Phrase {
        guard let line = answer.threshold else { return .same("\(answer.side) \(answer.line)") }
        return found(answer.metric).map { MetricFigures($0, in: catalog).line(line) } ?? .same(line.shown)
    }

    private func found(_ id: String) -> Metric? { catalog.metrics.first { $0.id == id } }
}
