import Commons
import Testing

@Suite struct NoticesWebhookTests {
    /// From a minute to half a day, each longer than the one before.
    @Test func delaysGrow() {
        let delays = WebhookPost.delays
        #expect(delays.count == 9)
        #expect(delays.first == 60 && delays.last == 12 * 3600)
        for (shorter, longer) in zip(delays, delays.dropFirst()) {
            #expect(shorter * 2 <= longer && longer <= shorter * 3)
        }
    }
}
