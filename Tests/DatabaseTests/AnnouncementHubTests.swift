import Synchronization
import Testing

@testable import Database

@Suite struct AnnouncementHubTests {
    @Test func listenersHearTheirChannelOnly() async {
        let hub = AnnouncementHub()
        var first = hub.listen(on: "a").makeAsyncIterator()
        var second = hub.listen(on: "b").makeAsyncIterator()
        hub.publish("1", on: "a")
        hub.publish("2", on: "b")
        hub.publish("3", on: "nobody")
        #expect(await first.next() == "1")
        #expect(await second.next() == "2")
        #expect(hub.channels == ["a", "b"])
    }

    @Test func saysWhenTheLastLeaves() async {
        let left = Mutex<[String]>([])
        let hub = AnnouncementHub()
        hub.whenLastLeaves { channel in left.withLock { $0.append(channel) } }
        let stream = hub.listen(on: "a")
        let tasks = [stream, hub.listen(on: "a")].map { stream in Task { for await _ in stream {} } }
        #expect(left.withLock { $0 } == [])
        for task in tasks {
            task.cancel()
            await task.value
        }
        #expect(left.withLock { $0 } == ["a"])
        #expect(hub.channels.isEmpty)
    }

    @Test func aSlowListenerLosesTheOldest() async {
        let hub = AnnouncementHub()
        var messages = hub.listen(on: "a").makeAsyncIterator()
        for number in 0...AnnouncementHub.bufferedMessages { hub.publish("\(number)", on: "a") }
        #expect(await messages.next() == "1")
    }

    @Test func finishEndsAll() async {
        let hub = AnnouncementHub()
        var early = hub.listen(on: "a").makeAsyncIterator()
        hub.finish()
        var late = hub.listen(on: "a").makeAsyncIterator()
        #expect(await early.next() == nil)
        #expect(await late.next() == nil)
    }
}
