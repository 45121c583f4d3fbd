import MQTT
import Testing

@Suite struct TopicFilterTests {
    @Test(arguments: ["#", "+", "/", "a", "a/#", "a/+/b", "+/+", "/+", "$SYS/#", "a//b", "温度/+", "a b"])
    func filters(_ text: String) {
        let filter = TopicFilter(text)
        #expect(filter?.text == text)
    }

    @Test(arguments: ["", "a#", "#/a", "a/#/b", "a+", "+a/b", "a/b+", "##", "++"])
    func noFilters(_ text: String) {
        #expect(TopicFilter(text) == nil)
    }

    /// The examples of the specification (4.7) and those at its edges.
    @Test(arguments: [
        ("sport/tennis/player1/#", "sport/tennis/player1", true),
        ("sport/tennis/player1/#", "sport/tennis/player1/ranking", true),
        ("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true),
        ("sport/tennis/player1/#", "sport/tennis/player2", false), ("sport/#", "sport", true), ("#", "a/b", true),
        ("#", "/", true), ("sport/tennis/+", "sport/tennis/player1", true),
        ("sport/tennis/+", "sport/tennis/player1/ranking", false), ("sport/+", "sport", false),
        ("sport/+", "sport/", true), ("+/+", "/finance", true), ("/+", "/finance", true), ("+", "/finance", false),
        ("+/monitor/Clients", "$SYS/monitor/Clients", false), ("#", "$SYS/monitor", false),
        ("$SYS/#", "$SYS/monitor", true), ("$SYS/+/Clients", "$SYS/monitor/Clients", true), ("a/b", "a/b", true),
        ("a/b", "a/B", false), ("a/b", "a", false), ("a", "a/b", false), ("a//b", "a//b", true),
        ("a/+/b", "a//b", true), ("a/\u{e9}", "a/e\u{301}", false),
    ])
    func matching(_ filter: String, _ topic: String, _ matches: Bool) {
        #expect(TopicFilter(filter)?.matches(topic) == matches)
    }

    @Test func topics() {
        for topic in ["a", "/", "a/b", "$SYS/x", "温", " "] { #expect(TopicFilter.isTopic(topic)) }
        for topic in ["", "a/+", "#", "a\u{0}"] { #expect(!TopicFilter.isTopic(topic)) }
        #expect(TopicFilter.isTopic(String(repeating: "a", count: 65_535)))
        #expect(!TopicFilter.isTopic(String(repeating: "a", count: 65_536)))
        #expect(TopicFilter(String(repeating: "a", count: 65_536)) == nil)
    }
}
