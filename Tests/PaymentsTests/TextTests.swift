import Commons
import Testing

@testable import Payments

@Suite struct TextTests {
    @Test(arguments: [
        (0, "0.00"), (1, "0.01"), (10, "0.10"), (100, "1.00"), (1234, "12.34"), (10_000_000_000, "100000000.00"),
    ])
    func yuan(_ fen: Int, _ text: String) {
        #expect(YuanText.text(fen: fen) == text)
        #expect(YuanText.fen(text) == fen)
    }

    /// The largest that there is, and one more.
    @Test func hugeAmounts() {
        #expect(YuanText.fen("92233720368547758.07") == Int.max)
        #expect(YuanText.fen("92233720368547758.08") == nil)
        #expect(YuanText.fen("922337203685477580") == nil)
    }

    @Test func titles() {
        #expect(TitleText.cut("晴川里", bytes: 9) == "晴川里")
        #expect(TitleText.cut("晴川里", bytes: 8) == "晴川")
        #expect(TitleText.cut("a\u{0}b\r\nc", bytes: 9) == "a b c")
        #expect(TitleText.cut("👨‍👩‍👧", bytes: 17) == "")
        #expect(TitleText.cut("", bytes: 9) == "")
    }

    @Test func forms() {
        #expect(FormText.encode([("a", "1 +&=/%"), ("中", "b-._c")]) == "a=1%20%2B%26%3D%2F%25&%E4%B8%AD=b-._c")
        #expect(
            FormText.decode(Array("a=1+%2b%26%3D&b=&c&%E4%B8%AD=x=y".utf8)) == [
                "a": "1 +&=", "b": "", "c": "", "中": "x=y",
            ])
        for text in ["a=%", "a=%4", "a=%zz", "a=%ff", "a=1&a=2", "a&a"] {
            #expect(FormText.decode(Array(text.utf8)) == nil, "\(text)")
        }
    }

    @Test func membersStandAsTheyAre() throws {
        let text = #" { "a" : {"x": [1, "},\"]"]} ,"b":"c\\","d": 7}"# + "\n"
        let members = try #require(JSONMembers(Array(text.utf8)))
        func member(_ name: String) -> String? { members[name].map { String(decoding: $0, as: UTF8.self) } }
        #expect(member("a") == #"{"x": [1, "},\"]"]}"#)
        #expect(member("b") == #""c\\""#)
        #expect(member("d") == "7")
        #expect(member("x") == nil)
        #expect(JSONMembers(Array("{}".utf8)) != nil)
        for text in [
            "", "{", "}", "[]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1,\"a\":1}", "{a:1}", "{\"\\u0061\":1}",
        ] {
            #expect(JSONMembers(Array(text.utf8)) == nil, "\(text)")
        }
    }

    @Test func moments() throws {
        let moment = try #require(Instant(text: "2026-03-01T01:30:05.999Z"))
        #expect(ProviderTime.rfc3339(moment) == "2026-03-01T09:30:05+08:00")
        #expect(ProviderTime.plain(moment) == "2026-03-01 09:30:05")
        #expect(ProviderTime.seconds(moment) == 1_772_328_605)
    }
}
