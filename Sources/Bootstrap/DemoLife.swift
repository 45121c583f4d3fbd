import Commons
import DemoCity
import Logging
import Rulebook
import Simulation

/// Life in the estates of a demo server, through its own front doors: the small one at once, the large one while people
/// look around, both in real time from then on.
struct DemoLife: Sendable {
    var site: String
    var now: @Sendable () -> Instant
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

    private func live(
        _ estate: EstatePlan.Size, days: Int, pace: Int?, _ tell: @escaping @Sendable (SimulationProgress) -> Void
    ) async {
        do {
            try Task.checkCancellation()
            var settings = SimulationSettings(
                site: site, people: SimulationSettings.demo(password: DemoCity.password), estate: estate, until: now(),
                now: now)
            settings.days = days
            settings.pace = pace
            settings.hasScene = true
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
