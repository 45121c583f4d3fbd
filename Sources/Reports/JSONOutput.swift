import Foundation
public import Rulebook

/// A number in JSON with at most two decimals, exactly as shown.
public struct JSONNumber: Encodable, Sendable {
    private let value: Exact

    public init(_ value: Exact) {
        self.value = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let whole = value.whole {
            try container.encode(whole)
        } else {
            try container.encode(Decimal(string: value.shown) ?? 0)
        }
    }
}

/// JSON as every command prints it: keys in order, indented, readable Chinese.
public enum JSONOutput {
    public static func string(_ value: some Encodable) -> String {
        encode(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }

    /// On one line.
    public static func line(_ value: some Encodable) -> String {
        encode(value, [.sortedKeys, .withoutEscapingSlashes])
    }

    private static func encode(_ value: some Encodable, _ format: JSONEncoder.OutputFormatting) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = format
        // Only our own value types come here; none of them can fail to encode.
        guard let data = try? encoder.encode(value) else { preconditionFailure("not encodable: \(value)") }
        return String(decoding: data, as: UTF8.self)
    }
}
