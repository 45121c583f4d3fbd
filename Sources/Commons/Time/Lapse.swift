public import Rulebook

/// How long something took or takes, as people say it.
public struct Lapse: Hashable, Sendable {
    /// Never negative.
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = max(milliseconds, 0) }

    public init(from start: Instant, to end: Instant) { self.init(milliseconds: end.milliseconds - start.milliseconds) }

    /// `850 毫秒`, `42 秒`, `7 分钟`, `3 小时 5 分`, `2 天 4 小时`: two units at most.
    public var shown: Phrase {
        let (seconds, minutes, hours) = (milliseconds / 1000, milliseconds / 60_000, milliseconds / 3_600_000)
        if milliseconds < 1000 { return Phrase(zh: "\(milliseconds) 毫秒", en: "\(milliseconds) ms") }
        if minutes < 1 { return Phrase(zh: "\(seconds) 秒", en: "\(seconds) s") }
        if hours < 1 { return Phrase(zh: "\(minutes) 分钟", en: "\(minutes) min") }
        if hours < 24 {
            let rest = minutes % 60
            if rest == 0 { return Phrase(zh: "\(hours) 小时", en: "\(hours) h") }
            return Phrase(zh: "\(hours) 小时 \(rest) 分", en: "\(hours) h \(rest) min")
        }
        let (days, rest) = (hours / 24, hours % 24)
        if rest == 0 { return Phrase(zh: "\(days) 天", en: "\(days) d") }
        return Phrase(zh: "\(days) 天 \(rest) 小时", en: "\(days) d \(rest) h")
    }
}
