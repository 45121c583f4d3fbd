/// Builds a template from its tokens: by descent, without loops or variables of its own.
struct TemplateParser {
    private let tokens: [TemplateToken]
    private var place = 0
    private var depth = 0
    private var nodes = 0

    private init(_ tokens: [TemplateToken]) { self.tokens = tokens }

    static func pieces(_ text: String) throws(TemplateProblem) -> [TemplatePiece] {
        guard text.utf8.count <= TemplateLimits.bytes else { throw .tooLong }
        var parser = TemplateParser(try TemplateLexer.tokens(text))
        let pieces = try parser.pieces()
        guard parser.token.kind == .end else { throw parser.malformed }
        return pieces
    }

    private var token: TemplateToken { tokens[place] }
    private var malformed: TemplateProblem { .malformed(at: token.at) }

    private mutating func advance() { place = min(place + 1, tokens.count - 1) }

    private mutating func take(_ symbol: String) -> Bool { take(.symbol(symbol)) }
    private mutating func take(word: String) -> Bool { take(.name(word)) }

    private mutating func take(_ kind: TemplateToken.Kind) -> Bool {
        guard token.kind == kind else { return false }
        advance()
        return true
    }

    private mutating func expect(_ symbol: String) throws(TemplateProblem) {
        guard take(symbol) else { throw malformed }
    }

    private mutating func close() throws(TemplateProblem) {
        if take(.close) { return }
        // Something readable stands there that is not understood, as a slice or a second comparison.
        throw token.kind == .end ? malformed : .unsupported(described, at: token.at)
    }

    /// The token as a person would find it.
    private var described: String {
        switch token.kind {
        case .name(let name): name
        case .symbol(let symbol): symbol
        default: "expression"
        }
    }

    /// One more thing to do: there are not many in a template of a device.
    private mutating func made(_ expression: TemplateExpression) throws(TemplateProblem) -> TemplateExpression {
        nodes += 1
        guard nodes <= TemplateLimits.nodes else { throw .tooDeep(at: token.at) }
        return expression
    }

    private mutating func enter() throws(TemplateProblem) {
        depth += 1
        guard depth <= TemplateLimits.depth else { throw .tooDeep(at: token.at) }
    }

    // MARK: Pieces

    private var isBranchEnd: Bool {
        guard token.kind == .statement, case .name(let word) = tokens[place + 1].kind else { return false }
        return word == "elif" || word == "else" || word == "endif"
    }

    private mutating func pieces() throws(TemplateProblem) -> [TemplatePiece] {
        var pieces: [TemplatePiece] = []
        while !isBranchEnd {
            switch token.kind {
            case .literal(let text):
                advance()
                pieces.append(.literal(text))
            case .output:
                advance()
                pieces.append(.output(try expression()))
                try close()
            case .statement:
                advance()
                guard take(word: "if") else { throw .unsupported(described, at: token.at) }
                pieces.append(try branches())
            default: return pieces
            }
        }
        return pieces
    }

    private mutating func branches() throws(TemplateProblem) -> TemplatePiece {
        try enter()
        defer { depth -= 1 }
        var branches: [TemplatePiece.Branch] = []
        while true {
            let test = try made(try expression())
            try close()
            branches.append(.init(test: test, pieces: try pieces()))
            guard take(.statement) else { throw malformed }
            if take(word: "elif") { continue }
            var otherwise: [TemplatePiece] = []
            if take(word: "else") {
                try close()
                otherwise = try pieces()
                guard take(.statement) else { throw malformed }
            }
            guard take(word: "endif") else { throw malformed }
            try close()
            return .branches(branches, otherwise: otherwise)
        }
    }

    // MARK: Expressions, weakest first

    private mutating func expression() throws(TemplateProblem) -> TemplateExpression {
        try enter()
        defer { depth -= 1 }
        let value = try either()
        guard take(word: "if") else { return value }
        let test = try either()
        let other = take(word: "else") ? try expression() : nil
        return try made(.chosen(test: test, value, other))
    }

    private mutating func either() throws(TemplateProblem) -> TemplateExpression {
        var left = try both()
        while take(word: "or") { left = try made(.either(left, try both())) }
        return left
    }

    private mutating func both() throws(TemplateProblem) -> TemplateExpression {
        var left = try negation()
        while take(word: "and") { left = try made(.both(left, try negation())) }
        return left
    }

    private mutating func negation() throws(TemplateProblem) -> TemplateExpression {
        guard take(word: "not") else { return try comparison() }
        try enter()
        defer { depth -= 1 }
        return try made(.not(try negation()))
    }

    private mutating func comparison() throws(TemplateProblem) -> TemplateExpression {
        let left = try sum()
        guard let comparison = takeComparison() else { return left }
        let right = try sum()
        let at = token
        guard takeComparison() == nil else { throw .unsupported("comparison", at: at.at) }
        return try made(.comparison(comparison, left, right))
    }

    private mutating func takeComparison() -> TemplateExpression.Comparison? {
        switch token.kind {
        case .symbol(let symbol):
            guard let comparison = TemplateExpression.Comparison(rawValue: symbol) else { return nil }
            advance()
            return comparison
        case .name("in"):
            advance()
            return .contained
        case .name("not"):
            guard tokens[place + 1].kind == .name("in") else { return nil }
            advance()
            advance()
            return .absent
        default: return nil
        }
    }

    private mutating func sum() throws(TemplateProblem) -> TemplateExpression {
        var left = try joined()
        while let sign = takeOperator([.plus, .minus]) { left = try made(.arithmetic(sign, left, try joined())) }
        return left
    }

    private mutating func joined() throws(TemplateProblem) -> TemplateExpression {
        var left = try product()
        while let sign = takeOperator([.join]) { left = try made(.arithmetic(sign, left, try product())) }
        return left
    }

    private mutating func product() throws(TemplateProblem) -> TemplateExpression {
        var left = try signed()
        while let sign = takeOperator([.times, .over, .whole, .rest]) {
            left = try made(.arithmetic(sign, left, try signed()))
        }
        return left
    }

    private mutating func takeOperator(_ signs: [TemplateExpression.Operator]) -> TemplateExpression.Operator? {
        for sign in signs where take(sign.rawValue) { return sign }
        return nil
    }

    private mutating func signed() throws(TemplateProblem) -> TemplateExpression {
        try filtered(try unary())
    }

    /// A sign binds more than a filter: `-1 | abs` is 1.
    private mutating func unary() throws(TemplateProblem) -> TemplateExpression {
        guard take("-") else { return try members(try primary()) }
        try enter()
        defer { depth -= 1 }
        return try made(.negated(try unary()))
    }

    private mutating func primary() throws(TemplateProblem) -> TemplateExpression {
        let at = token.at
        switch token.kind {
        case .text(let text): return try constant(.text(text))
        case .whole(let whole): return try constant(.whole(whole))
        case .number(let number): return try constant(.number(number))
        case .symbol("("):
            advance()
            let value = try expression()
            guard token.kind != .symbol(",") else { throw .unsupported("tuple", at: at) }
            try expect(")")
            return value
        case .symbol("["):
            advance()
            return try made(.list(try list(until: "]")))
        case .symbol("{"):
            advance()
            return try dictionary()
        case .name(let name): return try named(name)
        case .symbol: throw .unsupported(described, at: at)
        default: throw malformed
        }
    }

    private mutating func constant(_ value: JSONValue) throws(TemplateProblem) -> TemplateExpression {
        advance()
        return try made(.constant(value))
    }

    private mutating func named(_ name: String) throws(TemplateProblem) -> TemplateExpression {
        let at = token.at
        switch name {
        case "value": advance()
        case "value_json":
            advance()
            return try made(.tree)
        case "true", "True": return try constant(.flag(true))
        case "false", "False": return try constant(.flag(false))
        case "none", "None": return try constant(.null)
        default:
            guard let filter = TemplateFilter.named(name), filter.isFunction else {
                throw .unsupported(name, at: at)
            }
            advance()
            guard token.kind == .symbol("(") else { throw .unsupported(name, at: at) }
            let given = try arguments()
            guard let first = given.first, first.name == nil else { throw .malformed(at: at) }
            return try applied(filter, to: first.value, Array(given.dropFirst()), at: at)
        }
        return try made(.message)
    }

    private mutating func list(until end: String) throws(TemplateProblem) -> [TemplateExpression] {
        var values: [TemplateExpression] = []
        while !take(end) {
            values.append(try expression())
            if take(end) { break }
            try expect(",")
        }
        return values
    }

    private mutating func dictionary() throws(TemplateProblem) -> TemplateExpression {
        var entries: [TemplateExpression.Entry] = []
        while !take("}") {
            let key = try expression()
            try expect(":")
            entries.append(.init(key: key, value: try expression()))
            if take("}") { break }
            try expect(",")
        }
        return try made(.dictionary(entries))
    }

    // MARK: Members, filters, tests

    private mutating func members(_ first: TemplateExpression) throws(TemplateProblem) -> TemplateExpression {
        var value = first
        while true {
            let at = token.at
            if take(".") {
                switch token.kind {
                case .name(let name):
                    advance()
                    if token.kind == .symbol("(") {
                        guard let filter = TemplateFilter.method(name) else { throw .unsupported(name, at: at + 1) }
                        value = try applied(filter, to: value, try arguments(), at: at + 1)
                    } else {
                        value = try made(.member(value, try made(.constant(.text(name)))))
                    }
                case .whole(let whole): value = try made(.member(value, try constant(.whole(whole))))
                default: throw malformed
                }
            } else if take("[") {
                guard token.kind != .symbol(":") else { throw .unsupported("slice", at: at) }
                let key = try expression()
                guard token.kind != .symbol(":") else { throw .unsupported("slice", at: at) }
                try expect("]")
                value = try made(.member(value, key))
            } else if token.kind == .symbol("(") {
                throw .unsupported("call", at: at)
            } else {
                return value
            }
        }
    }

    private mutating func filtered(_ first: TemplateExpression) throws(TemplateProblem) -> TemplateExpression {
        var value = first
        while true {
            if take("|") {
                let at = token.at
                guard case .name(let name) = token.kind else { throw malformed }
                guard let filter = TemplateFilter.named(name) else { throw .unsupported(name, at: at) }
                advance()
                value = try applied(filter, to: value, token.kind == .symbol("(") ? try arguments() : [], at: at)
            } else if take(word: "is") {
                let isNot = take(word: "not")
                guard case .name(let name) = token.kind else { throw malformed }
                guard let test = TemplateTest(rawValue: name) else { throw .unsupported(name, at: token.at) }
                advance()
                value = try made(.tested(test, value))
                if isNot { value = try made(.not(value)) }
            } else {
                return value
            }
        }
    }

    private struct Argument {
        /// nil: it is known by its place.
        var name: String?
        var value: TemplateExpression
    }

    private mutating func arguments() throws(TemplateProblem) -> [Argument] {
        try expect("(")
        var arguments: [Argument] = []
        while !take(")") {
            var name: String?
            if case .name(let word) = token.kind, tokens[place + 1].kind == .symbol("=") {
                name = word
                advance()
                advance()
            }
            arguments.append(Argument(name: name, value: try expression()))
            if take(")") { break }
            try expect(",")
        }
        return arguments
    }

    /// - Parameter at: where the filter's name stands.
    private mutating func applied(
        _ filter: TemplateFilter, to value: TemplateExpression, _ arguments: [Argument], at: Int
    ) throws(TemplateProblem) -> TemplateExpression {
        let parameters = filter.parameters
        guard arguments.count <= parameters.count else { throw .malformed(at: at) }
        var given: [TemplateExpression?] = Array(repeating: nil, count: parameters.count)
        for (index, argument) in arguments.enumerated() {
            let place = argument.name.map { parameters.firstIndex(of: $0) } ?? index
            guard let place, given[place] == nil else { throw .malformed(at: at) }
            given[place] = argument.value
        }
        guard given.prefix(filter.required).allSatisfy({ $0 != nil }) else { throw .malformed(at: at) }
        return try made(.filtered(filter, value, given))
    }
}
