import Community
import Gateway

/// Short ways to write what comes in and what should become of it.
enum Lines {
    static let now: Int64 = 1_772_000_000_000

    static func read(_ text: String) -> ReadingBatch { ReadingParser.jsonLines(Array(text.utf8), now: now) }

    /// What is taken, one text a row: `LINE DEVICE PROPERTY AT VALUE`.
    static func rows(_ batch: ReadingBatch) -> [String] {
        batch.rows.map { row in
            let source = batch.sources[Int(row.source)]
            let value =
                switch row.value {
                case .number(let number): "\(number)"
                case .flag(let flag): "\(flag)"
                case .text(let text): "“\(text)”"
                }
            return "\(row.line) \(source.device) \(source.property) \(row.at == now ? "now" : "\(row.at)") \(value)"
        }
    }

    static func rows(_ text: String) -> [String] { rows(read(text)) }

    /// The numbers of the lines that are none.
    static func malformed(_ text: String) -> [Int] { read(text).malformed.map(\.line) }

    /// What must hold of any batch, whatever came in; nil if it does.
    static func fault(_ batch: ReadingBatch) -> String? {
        let used = Set(batch.rows.map(\.source))
        if used.count != batch.sources.count || batch.rows.contains(where: { $0.source < 0 }) { return "sources" }
        if used.contains(where: { $0 >= batch.sources.count }) { return "a source that is not there" }
        let names = batch.sources.flatMap { [Array($0.device.utf8), Array($0.property.utf8)] }
        if names.contains(where: { !(1...100).contains($0.count) || $0.contains(0) }) { return "a name" }
        let pairs = batch.sources.map { [Array($0.device.utf8), Array($0.property.utf8)] }
        if Set(pairs).count != pairs.count { return "a source twice" }
        for row in batch.rows {
            if row.line < 1 || !(-62_135_596_800_000...253_402_300_799_999).contains(row.at) { return "a row" }
            switch row.value {
            case .number(let number): if !number.isFinite { return "a number" }
            case .text(let text): if text.utf8.contains(0) { return "a text" }
            case .flag: break
            }
        }
        if batch.malformed.contains(where: { $0.text.utf8.count > 1000 || $0.text.utf8.contains(0) }) { return "cut" }
        if zip(batch.rows, batch.rows.dropFirst()).contains(where: { $0.line > $1.line }) { return "order" }
        let lines = batch.malformed.map(\.line)
        if zip(lines, lines.dropFirst()).contains(where: { $0 >= $1 }) { return "order of malformed lines" }
        return Set(batch.rows.map { Int($0.line) }).isDisjoint(with: lines) ? nil : "taken and malformed"
    }
}
