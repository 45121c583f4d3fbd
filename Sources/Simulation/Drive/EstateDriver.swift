import Commons
import Delivery
import Foundation
import Rulebook

/// Brings an invented estate to life at a server, through the doors that everybody uses: its places and devices by the
/// import, what devices say by the API, what people do as those people.
///
/// It can be stopped at any time and run again: it goes on after the last reading of the estate's marker that is there.
public struct EstateDriver: Sendable {
    let settings: SimulationSettings
    let traffic: EstateTraffic
    let people: [Role: SimulatedPerson]
    let tell: @Sendable (SimulationProgress) -> Void
    var report = SimulationReport()
    /// The digests of photographs that people have sent.
    var photos: [Role: String] = [:]
    private var today: (day: Int, life: EstateTraffic.DayOfLife)?
    /// What is known of a past that is being lived.
    var memory = PastMemory()

    /// Longer ones keep other writers waiting, shorter ones write the statistics of days too often. In milliseconds.
    private static let slice = 2 * Rhythm.hour
    /// What happened so shortly before the end is left to whoever looks on.
    static let fresh = 2 * Rhythm.hour

    public init(_ settings: SimulationSettings, tell: @escaping @Sendable (SimulationProgress) -> Void) throws {
        self.settings = settings
        self.tell = tell
        traffic = EstateTraffic(
            EstatePlan(settings.estate, isFitted: settings.isLived), seed: settings.seed)
        var people: [Role: SimulatedPerson] = [:]
        do {
            for (role, proof) in settings.people {
                people[role] = SimulatedPerson(try SiteConnection(settings.site), proof)
            }
        } catch {
            throw SimulationProblem(
                .unavailable, zh: "不是网址：\(settings.site)", en: "no address of a server: \(settings.site)")
        }
        self.people = people
    }

    /// - Throws: `SimulationProblem`, or `CancellationError` where it was stopped.
    public mutating func run() async throws -> SimulationReport {
        let clock = ContinuousClock()
        let start = clock.now
        try await enterEstate()
        let end = EstateDriver.beat(settings.until)
        let begin = end - Int64(settings.days) * Rhythm.day
        var cursor = max(begin, try await lastHeard(from: begin, until: end) ?? begin)
        let (first, readingsBefore) = (cursor, clock.now)
        while cursor < end {
            let next = min(end, (cursor / EstateDriver.slice + 1) * EstateDriver.slice)
            try await live(from: cursor, until: next)
            cursor = next
            tell(
                SimulationProgress(
                    thousandths: Int((cursor - first) * 1000 / (end - first)),
                    what: Phrase(zh: "\(traffic.plan.name) \(day(cursor))", en: "\(traffic.plan.code) \(day(cursor))")))
            if let pace = settings.pace {
                try await clock.sleep(until: readingsBefore + .milliseconds(report.sent * 1000 / max(pace, 1)))
            }
        }
        if settings.hasScene {
            for event in traffic.scene(at: Instant(milliseconds: end)) { _ = try await happen(event) }
        }
        report.milliseconds = Int((clock.now - start) / .milliseconds(1))
        return report
    }

    /// Goes on in real time until it is cancelled. People of flesh and blood answer to what happens.
    public mutating func liveOn() async throws {
        var cursor = EstateDriver.beat(settings.until)
        while true {
            try await Task.sleep(for: .seconds(15))
            let now = settings.now().milliseconds
            while cursor < now {
                let next = min(now, Rhythm.start(of: Rhythm.day(of: cursor + 1) + 1))
                try await live(from: cursor, until: next)
                cursor = next
            }
        }
    }

    /// Sends what leaves the gateway after one moment and until another of the same day.
    private mutating func live(from: Int64, until: Int64) async throws {
        try Task.checkCancellation()
        let life = life(on: Rhythm.day(of: until))
        for event in life.events where from < event.at && event.at <= until {
            guard let alarm = try await happen(event), !event.isPassing else { continue }
            if event.at < settings.until.milliseconds - EstateDriver.fresh { try await answer(event, alarm) }
        }
        for wish in life.wishes where from < wish.at && wish.at <= until { try await ask(wish) }
        // The marker is among the last of them: once they are taken, all of the above is over.
        try await send(life.readings.filter { from < $0.sentAt && $0.sentAt <= until })
    }

    mutating func life(on day: Int) -> EstateTraffic.DayOfLife {
        if let today, today.day == day { return today.life }
        let life = traffic.day(day)
        today = (day, life)
        return life
    }

    private func day(_ moment: Int64) -> String { Instant(milliseconds: moment).day.description }

    /// The marker's moment at or before this one.
    private static func beat(_ moment: Instant) -> Int64 {
        moment.milliseconds / EstateTraffic.beat * EstateTraffic.beat
    }
}
