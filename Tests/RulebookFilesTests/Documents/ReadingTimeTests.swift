import Testing

@testable import RulebookFiles

/// Reading takes time in proportion to the text: eight times the text about eight times as long, not 64 times.
@Suite(.serialized) struct ReadingTimeTests {
    private func growth(_ small: Int, _ name: String, _ text: (Int) -> String) -> Double {
        let clock = ContinuousClock()
        func least(_ count: Int, _ runs: Int) -> Duration {
            let file = source(text(count), name)
            return (0..<runs).map { _ in clock.measure { #expect(document(file).root != nil) } }.min()!
        }
        return least(small * 8, 2) / least(small, 5)
    }

    /// BUG: `NodeBuilder.place` copies the list or mapping for each of its elements.
    @Test func longLists() {
        #expect(growth(1000, "a.yaml") { String(repeating: "- 0\n", count: $0) } < 24)
    }

    /// BUG: as above.
    @Test func longMappings() {
        #expect(growth(1000, "a.yaml") { count in (0..<count).map { "k\($0): 0\n" }.joined() } < 24)
    }

    /// BUG: `JSONDocument.Reading.mark(at:)` counts every line from its start for each token.
    @Test func longLinesOfJSON() {
        #expect(growth(150, "a.json") { "[" + String(repeating: "0, ", count: $0) + "0]" } < 24)
    }
}
