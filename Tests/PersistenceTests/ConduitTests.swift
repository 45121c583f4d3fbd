import Dispatch
import Testing

@testable import Persistence

struct ConduitTests {
    struct Broken: Error {}

    @Test func everythingComesInOrder() async throws {
        let conduit = Conduit<Int>(capacity: 3)
        DispatchQueue.global().async {
            for number in 0..<1_000 { try? conduit.send(number) }
            conduit.finish()
        }
        let received = await onThread { () -> [Int] in
            var all: [Int] = []
            while let number = try? conduit.receive() { all.append(number) }
            return all
        }
        #expect(received == Array(0..<1_000))
    }

    @Test func anErrorComesAfterWhatWasSent() async {
        let conduit = Conduit<Int>(capacity: 3)
        DispatchQueue.global().async {
            try? conduit.send(1)
            conduit.finish(Broken())
        }
        let first = await onThread { try? conduit.receive() }
        #expect(first == 1)
        let failed = await onThread { (try? conduit.receive()) == nil }
        #expect(failed)
        let again = await onThread {
            do {
                _ = try conduit.receive()
                return false
            } catch { return error is Broken }
        }
        #expect(again)
    }

    /// A sender that waits for room learns that nobody takes it.
    @Test func closingFreesTheSender() async {
        let conduit = Conduit<Int>(capacity: 1)
        DispatchQueue.global().async {
            _ = try? conduit.receive()
            conduit.close()
        }
        let stopped = await onThread {
            do {
                for number in 0..<1_000 { try conduit.send(number) }
                return false
            } catch { return error is Conduit<Int>.Closed }
        }
        #expect(stopped)
    }

    private func onThread<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: body()) }
        }
    }
}
