import Commons
import Rulebook
import Synchronization

/// The time of one strand of the demo city, which only its story moves on, and the ids that are made then.
final class DemoClock: Sendable {
    private struct Hand {
        var now: Instant
        var dice: Dice
    }
    private let hand: Mutex<Hand>

    init(_ start: Instant, _ dice: Dice) { hand = Mutex(Hand(now: start, dice: dice)) }

    var now: Instant { hand.withLock { $0.now } }

    /// To a moment, or a minute on where that is past.
    func move(to instant: Instant) {
        hand.withLock { $0.now = max(instant, $0.now.adding(seconds: 60)) }
    }

    func pass(minutes: Int) { hand.withLock { $0.now = $0.now.adding(seconds: Int64(minutes) * 60) } }

    var surroundings: Surroundings {
        Surroundings(now: { self.now }, newID: { self.newID() })
    }

    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// In the shape of `Identifier`, from the dice.
    private func newID() -> String {
        let text = hand.withLock { hand in
            let time = UInt64(clamping: hand.now.milliseconds)
            var text = stride(from: 45, through: 0, by: -5).map { DemoClock.digits[Int(time >> UInt64($0) & 31)] }
            for _ in 0..<16 { text.append(DemoClock.digits[hand.dice.below(32)]) }
            return text
        }
        return String(decoding: text, as: UTF8.self)
    }
}
