import Commons
import Rulebook
import Synchronization

/// What came and waits to be taken in. There is one transaction at a time: what comes while it is under way goes into
/// the next one together, so that a transaction is shared by more the more there is to do, and nobody waits for
/// company.
final class IntakeQueue: Sendable {
    typealias Told = @Sendable (Result<ReadingReport, any Error>) -> Void

    /// Readings of one transaction, if more than one delivery is in it.
    static let most = 20_000

    private struct Waiting {
        var delivery: Delivery
        var told: Told
    }

    private struct State {
        var waiting: [Waiting] = []
        var isTaking = false
    }

    private let state = Mutex(State())

    /// - Parameter take: all of them in one transaction; what became of each.
    func put(
        _ delivery: Delivery, _ told: @escaping Told,
        take: @escaping @Sendable ([Delivery]) async throws -> [ReadingReport]
    ) {
        let isFirst = state.withLock { state in
            state.waiting.append(Waiting(delivery: delivery, told: told))
            defer { state.isTaking = true }
            return !state.isTaking
        }
        if isFirst { Task { [self] in await run(take) } }
    }

    private func run(_ take: @escaping @Sendable ([Delivery]) async throws -> [ReadingReport]) async {
        while let some = next() {
            do {
                let reports = try await take(some.map(\.delivery))
                for (one, report) in zip(some, reports) { one.told(.success(report)) }
            } catch is Refusal {
                // One of them cannot be taken: it must not keep the others out.
                for one in some { await alone(one, take) }
            } catch {
                await again(some, take)
            }
        }
    }

    /// What another node has just written is there by now.
    private func again(_ some: [Waiting], _ take: ([Delivery]) async throws -> [ReadingReport]) async {
        do {
            let reports = try await take(some.map(\.delivery))
            for (one, report) in zip(some, reports) { one.told(.success(report)) }
        } catch is Refusal {
            for one in some { await alone(one, take) }
        } catch {
            for one in some { one.told(.failure(error)) }
        }
    }

    private func alone(_ one: Waiting, _ take: ([Delivery]) async throws -> [ReadingReport]) async {
        do {
            let reports: [ReadingReport]
            do {
                reports = try await take([one.delivery])
            } catch let refusal as Refusal {
                // A person is told why. A device would send it again for ever: it is kept with what is wrong.
                guard case .device = one.delivery.sender else { throw refusal }
                reports = try await take([Delivery(.malformed(refusal.reason.zh), from: one.delivery.sender)])
            }
            one.told(.success(reports[0]))
        } catch {
            one.told(.failure(error))
        }
    }

    /// nil: nothing waits, and whoever comes next begins anew.
    private func next() -> [Waiting]? {
        state.withLock { state in
            guard let first = state.waiting.first else {
                state.isTaking = false
                return nil
            }
            var (count, weight) = (1, first.delivery.weight)
            while count < state.waiting.count {
                weight += state.waiting[count].delivery.weight
                if weight > Self.most { break }
                if state.waiting[count].delivery.isAnnouncement != first.delivery.isAnnouncement { break }
                count += 1
            }
            defer { state.waiting.removeFirst(count) }
            return Array(state.waiting.prefix(count))
        }
    }
}
