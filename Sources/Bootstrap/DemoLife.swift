import Commons
import DemoCity
import Logging
import Rulebook
import Simulation

/// Life in the estates of a demo server, through its own front doors: the small one lives through its past before
/// anybody looks on, the large one's readings come in while people look around, both go on in real time from then on.
struct DemoLife: Sendable {
    var site: String
    var now: @Sendable () -> Instant
    /// The time of day, wherever the server's clock is.
    var real: @Sendable () -> Instant
    /// The small one has lived through its past: it has what was fitted then.
    var hasPast: Bool
    var log: Logger
    /// Told how far the large one is: thousandths, and what is being done.
    var tell: @Sendable (Int, Phrase) -> Void

    /// Readings a second of the large estate, so that pages stay as quick as they are.
    private static let pace = 10_000

    /// Until it is cancelled. Trouble is told in the log; the server goes on.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await live(.small, days: 2, pace: nil) { _ in } }
            group.addTask {
                // The small one is there within seconds: two that hurry are slower than one after the other.
                try? await Task.sleep(for: .seconds(10))
                await live(.full, days: 200, pace: DemoLife.pace) { tell($0.thousandths, $0.what) }
            }
        }
        // A part of the server that comes to its end takes the others with it.
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    }

    /// Until the server's clock says the time of day.
    /// `tell`: days done, of all, what.
    func livePast(_ tell: @escaping @Sendable (Int, Int, Phrase) -> Void) async throws {
        var settings = SimulationSettings(
            site: site, people: SimulationSettings.demo(.small, password: DemoCity.password), estate: .small,
            until: real(), now: real)
        settings.isLived = true
        var driver = try EstateDriver(settings) { tell($0.step, $0.steps, $0.what) }
        let report = try await driver.livePast()
        for trouble in report.troubles { log.warning("a past was lived otherwise", metadata: ["reason": "\(trouble)"]) }
    }

    private func live(
        _ estate: EstatePlan.Size, days: Int, pace: Int?, _ tell: @escaping @Sendable (SimulationProgress) -> Void
    ) async {
        do {
            try Task.checkCancellation()
            var settings = SimulationSettings(
                site: site, people: SimulationSettings.demo(estate, password: DemoCity.password), estate: estate,
                until: now(), now: now)
            settings.worker = SimulationSettings.worker(of: estate)
            settings.days = days
            settings.pace = pace
            settings.isLived = estate == .small && hasPast
            settings.hasScene = !settings.isLived
            var driver = try EstateDriver(settings, tell: tell)
            let report = try await driver.run()
            if !report.isAsMeant {
                log.warning(
                    "a simulation went another way than it was meant to",
                    metadata: ["refused": "\(report.refused)", "meant": "\(report.meant)"])
            }
            try await driver.liveOn()
        } catch is CancellationError {
            // The server stops.
        } catch {
            guard !Task.isCancelled else { return }
            let reason = (error as? SimulationProblem)?.reason.en ?? "\(error)"
            log.warning("a simulation has ended", metadata: ["estate": "\(estate)", "reason": "\(reason)"])
        }
    }
}
