import Foundation

/// Feeds damaged inputs to a reader.
public enum Fuzz {
    /// What a reader made of an input.
    public enum Verdict: Sendable {
        case taken
        case refused
        /// It should not have been so.
        case wrong(String)

        /// Wrong unless this holds of what was taken.
        public static func taken(if isSound: Bool, _ what: @autoclosure () -> String = "") -> Verdict {
            isSound ? .taken : .wrong(what())
        }
    }

    public struct Outcome: Sendable {
        /// Of the first round, the seeds themselves included.
        public var taken = 0
        public var refused = 0
        /// The first few, with their inputs.
        public var wrong: [String] = []

        /// The damage was of the right size: some is taken and some refused; and nothing is wrong.
        public var isSound: Bool { wrong.isEmpty && taken > 0 && refused > 0 }
    }

    /// How many times as many inputs as CI feeds: `make drill` sets `LINLI_FUZZ`.
    public static var times: Int { ProcessInfo.processInfo.environment["LINLI_FUZZ"].flatMap { Int($0) } ?? 1 }

    /// The lines of `Seeds/NAME.txt` beside the test.
    public static func lines(_ name: String, _ test: String = #filePath) -> [[UInt8]] {
        file(name + ".txt", test).split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().map { Array($0) }
    }

    /// All of `Seeds/NAME` beside the test. One that is not there stops the tests.
    public static func file(_ name: String, _ test: String = #filePath) -> [UInt8] {
        let path = URL(fileURLWithPath: test).deletingLastPathComponent().appending(path: "Seeds/" + name)
        guard let bytes = try? Data(contentsOf: path) else { preconditionFailure("no seed \(path.path)") }
        return Array(bytes)
    }

    /// Each seed as it is, then so many damaged, with noise in between; the same every time.
    public static func run(
        _ count: Int, _ seeds: [[UInt8]], words: [String]? = nil, _ read: ([UInt8]) -> Verdict
    ) -> Outcome {
        var outcome = Outcome()
        for seed in seeds { note(seed, read(seed), &outcome, counts: true) }
        for number in 0..<count * times {
            let input = damaged(number, seeds, words)
            note(input, read(input), &outcome, counts: number < count)
        }
        return outcome
    }

    /// The same for a reader that waits.
    public static func run(
        _ count: Int, _ seeds: [[UInt8]], waiting read: ([UInt8]) async -> Verdict
    ) async -> Outcome {
        var outcome = Outcome()
        for seed in seeds { note(seed, await read(seed), &outcome, counts: true) }
        for number in 0..<count * times {
            let input = damaged(number, seeds)
            note(input, await read(input), &outcome, counts: number < count)
        }
        return outcome
    }

    private static func damaged(_ number: Int, _ seeds: [[UInt8]], _ words: [String]? = nil) -> [UInt8] {
        var mutator = Mutator(number, words: words)
        return number % 10 == 9 || seeds.isEmpty ? mutator.noise() : mutator.damage(mutator.pick(seeds))
    }

    private static func note(_ input: [UInt8], _ verdict: Verdict, _ outcome: inout Outcome, counts: Bool) {
        switch verdict {
        case .taken: outcome.taken += counts ? 1 : 0
        case .refused: outcome.refused += counts ? 1 : 0
        case .wrong(let what):
            guard outcome.wrong.count < 3 else { return }
            outcome.wrong.append("\(what): \(String(decoding: input, as: UTF8.self).debugDescription)")
        }
    }
}
