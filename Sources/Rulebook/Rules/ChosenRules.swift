/// Exactly one option holds.
public struct ChoiceRule: Hashable, Sendable {
    public var options: [Option]

    public struct Option: Hashable, Sendable {
        public var id: String
        public var title: Phrase
        public var points: Exact

        public init(id: String, title: Phrase, points: Exact) {
            self.id = id
            self.title = title
            self.points = points
        }
    }

    public init(options: [Option]) {
        self.options = options
    }

    public var maximum: Exact { options.map(\.points).max() ?? .zero }

    func judge(_ id: String) -> Judgement? {
        guard let option = options.first(where: { $0.id == id }) else { return nil }
        return Judgement(
            option.points,
            Phrase(
                zh: "\(option.title.zh)，得 \(option.points.shown) 分",
                en: "\(option.title.en): \(option.points.shown) points"))
    }
}

/// The assessor gives the points.
public struct AwardRule: Hashable, Sendable {
    public var maximum: Exact
    public var step: Exact

    public init(maximum: Exact, step: Exact = .one) {
        self.maximum = maximum
        self.step = step
    }

    /// 0...maximum, in steps.
    public func allows(_ points: Exact) -> Bool {
        points >= .zero && points <= maximum && (points / step).whole != nil
    }

    func judge(_ points: Exact) -> Judgement? {
        guard allows(points) else { return nil }
        return Judgement(
            points,
            Phrase(
                zh: "评定 \(points.shown) 分（满分 \(maximum.shown) 分）",
                en: "\(points.shown) of \(maximum.shown) points given"))
    }
}
