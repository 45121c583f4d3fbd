import Commons
import Community
import Testing

/// Where `Rulebook` is imported as well, whose items are others.
typealias CommunityItem = Item

extension CommunityScene {
    func device(_ number: String) async throws -> Item {
        try #require(try await items("device", by: "mia").first { $0.head.number == number })
    }

    func mark(_ text: String) -> EventMark { EventMark(text, isCertain: true, isRepeated: false) }

    /// What a device says by itself.
    func say(_ content: Delivery.Content, as number: String) async throws -> ReadingReport {
        try await withCheckedThrowingContinuation { continuation in
            desk.take(Delivery(content, from: .device(number))) { continuation.resume(with: $0) }
        }
    }
}
