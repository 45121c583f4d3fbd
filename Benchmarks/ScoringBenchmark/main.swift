import Rulebook
import RulebookFiles

/// Scores random cases in memory on one core: `ScoringBenchmark COUNT [SEED]`. Prints cases a second of the compiled
/// rulebook and of the exact scorer, which gives the reasons.
let arguments = CommandLine.arguments
let count = arguments.count > 1 ? Int(arguments[1]) ?? 1_000_000 : 1_000_000
guard let rulebook = Rulebook.builtIn("smart-community-draft"), let compiled = CompiledRulebook(rulebook) else {
    preconditionFailure("the built-in rulebook cannot be compiled")
}

/// SplitMix64: the same cases on every machine.
struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

var generator = Generator(state: arguments.count > 2 ? UInt64(arguments[2]) ?? 1 : 1)
let width = compiled.slots.count
let distinct = 4096
let cases: [Int32] = (0..<distinct).flatMap { _ in
    compiled.slots.map { slot in
        if generator.next() % 20 == 0 { return CompiledRulebook.absent }
        switch slot.meaning {
        case .flag: return Int32(generator.next() % 2)
        case .number: return Int32(generator.next() % 200)
        }
    }
}
var weighted = [Int64](repeating: 0, count: rulebook.categories.count)
var sum: Int64 = 0
let clock = ContinuousClock()
let time = clock.measure {
    cases.withUnsafeBufferPointer { cases in
        weighted.withUnsafeMutableBufferPointer { weighted in
            for index in 0..<count {
                let start = (index % distinct) * width
                let values = UnsafeBufferPointer(rebasing: cases[start..<start + width])
                sum &+= compiled.score(values, weighted: weighted).q
            }
        }
    }
}
let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
print("compiled \(count) cases \(seconds) s \(Int(Double(count) / seconds)) cases/s checksum \(sum)")

let scorer = Scorer(rulebook)
var findings: [String: Finding] = [:]
for item in rulebook.controls + rulebook.items where item.rule.kind == .control || item.rule.kind == .all {
    findings[item.clause] = Finding(.met(generator.next() % 2 == 0))
}
let assessment = Assessment(
    rulebook: rulebook.id, community: Community(name: "", kind: "urban"), appliedOn: nil, findings: findings)
let exactCount = max(1, count / 1000)
let exactTime = clock.measure {
    for _ in 0..<exactCount where scorer.score(assessment).q == Exact(-1) { preconditionFailure("a negative Q") }
}
let exactSeconds = Double(exactTime.components.seconds) + Double(exactTime.components.attoseconds) * 1e-18
print("exact \(exactCount) cases \(exactSeconds) s \(Int(Double(exactCount) / exactSeconds)) cases/s with reasons")
