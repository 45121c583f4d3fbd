import Testing
import Foundation
import Rulebook
@testable import RulebookFiles
@Test func probe() {
    let clock = ContinuousClock()
    for n in [5000, 10000, 20000] {
        print("PROBE json one line", n, clock.measure { _ = document(source("[" + Array(repeating: "0", count: n).joined(separator: ",") + "]", "f.json")) })
        print("PROBE json lines", n, clock.measure { _ = document(source("[" + Array(repeating: "0", count: n).joined(separator: ",\n") + "]", "f.json")) })
        print("PROBE yaml list", n, clock.measure { _ = document(source(Array(repeating: "- 0\n", count: n).joined())) })
        print("PROBE yaml map", n, clock.measure { _ = document(source((0..<n).map { "a\($0): 0\n" }.joined())) })
        print("PROBE yaml flow", n, clock.measure { _ = document(source("[" + Array(repeating: "0", count: n).joined(separator: ",") + "]")) })
        print("PROBE unknown clauses", n / 10, clock.measure { _ = Tiny.findings((0..<n/10).map { "  x\($0): 0\n" }.joined()) })
        print("PROBE unknown keys", n / 10, clock.measure { _ = Tiny.read("rulebook: tiny\n" + (0..<n/10).map { "x\($0): 0\n" }.joined()) })
    }
}
