import PortalKit
import Testing

@testable import CommunityPortal

@Suite struct DutyEventsTests {
    private func pulse(_ messages: [String], beat: Duration = .seconds(3600)) async -> Int {
        let (announcements, sink) = AsyncStream.makeStream(of: String.self)
        for message in messages { sink.yield(message) }
        sink.finish()
        var count = 0
        for await _ in CommunityPortal.pulse(announcements, of: "alarm/", every: beat, atMostEvery: .zero) {
            count += 1
        }
        return count
    }

    @Test func alarmsAreToldOfAndNothingElse() async {
        #expect(await pulse(["device/1", "order/2", "command/1/release"]) == 0)
        #expect(await pulse(["device/1", "alarm/2"]) == 1)
        // What went unheard may have been an alarm.
        #expect(await pulse([""]) == 1)
    }

    @Test func aStormIsFewEvents() async {
        let count = await pulse((0..<5000).map { "alarm/\($0)" })
        #expect((1...5000).contains(count))
    }

    @Test func timePassesToo() async {
        let (announcements, sink) = AsyncStream.makeStream(of: String.self)
        var events = CommunityPortal.pulse(announcements, of: "alarm/", every: .milliseconds(1), atMostEvery: .zero)
            .makeAsyncIterator()
        #expect(await events.next() == ServerEvent("changed"))
        sink.finish()
    }
}
