/// What stands between braces, compiled.
indirect enum TemplateExpression: Sendable {
    case constant(JSONValue)
    /// `value`: the message as a text.
    case message
    /// `value_json`: what the message says as JSON; undefined where it is none.
    case tree
    case list([TemplateExpression])
    case dictionary([Entry])
    /// `a.b`, `a["b"]`, `a[0]`
    case member(TemplateExpression, TemplateExpression)
    case negated(TemplateExpression)
    case not(TemplateExpression)
    case both(TemplateExpression, TemplateExpression)
    case either(TemplateExpression, TemplateExpression)
    case arithmetic(Operator, TemplateExpression, TemplateExpression)
    case comparison(Comparison, TemplateExpression, TemplateExpression)
    /// `a if b else c`; without `else`, undefined.
    case chosen(test: TemplateExpression, TemplateExpression, TemplateExpression?)
    /// With its arguments in order of the filter's parameters; nil: not given.
    case filtered(TemplateFilter, TemplateExpression, [TemplateExpression?])
    case tested(TemplateTest, TemplateExpression)

    struct Entry: Sendable {
        var key: TemplateExpression
        var value: TemplateExpression
    }

    enum Operator: String, Sendable {
        case plus = "+"
        case minus = "-"
        case times = "*"
        case over = "/"
        case whole = "//"
        case rest = "%"
        case join = "~"
    }

    enum Comparison: String, Sendable {
        case equal = "=="
        case different = "!="
        case less = "<"
        case more = ">"
        case atMost = "<="
        case atLeast = ">="
        case contained = "in"
        case absent = "not in"
    }
}

/// What a value is asked behind `is`.
enum TemplateTest: String, Sendable, CaseIterable {
    case defined, undefined, none, number, string, boolean, mapping
    case isTrue = "true"
    case isFalse = "false"
}

/// What is done to a value behind `|`.
enum TemplateFilter: String, Sendable, CaseIterable {
    case float, int, round, `default`, lower, upper, trim, string, abs, length, replace, iif, multiply, add, bool
    case defined = "is_defined"
    case bits = "bitwise_and"
    /// `a.get("b", c)`: no filter of its own.
    case get = ".get"

    /// By its names, old ones among them.
    static func named(_ name: String) -> TemplateFilter? {
        switch name {
        case "d": .default
        case "count": .length
        case "get", ".get": nil
        default: TemplateFilter(rawValue: name)
        }
    }

    /// Names of its arguments, those first that have to be given.
    var parameters: [String] {
        switch self {
        case .float, .bool: ["default"]
        case .int: ["default", "base"]
        case .round: ["precision", "method", "default"]
        case .default: ["default_value", "boolean"]
        case .lower, .upper, .trim, .string, .abs, .length, .defined: []
        case .replace: ["old", "new"]
        case .iif: ["if_true", "if_false", "if_none"]
        case .multiply, .add: ["amount", "default"]
        case .bits: ["second_value"]
        case .get: ["key", "default"]
        }
    }

    var required: Int {
        switch self {
        case .replace: 2
        case .multiply, .add, .bits, .get: 1
        default: 0
        }
    }

    /// Whether it can be called: `float(value)`.
    var isFunction: Bool { self == .float || self == .int || self == .iif || self == .bool }

    /// What `a.lower()` is, and the like.
    static func method(_ name: String) -> TemplateFilter? {
        switch name {
        case "lower": .lower
        case "upper": .upper
        case "strip": .trim
        case "replace": .replace
        case "get": .get
        default: nil
        }
    }
}

/// A stretch of a template.
indirect enum TemplatePiece: Sendable {
    case literal(String)
    case output(TemplateExpression)
    case branches([Branch], otherwise: [TemplatePiece])

    struct Branch: Sendable {
        var test: TemplateExpression
        var pieces: [TemplatePiece]
    }
}
