import Community
import Foundation
import Fuzzing
import Gateway
import Testing

/// What devices and partners send, damaged.
@Suite struct GatewayFuzzTests {
    private func read(_ bytes: [UInt8]) -> ReadingBatch { ReadingParser.jsonLines(bytes, now: Lines.now) }

    /// Rows with their names, so that batches with other places for them compare.
    private func named(_ batch: ReadingBatch) -> [[AnyHashable]] {
        batch.rows.map { [batch.sources[Int($0.source)], $0.line, $0.at, $0.value] }
    }

    private func joined(_ lines: [[UInt8]], _ separator: String = "\n") -> [UInt8] {
        Array(lines.joined(separator: Array(separator.utf8)))
    }

    /// A line is taken or kept apart, and what another parser thinks no JSON is not taken.
    @Test func lines() {
        let seeds = Fuzz.lines("lines").filter { !$0.isEmpty }
        let outcome = Fuzz.run(6000, seeds) { bytes in
            let line = bytes.filter { $0 != 0x0A }
            let batch = read(line)
            if let fault = Lines.fault(batch) { return .wrong(fault) }
            // A body that begins with a bracket is an array; byte order marks Foundation takes out of texts.
            let isArray = line.first { ![0x20, 0x0D, 0x09].contains($0) } == UInt8(ascii: "[")
            if isArray || line.contains(0xEF) { return .refused }
            if batch.rows.isEmpty {
                let isBlank = line.allSatisfy { [0x20, 0x0D, 0x09].contains($0) }
                return batch.malformed.count == (isBlank ? 0 : 1) ? .refused : .wrong("lost")
            }
            guard batch.malformed.isEmpty, let object = try? JSONSerialization.jsonObject(with: Data(line)),
                let members = object as? [String: Any], let device = members["device"] as? String
            else { return .wrong("no JSON") }
            let property = members["property"] as? String ?? ""
            let values = members["values"] as? [String: Any] ?? [property: members["value"] ?? 0]
            guard values.count == batch.rows.count else { return .wrong("values") }
            return .taken(
                if: batch.rows.allSatisfy { row in
                    let source = batch.sources[Int(row.source)]
                    return source.device == device && isSame(row.value, values[source.property])
                })
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    private func isSame(_ value: ReadingBatch.Value, _ other: Any?) -> Bool {
        switch value {
        case .number(let number):
            (other as? NSNumber).map { abs($0.doubleValue - number) <= abs(number) * 1e-14 } == true
        case .flag(let flag): (other as? Bool) == flag
        case .text(let text): (other as? String) == text
        }
    }

    /// Whatever a line is, it changes nothing for those around it.
    @Test func linesStandAlone() {
        let outcome = Fuzz.run(2000, [Fuzz.file("lines.txt")]) { bytes in
            let batch = read([0x0A] + bytes)
            if let fault = Lines.fault(batch) { return .wrong(fault) }
            var rows: [[AnyHashable]] = []
            var malformed: [ReadingBatch.Malformed] = []
            for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
                // An empty object before it: not even a bracket makes an array of one line.
                var alone = read(Array("{}\n".utf8) + line)
                alone.malformed.removeFirst()
                for row in alone.rows.indices { alone.rows[row].line = Int32(index + 2) }
                for place in alone.malformed.indices { alone.malformed[place].line = index + 2 }
                rows += named(alone)
                malformed += alone.malformed
            }
            let isArray = bytes.first { ![0x20, 0x0D, 0x0A, 0x09].contains($0) } == UInt8(ascii: "[")
            if isArray { return .refused }
            guard named(batch) == rows, batch.malformed == malformed else { return .wrong("not the same") }
            return malformed.isEmpty ? .taken : .refused
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    /// An array gives what its elements give as lines, up to where it breaks.
    @Test func arrays() {
        let seeds = Fuzz.lines("lines").filter { !$0.isEmpty }
        let all = named(read(joined(seeds)))
        let whole = [UInt8(ascii: "[")] + joined(seeds, ", ") + [UInt8(ascii: "]")]
        let broken = Fuzz.run(2000, [whole, [0x20] + whole + [0x0A]]) { bytes in
            let batch = read(bytes)
            if let fault = Lines.fault(batch) { return .wrong(fault) }
            return batch.malformed.isEmpty && named(batch) == all ? .taken : .refused
        }
        #expect(broken.isSound, "\(broken)")
        var random = Mutator(7)
        for cut in 0..<500 * Fuzz.times {
            // Cut anywhere: a beginning of the rows, and one piece that is none.
            let batch = read(Array(whole.prefix(random.int(1...whole.count - 1))))
            let rows = named(batch)
            #expect(batch.malformed.count == 1 && rows == Array(all.prefix(rows.count)), "\(cut)")
        }
    }

    @Test func tables() {
        let outcome = Fuzz.run(1500, [Fuzz.file("table.csv")]) { bytes in
            do throws(ReadingFileProblem) {
                let batch = try ReadingParser.csv(bytes, now: Lines.now)
                if let fault = Lines.fault(batch) { return .wrong(fault) }
                return batch.malformed.isEmpty ? .taken : .refused
            } catch {
                return error.reasonZH.isEmpty || error.reasonEN.isEmpty ? .wrong("says nothing") : .refused
            }
        }
        #expect(outcome.isSound, "\(outcome)")
    }
}
