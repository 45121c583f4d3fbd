public import Rulebook

/// Something about what a value rests on that whoever relies on it should know: how it came into the records.
public struct MetricMark: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Entered long after it is said to have happened.
        case late
        /// Entered on one day lately, most of all that there is.
        case bulk
        /// Numbers that were given and that nothing has any more.
        case missing
    }

    public var kind: Kind
    public var count: Int
    /// Of so many.
    public var total: Int
    /// The day that it is about; nil: of the whole span.
    public var day: String?

    public init(_ kind: Kind, _ count: Int, of total: Int, on day: Day? = nil) {
        self.kind = kind
        self.count = count
        self.total = total
        self.day = day?.description
    }

    public var words: Phrase {
        switch kind {
        case .late:
            Phrase(zh: "\(total) 条中有 \(count) 条是事后补录", en: "\(count) of \(total) were entered after the fact")
        case .bulk:
            Phrase(
                zh: "\(total) 条中有 \(count) 条集中在 \(day ?? "") 一天录入",
                en: "\(count) of \(total) were entered on one day, \(day ?? "")")
        case .missing:
            Phrase(zh: "\(total) 个编号中缺了 \(count) 个", en: "\(count) of \(total) numbers are there no more")
        }
    }
}
