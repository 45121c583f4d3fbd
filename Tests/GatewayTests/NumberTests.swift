import Community
import Foundation
import Fuzzing
import Gateway
import Testing

@Suite struct NumberTests {
    /// The bits of each number, as values of one batch.
    private func bits(_ texts: [String]) -> [UInt64?] {
        let lines = texts.map { "{\"device\":\"d\",\"property\":\"p\",\"value\":\($0)}" }
        let batch = Lines.read(lines.joined(separator: "\n"))
        var bits = [UInt64?](repeating: nil, count: texts.count)
        for row in batch.rows {
            if case .number(let number) = row.value { bits[Int(row.line) - 1] = number.bitPattern }
        }
        return bits
    }

    private func nearest(_ texts: [String]) -> [UInt64?] { texts.map { strtod($0, nil).bitPattern } }

    @Test func knownNumbers() {
        let texts = [
            "0", "-0", "0.0", "-0.0", "1", "-1", "21.5", "0.1", "0.3", "1e0", "1E5", "1e+5", "1e-5", "123456789012345",
            "999999999999999", "9007199254740992", "9007199254740993", "9007199254740995", "9999999999999999",
            "0.123456789012345", "0.1234567890123456", "123456.789012345", "1234567890.123456",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308", "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "1e-400",
            "1.7976931348623157e308", "1.7976931348623158e308",
            "179769313486231570" + String(repeating: "0", count: 291),
            "0." + String(repeating: "0", count: 400) + "1", "1" + String(repeating: "0", count: 300),
            "0.1000000000000000055511151231257827021181583404541015625", "8.6999999999999993", "1e22", "1e23",
            "0.000000000000001", "0.00000000000001", "-0.000000000000001", "1152921504606846976",
            "18446744073709551616",
        ]
        for (text, (found, expected)) in zip(texts, zip(bits(texts), nearest(texts))) {
            #expect(found == expected, "\(text)")
        }
    }

    @Test func randomNumbers() {
        var random = Mutator(31)
        let texts = (0..<20_000 * Fuzz.times).map { _ in
            var text = random.int(0...2) == 0 ? "-" : ""
            let whole = (0..<random.int(1...random.int(1...20))).map { _ in String(random.int(0...9)) }.joined()
            text += whole.hasPrefix("0") ? "0" : whole
            if random.int(0...3) > 0 {
                text += "." + (0..<random.int(1...random.int(1...20))).map { _ in String(random.int(0...9)) }.joined()
            }
            if random.int(0...9) == 0 { text += "e\(random.int(-330...280))" }
            return text
        }
        let (found, expected) = (bits(texts), nearest(texts))
        let wrong = texts.indices.filter { found[$0] != expected[$0] }
        #expect(wrong.isEmpty, "\(wrong.prefix(3).map { texts[$0] })")
    }
}
