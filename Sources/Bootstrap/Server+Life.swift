import Commons
import Community
import Logging
import Rulebook
import Simulation

/// The life of a demonstration, and what its clock brings with it.
extension Server {
    /// At its own front door.
    func life(at port: Int, _ tell: @escaping @Sendable (Int, Phrase) -> Void) -> DemoLife {
        let host = ["0.0.0.0", "::", "*"].contains(settings.host) ? "127.0.0.1" : settings.host
        let surroundings = installation.surroundings
        return DemoLife(
            site: "http://\(host.contains(":") ? "[\(host)]" : host):\(port)", now: surroundings.now,
            real: clock?.real ?? surroundings.now, hasPast: clock?.hasPast ?? false, log: Server.log(surroundings),
            tell: tell)
    }

    /// What the small estate has behind it, and then the city; nothing where the clock says the time of day.
    func livePast(_ life: DemoLife, _ tell: @escaping @Sendable (Int, Int, Phrase) -> Void) async {
        guard let clock else { return }
        if clock.isBehind {
            await trying { try await life.livePast(tell) }
            guard !Task.isCancelled else { return }
            // Whatever came of it: from now on it is the time of day.
            await trying { try clock.set(to: nil) }
        }
        await trying { try await Demo.plantCity(installation, progress: tell) }
    }

    /// Trouble is told in the log; the server goes on.
    private func trying(_ step: () async throws -> Void) async {
        do {
            try await step()
        } catch {
            guard !Task.isCancelled else { return }
            let reason = (error as? SimulationProblem)?.reason.en ?? "\(error)"
            Server.log(installation.surroundings).warning(
                "the past of the demonstration has ended early", metadata: ["reason": "\(reason)"])
        }
    }

    /// What is due by the time that a clock was set to; what is done once a day, once a day.
    static func settle(_ community: CommunityDesk, _ clock: DemoClock) async throws {
        _ = try await community.remindOfTerms()
        _ = try await community.endCommands()
        guard clock.hasTurned() else { return }
        _ = try await community.tellDays()
        _ = try await community.keepMonths()
        _ = try await community.sweepRetention()
    }
}
