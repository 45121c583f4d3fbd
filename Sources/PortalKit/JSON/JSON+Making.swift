public import Commons
public import Rulebook

extension JSON {
    /// Text that is JSON already; only for writing. Numbers are written as they stand, and so is this.
    public static func verbatim(_ json: String) -> JSON { .number(json) }

    public static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
    public static func optional(_ day: Day?) -> JSON { .optional(day?.description) }
    public static func optional(_ instant: Instant?) -> JSON { .optional(instant?.iso) }
    public static func optional(_ number: Int?) -> JSON { number.map { .integer($0) } ?? .null }
    public static func optional(_ flag: Bool?) -> JSON { flag.map { .boolean($0) } ?? .null }

    public static func strings(_ texts: some Sequence<String>) -> JSON { .array(texts.map { .string($0) }) }
}
