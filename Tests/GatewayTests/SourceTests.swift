import Community
import Gateway
import Testing

@Suite struct SourceTests {
    @Test func everySourceStandsOnce() {
        var lines: [String] = []
        for round in 0..<3 {
            for number in 0..<5000 {
                lines.append("{\"device\":\"T-\(number / 2)\",\"property\":\"p\(number % 2)\",\"value\":\(round)}")
            }
        }
        let batch = Lines.read(lines.joined(separator: "\n"))
        #expect(batch.sources == (0..<5000).map { .init(device: "T-\($0 / 2)", property: "p\($0 % 2)") })
        #expect(batch.rows.map(\.source) == (0..<15_000).map { Int32($0 % 5000) })
        #expect(batch.rows.map(\.line) == Array(1...15_000))
    }

    /// Where one name ends and the next begins counts.
    @Test func namesThatRunTogether() {
        let pairs = [("ab", "c"), ("a", "bc"), ("c", "ab"), ("ab", "c"), ("AB", "c"), ("ab", "c ")]
        let lines = pairs.map { "{\"device\":\"\($0.0)\",\"property\":\"\($0.1)\",\"value\":1}" }
        #expect(Lines.read(lines.joined(separator: "\n")).rows.map(\.source) == [0, 1, 2, 0, 3, 4])
    }

    @Test func allFormsShareThem() throws {
        let lines = """
            {"device":"d","values":{"p":1,"q":2}}
            {"device":"d","property":"q","value":3}
            {"device":"\\u0064","property":"p","value":4}
            """
        #expect(Lines.read(lines).rows.map(\.source) == [0, 1, 1, 0])
        let table = Array("device,property,at,value\nd,p,1,1\nd,q,1,1\n d ,p,1,1\n".utf8)
        #expect(try ReadingParser.csv(table, now: 0).rows.map(\.source) == [0, 1, 0])
    }
}
