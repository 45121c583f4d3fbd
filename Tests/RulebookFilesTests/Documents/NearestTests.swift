import Testing

@testable import RulebookFiles

/// What somebody probably meant.
@Suite struct NearestTests {
    private let clauses = ["6.2.2.a", "6.2.2.b", "6.2.3.a.1", "6.2.3.a.2", "8.2.5.a", "10.2", "10.4.b", "10.7"]

    @Test(arguments: [
        ("6.2.2.a", "6.2.2.a"), ("6.2.2.aa", "6.2.2.a"), ("6.2.2a", "6.2.2.a"), ("6.2.2.A", "6.2.2.a"),
        ("6.2.3.a.3", "6.2.3.a.1"), ("8.2.5a", "8.2.5.a"), ("8.2.5.aa", "8.2.5.a"), ("10.4b", "10.4.b"),
        ("102", "10.2"),
        ("1O.2", "10.2"), ("10.", "10.2"), ("10..7", "10.7"),
    ])
    func aSlipOfThePen(_ text: String, _ meant: String) {
        #expect(Nearest.to(text, among: clauses) == meant)
    }

    @Test(arguments: ["street lighting", "", "全部", "6.2.2.a, 6.2.2.b and all the rest of it"])
    func nothingIsNear(_ text: String) {
        #expect(Nearest.to(text, among: clauses) == nil)
    }

    /// Was a bug: a word of two characters is "near" to every other of two, though they have nothing in common.
    @Test func nothingInCommonIsNotNear() {
        #expect(Nearest.to("fr", among: ["zh", "en"]) == nil)
        #expect(Nearest.to("x", among: ["of"]) == nil)
    }

    @Test func ofEqualsTheFirst() {
        #expect(Nearest.to("6.2.2.c", among: clauses) == "6.2.2.a")
        #expect(Nearest.to("6.2.2.c", among: clauses.reversed()) == "6.2.2.b")
        #expect(Nearest.to("anything", among: [String]()) == nil)
    }

    /// A swap of neighbours is one slip, so it wins over two.
    @Test func swapsCountOnce() {
        #expect(Nearest.to("cuont", among: ["court", "count"]) == "count")
        #expect(Nearest.to("satisfeid", among: ["satisfied", "responses"]) == "satisfied")
    }

    @Test func longTextsAreCutNotReckoned() {
        let long = String(repeating: "a", count: 1_000_000)
        #expect(Nearest.to(long, among: clauses) == nil)
    }
}
