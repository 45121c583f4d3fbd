import Commons
import Foundation
import Glibc
import Rulebook
import Secrets
import Synchronization

/// The clock of a demonstration: the time of day, or so much earlier, so that an estate can live through its past at
/// the time of each day. It goes on by itself, is set forward only, and once it says the time of day it does so for
/// good.
///
/// How far it is behind lies in the data folder: whoever starts the demonstration again goes on where it was.
final class DemoClock: Sendable {
    /// The time of day.
    let real: @Sendable () -> Instant
    private let path: String
    /// Whether it was ever behind: the estate has a past of its own.
    let hasPast: Bool
    /// In milliseconds; 0: it says the time of day.
    private let behind: Mutex<Int64>
    private let last = Mutex<Day?>(nil)

    /// `real`: the time of day. `folder`: holds what is known of it. `days`: how far back a clock begins that nothing
    /// is known of: at six in the morning of that day.
    init(_ real: @escaping @Sendable () -> Instant, in folder: String, days: Int) throws {
        self.real = real
        path = folder + "/demo-clock"
        if let text = FileManager.default.contents(atPath: path).map({ String(decoding: $0, as: UTF8.self) }) {
            behind = Mutex(max(0, Int64(text.filter { !$0.isWhitespace }) ?? 0))
            hasPast = true
        } else {
            let now = real()
            let start = Instant(now.day.adding(days: -days)).adding(seconds: 6 * 3600)
            behind = Mutex(days > 0 ? now.milliseconds - start.milliseconds : 0)
            hasPast = days > 0
            if hasPast { try keep(now.milliseconds - start.milliseconds) }
        }
    }

    func now() -> Instant { Instant(milliseconds: real().milliseconds - behind.withLock { $0 }) }

    /// Whether a day has begun since this was asked last.
    func hasTurned() -> Bool {
        let today = now().day
        return last.withLock { last in
            defer { last = today }
            return last != today
        }
    }

    /// Whether it says another time than that of day.
    var isBehind: Bool { behind.withLock { $0 } > 0 }

    /// Sets it; nil: to the time of day, for good.
    /// - Throws: a `Refusal` of kind `conflict` for what has passed already and for what has not come yet.
    func set(to moment: Instant?) throws {
        try behind.withLock { behind in
            let real = real()
            let moment = moment ?? real
            guard moment <= real else {
                throw Refusal(
                    .conflict, zh: "时钟不能晚于真实时间 \(real.shown)",
                    en: "the clock cannot be set past the time of day, \(real.shown)", place: "now")
            }
            let now = Instant(milliseconds: real.milliseconds - behind)
            guard moment >= now else {
                throw Refusal(
                    .conflict, zh: "时钟只能向前拨，现在是 \(now.shown)",
                    en: "the clock is set forward only, and it is \(now.shown)", place: "now")
            }
            let left = real.milliseconds - moment.milliseconds
            if left != behind { try keep(left) }
            behind = left
        }
    }

    private func keep(_ milliseconds: Int64) throws {
        // A loss of power may undo it, which the next look at the clock tells; being killed does not.
        try Data("\(milliseconds)\n".utf8).write(to: URL(fileURLWithPath: path + ".part"))
        guard rename(path + ".part", path) == 0 else { throw Durable.failure("rename", path) }
    }
}

extension Surroundings {
    /// These, at the time that a demonstration's clock says.
    func at(_ clock: DemoClock) -> Surroundings {
        Surroundings(
            now: clock.now, newID: { Identifier.make(at: clock.now().milliseconds) }, calendar: calendar)
    }
}
