/// How a device's message becomes a value: the part of Jinja that devices use, in bounded time. It has no loops, no
/// variables and no macros; what it does not know is told when it is compiled.
public struct ValueTemplate: Sendable {
    /// As it was sent.
    public let text: String
    private let pieces: [TemplatePiece]

    public init(_ text: String) throws(TemplateProblem) {
        self.text = text
        pieces = try TemplateParser.pieces(text)
    }

    /// What it makes of a message. nil: nothing, since what it asks for is not there, is none, or is no value.
    public func evaluate(_ payload: [UInt8]) -> TemplateValue? { evaluate(TemplateMessage(payload)) }

    public func evaluate(_ message: TemplateMessage) -> TemplateValue? { value(message).flatMap(TemplateValue.init) }

    /// The same as it is written by Jinja. nil: undefined.
    func value(_ message: TemplateMessage) -> JSONValue? {
        var run = TemplateRun(message)
        return run.value(of: pieces)
    }

    /// The message that tells a device this value. nil: the template makes none of it, or more than a message is.
    public func written(_ value: TemplateValue) -> String? {
        var run = TemplateRun(TemplateMessage(value))
        return run.text(of: pieces).flatMap { $0.utf8.count <= TemplateLimits.bytes ? $0 : nil }
    }
}

/// A message, read once for all templates that want something of it.
public struct TemplateMessage: Sendable {
    /// nil: it is no text, or too long.
    let text: JSONValue?
    /// What it says as JSON. nil: it is none.
    let tree: JSONValue?

    public init(_ payload: [UInt8]) {
        let isRead = payload.count <= DiscoveryLimits.bytes
        text = isRead ? String(validating: payload, as: UTF8.self).map { .text($0) } : nil
        tree = isRead ? try? JSONValue(payload) : nil
    }

    /// For what is written to a device.
    init(_ value: TemplateValue) {
        text = value.json
        tree = nil
    }
}

extension ValueTemplate: Hashable {
    public static func == (one: ValueTemplate, other: ValueTemplate) -> Bool { one.text == other.text }
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

public enum TemplateValue: Hashable, Sendable {
    case number(Double)
    case text(String)
    case flag(Bool)

    /// nil: it is none of these.
    init?(_ value: JSONValue) {
        switch value {
        case .flag(let flag): self = .flag(flag)
        case .whole(let whole): self = .number(Double(whole))
        case .number(let number): self = .number(number)
        case .text(let text): self = .text(text)
        case .null, .list, .object: return nil
        }
    }

    /// As a template writes it: `True`, `1`, `1.5`.
    public var written: String {
        switch self {
        case .number(let number): JSONValue(number).written ?? ""
        case .text(let text): text
        case .flag(let flag): flag ? "True" : "False"
        }
    }

    var json: JSONValue {
        switch self {
        case .number(let number): JSONValue(number)
        case .text(let text): .text(text)
        case .flag(let flag): .flag(flag)
        }
    }
}

/// Why a template is not compiled. Places are bytes from the beginning of it.
public enum TemplateProblem: Error, Hashable, Sendable {
    /// More bytes than `TemplateLimits.bytes`.
    case tooLong
    /// More stands in it than `TemplateLimits` allow.
    case tooDeep(at: Int)
    /// It is no template.
    case malformed(at: Int)
    /// It may be a template, but this is not known here: the name of a filter, a statement, an operator.
    case unsupported(String, at: Int)
}

public enum TemplateLimits {
    public static let bytes = 4_096
    /// Of parentheses, branches and signs in each other.
    public static let depth = 24
    /// Of all that is to be computed.
    public static let nodes = 200
    /// Steps of one evaluation; each byte of a text counts as one.
    static let steps = 500_000
}
