import AMQP
import Foundation
import Testing

/// The broker goes, says nothing, or is full, and is itself again.
@Suite(.needsBroker, .timeLimit(.minutes(5))) struct OutageTests {
    let queue = AMQPQueue(TestBroker.uniqueName(), kind: .classic)
    let inbox = Inbox()
    let log = StateLog()
    let publisherLog = StateLog()

    @Test func nothingThatWasConfirmedIsLost() async throws {
        try await OwnBroker.with { broker in try await self.checkNothingThatWasConfirmedIsLost(broker) }
    }

    private func checkNothingThatWasConfirmedIsLost(_ broker: OwnBroker) async throws {
        let address = try await broker.start().address
        let confirmed = Shared<Set<String>>([])
        let isOver = Shared(false)
        let consumer = AMQPConsumer(address, queue: queue, batchCount: 50, report: { log.add($0) })
        try await withConsumer(consumer, { inbox.add($0) }) {
            try await wait { log.states.contains(.connected) }
            try await withPublisher(address, timeout: .seconds(1), report: publisherLog) { publisher in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for sender in 1...4 {
                        group.addTask {
                            var number = 0
                            while !isOver.value {
                                number += 1
                                let text = "\(sender): \(number)"
                                guard
                                    (try? await publisher.publish(AMQPMessage(text), to: "", routingKey: queue.name))
                                        != nil
                                else { continue }
                                confirmed.change { _ = $0.insert(text) }
                            }
                        }
                    }
                    try await wait { confirmed.value.count > 1_000 }
                    try await broker.stop()
                    try await wait { !log.losses.isEmpty && !publisherLog.losses.isEmpty }
                    let before = confirmed.value.count
                    _ = try await broker.start()
                    try await wait { confirmed.value.count > before + 1_000 }
                    isOver.change { $0 = true }
                    try await group.waitForAll()
                }
            }
            let all = confirmed.value
            try await wait { Set(inbox.bodies).isSuperset(of: all) }
            #expect(all.count > 2_000)
        }
        #expect(log.states.filter { $0 == .connected }.count == 2)
    }

    @Test func silenceIsNoticedAndFullnessTold() async throws {
        try await OwnBroker.with { broker in try await self.checkSilenceIsNoticedAndFullnessTold(broker) }
    }

    private func checkSilenceIsNoticedAndFullnessTold(_ broker: OwnBroker) async throws {
        let (address, process) = try await broker.start()
        let options = AMQPConnectionOptions(heartbeat: 1, timeout: 1)
        let consumer = AMQPConsumer(address, queue: queue, options: options, report: { log.add($0) })
        try await withConsumer(consumer, { inbox.add($0) }) {
            try await withPublisher(address, timeout: .seconds(2), report: publisherLog, options: options) {
                publisher in
                try await wait { log.states.contains(.connected) && publisherLog.states.contains(.connected) }
                try await publisher.publish(["before"], toQueue: queue.name)

                kill(process, SIGSTOP)
                try await wait { !log.losses.isEmpty && !publisherLog.losses.isEmpty }
                kill(process, SIGCONT)
                #expect(log.losses[0].reason == "heartbeat timeout, connection closed")
                #expect(publisherLog.losses[0].reason == "heartbeat timeout, connection closed")
                try await wait { log.states.last == .connected && publisherLog.states.last == .connected }
                try await publisher.publish(["between"], toQueue: queue.name)

                try await broker.control("set_vm_memory_high_watermark", "0")
                try await wait {
                    publisherLog.states.contains { state in
                        if case .blocked(let reason) = state { return reason.contains("memory") }
                        Task { try? await publisher.publish(["perhaps"], toQueue: queue.name) }
                        return false
                    }
                }
                let error = await #expect(throws: AMQPError.self) {
                    try await publisher.publish(AMQPMessage("never"), to: "", routingKey: queue.name)
                }
                #expect(error?.reason.contains("it was not sent: the broker takes nothing at the moment: ") == true)
                try await broker.control("set_vm_memory_high_watermark", "0.4")
                try await wait { publisherLog.states.contains(.unblocked) }
                try await publisher.publish(["after"], toQueue: queue.name)
                try await wait { inbox.bodies.contains("after") }
            }
        }
        #expect(Set(inbox.bodies).subtracting(["perhaps"]) == ["before", "between", "after"])
    }
}
