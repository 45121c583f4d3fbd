import Commons
import Markup
import PortalKit

/// How long something took or takes, as people say it.
struct Lapse: Hashable {
    var milliseconds: Int64

    init(milliseconds: Int64) { self.milliseconds = max(milliseconds, 0) }

    init(from start: Instant, to end: Instant) { self.init(milliseconds: end.milliseconds - start.milliseconds) }

    /// `850 毫秒`, `42 秒`, `7 分钟`, `3 小时 5 分`, `2 天 4 小时`: two units at most.
    func text(_ language: PageLanguage) -> String {
        let (seconds, minutes, hours) = (milliseconds / 1000, milliseconds / 60_000, milliseconds / 3_600_000)
        if milliseconds < 1000 { return language("\(milliseconds) 毫秒", "\(milliseconds) ms") }
        if minutes < 1 { return language("\(seconds) 秒", "\(seconds) s") }
        if hours < 1 { return language("\(minutes) 分钟", "\(minutes) min") }
        if hours < 24 {
            let rest = minutes % 60
            if rest == 0 { return language("\(hours) 小时", "\(hours) h") }
            return language("\(hours) 小时 \(rest) 分", "\(hours) h \(rest) min")
        }
        let (days, rest) = (hours / 24, hours % 24)
        if rest == 0 { return language("\(days) 天", "\(days) d") }
        return language("\(days) 天 \(rest) 小时", "\(days) d \(rest) h")
    }
}

extension Instant {
    /// `09:30:05`, Beijing time.
    var clock: String { String(iso.dropFirst(11).prefix(8)) }
}
