/// One evaluation of a template.
struct TemplateRun {
    /// It cannot be computed: an error in Jinja.
    struct Failure: Error {}

    private let message: TemplateMessage
    private var steps = TemplateLimits.steps

    init(_ message: TemplateMessage) { self.message = message }

    mutating func spend(_ count: Int = 1) throws(Failure) {
        steps -= count
        guard steps >= 0 else { throw Failure() }
    }

    // MARK: Pieces

    private enum Part {
        case literal(String)
        /// nil: undefined.
        case value(JSONValue?)

        var isSpace: Bool {
            guard case .literal(let text) = self else { return false }
            return text.utf8.trimmed.isEmpty
        }
    }

    /// A value that stands alone stays what it is; all else is a text without space around it.
    mutating func value(of pieces: [TemplatePiece]) -> JSONValue? {
        guard let parts = try? parts(of: pieces) else { return nil }
        let visible = parts.filter { !$0.isSpace }
        if visible.count == 1, case .value(let value) = visible[0] {
            if case .text(let text) = value { return .text(String(Substring(text.utf8.trimmed))) }
            return value
        }
        return text(of: parts).map { .text($0) }
    }

    mutating func text(of pieces: [TemplatePiece]) -> String? {
        guard let parts = try? parts(of: pieces) else { return nil }
        return text(of: parts)
    }

    private func text(of parts: [Part]) -> String? {
        var text = ""
        for part in parts {
            switch part {
            case .literal(let literal): text += literal
            case .value(nil): break
            case .value(let value?):
                guard let written = value.written else { return nil }
                text += written
            }
        }
        return String(Substring(text.utf8.trimmed))
    }

    private mutating func parts(of pieces: [TemplatePiece]) throws(Failure) -> [Part] {
        var parts: [Part] = []
        for piece in pieces {
            switch piece {
            case .literal(let text): parts.append(.literal(text))
            case .output(let expression):
                let value = try value(expression)
                // It is copied into what comes out.
                try spend(value?.written?.utf8.count ?? 0)
                parts.append(.value(value))
            case .branches(let branches, let otherwise):
                var chosen = otherwise
                for branch in branches where try isTrue(branch.test) {
                    chosen = branch.pieces
                    break
                }
                parts += try self.parts(of: chosen)
            }
        }
        return parts
    }

    // MARK: Expressions

    private mutating func isTrue(_ expression: TemplateExpression) throws(Failure) -> Bool {
        try value(expression).isTrue
    }

    mutating func value(_ expression: TemplateExpression) throws(Failure) -> JSONValue? {
        try spend()
        switch expression {
        case .constant(let value): return value
        case .message:
            guard let text = message.text else { throw Failure() }
            return text
        case .tree: return message.tree
        case .list(let expressions):
            var values: [JSONValue] = []
            for expression in expressions { values.append(try value(expression) ?? .null) }
            return .list(values)
        case .dictionary(let entries): return try dictionary(entries)
        case .member(let whole, let key): return try member(key, of: try value(whole))
        case .negated(let operand): return try arithmetic(.minus, .whole(0), try value(operand))
        case .not(let operand): return .flag(try !isTrue(operand))
        case .both(let left, let right):
            let first = try value(left)
            return first.isTrue ? try value(right) : first
        case .either(let left, let right):
            let first = try value(left)
            return first.isTrue ? first : try value(right)
        case .arithmetic(let sign, let left, let right):
            return try arithmetic(sign, try value(left), try value(right))
        case .comparison(let comparison, let left, let right):
            return .flag(try compare(comparison, try value(left), try value(right)))
        case .chosen(let test, let one, let other):
            if try isTrue(test) { return try value(one) }
            guard let other else { return nil }
            return try value(other)
        case .filtered(let filter, let operand, let arguments):
            let subject = try value(operand)
            var given: [JSONValue?] = []
            for argument in arguments {
                guard let argument else {
                    given.append(nil)
                    continue
                }
                // What is given but undefined is none, so that it is not taken for missing.
                given.append(try value(argument) ?? .null)
            }
            return try apply(filter, to: subject, given)
        case .tested(let test, let operand): return .flag(TemplateRun.holds(test, try value(operand)))
        }
    }

    /// By texts, as JSON has them; numbers find what stands under their digits.
    private mutating func dictionary(_ entries: [TemplateExpression.Entry]) throws(Failure) -> JSONValue {
        var values: [String: JSONValue] = [:]
        for entry in entries {
            guard let key = try value(entry.key)?.written else { throw Failure() }
            try spend(key.utf8.count)
            values[key] = try value(entry.value) ?? .null
        }
        return .object(values)
    }

    private mutating func member(_ key: TemplateExpression, of whole: JSONValue?) throws(Failure) -> JSONValue? {
        let key = try value(key)
        switch whole {
        case nil: throw Failure()
        case .object(let entries):
            guard let name = key?.written else { return nil }
            try spend(name.utf8.count)
            return entries[name]
        case .list(let values):
            guard case .whole(let index) = key else { return nil }
            let place = index < 0 ? Int(clamping: index) + values.count : Int(clamping: index)
            return values.indices.contains(place) ? values[place] : nil
        case .text:
            // One letter of a text is not taken out here, nor is it undefined.
            if case .whole = key { throw Failure() }
            return nil
        case .null, .flag, .whole, .number: return nil
        }
    }

    private static func holds(_ test: TemplateTest, _ value: JSONValue?) -> Bool {
        switch test {
        case .defined: return value != nil
        case .undefined: return value == nil
        case .none: return value == .null
        case .number:
            // Truth is a number to Python.
            if case .flag = value { return true }
            return value?.isNumber ?? false
        case .string:
            if case .text = value { return true }
        case .boolean:
            if case .flag = value { return true }
        case .mapping:
            if case .object = value { return true }
        case .isTrue: return value == .flag(true)
        case .isFalse: return value == .flag(false)
        }
        return false
    }
}

extension Optional where Wrapped == JSONValue {
    /// As Python takes it in a condition.
    var isTrue: Bool {
        switch self {
        case nil, .null: false
        case .flag(let flag): flag
        case .whole(let whole): whole != 0
        case .number(let number): number != 0
        case .text(let text): !text.isEmpty
        case .list(let values): !values.isEmpty
        case .object(let entries): !entries.isEmpty
        }
    }
}

extension JSONValue {
    var isNumber: Bool {
        switch self {
        case .whole, .number: true
        default: false
        }
    }

    /// As Python counts with it: truth is 1 or 0.
    var counted: Double? {
        switch self {
        case .whole(let whole): Double(whole)
        case .number(let number): number
        case .flag(let flag): flag ? 1 : 0
        default: nil
        }
    }

    var countedWhole: Int64? {
        switch self {
        case .whole(let whole): whole
        case .flag(let flag): flag ? 1 : 0
        default: nil
        }
    }
}
