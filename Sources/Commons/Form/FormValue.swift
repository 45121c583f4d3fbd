/// What stands in a field. Numbers are exact: whole numbers as they are, decimals and money in units of their last
/// digit (`21.5` with one decimal is 215, `3.20` yuan is 320 fen), moments in milliseconds.
public enum FormValue: Hashable, Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    /// Several choices, or several files.
    case list([String])

    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var number: Int? { if case .number(let number) = self { number } else { nil } }
    public var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    public var list: [String]? { if case .list(let list) = self { list } else { nil } }

    /// As an index of values tells it apart: whatever is equal has the same words, one for each of a list.
    public var words: [String] {
        switch self {
        case .text(let text): [text]
        case .number(let number): [String(number)]
        case .flag(let flag): [flag ? "true" : "false"]
        case .list(let list): list
        }
    }
}

/// In JSON: a string, a whole number, a boolean, an array of strings.
extension FormValue: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .list(try container.decode([String].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        case .list(let list): try container.encode(list)
        }
    }
}
