import Commons
import Foundation
import Fuzzing
import Testing

@testable import Evaluation

/// Acts as JSON, as programs send them and as the journal keeps them, damaged.
@Suite struct EvaluationFuzzTests {
    @Test func acts() throws {
        let samples = try Stage.samples().sorted { $0.key < $1.key }.map { Array(try CanonicalJSON.encode($0.value.0)) }
        let outcome = Fuzz.run(4000, samples + Fuzz.lines("acts")) { bytes in
            guard let act = try? CanonicalJSON.decode(Act.self, bytes) else { return .refused }
            guard let written = try? CanonicalJSON.encode(act) else { return .wrong("not written") }
            return .taken(if: (try? CanonicalJSON.decode(Act.self, Array(written))) == act, "act")
        }
        #expect(outcome.isSound, "\(outcome)")
    }
}
