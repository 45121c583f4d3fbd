public import Community
import Glibc

/// Turns what devices and partners send into readings. Whatever makes no sense is kept apart, line by line, and keeps
/// nothing else out.
public enum ReadingParser {
    /// One JSON object a line, or one array of such objects; then its elements count as lines.
    ///
    ///     {"device":"T-01","property":"temperature","at":1732700000000,"value":21.5}
    ///     {"device":"T-01","at":"2026-03-01 09:30","values":{"temperature":21.5,"humidity":40}}
    ///
    /// `at` is milliseconds since 1970, a whole number, or a text as `Instant` reads it; without it, `now`. A value is
    /// a number, true, false or a text. Members that are not known here are passed over.
    /// `device`: whose readings these are where they do not say; empty: they have to say.
    public static func jsonLines(_ bytes: [UInt8], now: Int64, device: String = "") -> ReadingBatch {
        bytes.withUnsafeBufferPointer { jsonLines($0, now: now, device: device) }
    }

    static func jsonLines(_ whole: UnsafeBufferPointer<UInt8>, now: Int64, device: String) -> ReadingBatch {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = UnsafeBufferPointer(rebasing: whole.dropFirst(whole.starts(with: mark) ? 3 : 0))
        var reader = LineReader(body, now: now, device: Array(device.utf8))
        if body.first(where: { !LineReader.isSpace($0) }) == UInt8(ascii: "[") {
            reader.readArray()
        } else {
            reader.readLines()
        }
        return reader.batch
    }
}
