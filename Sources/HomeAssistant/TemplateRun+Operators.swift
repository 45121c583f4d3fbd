extension TemplateRun {
    // MARK: Arithmetic

    mutating func arithmetic(
        _ sign: TemplateExpression.Operator, _ left: JSONValue?, _ right: JSONValue?
    ) throws(Failure) -> JSONValue {
        if sign == .join {
            guard let one = TemplateRun.joinable(left), let other = TemplateRun.joinable(right) else { throw Failure() }
            return try joined(one, other)
        }
        guard let left, let right else { throw Failure() }
        if case .text(let one) = left, case .text(let other) = right, sign == .plus { return try joined(one, other) }
        if sign != .over, let one = left.countedWhole, let other = right.countedWhole,
            let whole = TemplateRun.whole(sign, one, other)
        {
            return .whole(whole)
        }
        guard let one = left.counted, let other = right.counted else { throw Failure() }
        let number =
            switch sign {
            case .plus: one + other
            case .minus: one - other
            case .times: one * other
            case .over: one / other
            case .whole: (one / other).rounded(.down)
            // The sign is the divisor's.
            case .rest: one - (one / other).rounded(.down) * other
            case .join: Double.nan
            }
        guard number.isFinite else { throw Failure() }
        return .number(number)
    }

    /// What is undefined is an empty text. nil: it is none.
    private static func joinable(_ value: JSONValue?) -> String? { value.map { $0.written } ?? "" }

    private mutating func joined(_ one: String, _ other: String) throws(Failure) -> JSONValue {
        try spend(one.utf8.count + other.utf8.count)
        return .text(one + other)
    }

    /// nil: it is no whole number, or none that fits.
    private static func whole(_ sign: TemplateExpression.Operator, _ one: Int64, _ other: Int64) -> Int64? {
        let (result, overflow) =
            switch sign {
            case .plus: one.addingReportingOverflow(other)
            case .minus: one.subtractingReportingOverflow(other)
            case .times: one.multipliedReportingOverflow(by: other)
            case .whole: floored(one, other)
            case .rest:
                // The sign is the divisor's.
                other == 0 || other == -1
                    ? (partialValue: 0, overflow: other == 0)
                    : (partialValue: one - floored(one, other).partialValue * other, overflow: false)
            case .over, .join: (partialValue: 0, overflow: true)
            }
        return overflow ? nil : result
    }

    private static func floored(_ one: Int64, _ other: Int64) -> (partialValue: Int64, overflow: Bool) {
        let (quotient, overflow) = one.dividedReportingOverflow(by: other)
        guard !overflow else { return (quotient, true) }
        let rest = one % other
        return (rest != 0 && (rest < 0) != (other < 0) ? quotient - 1 : quotient, false)
    }

    // MARK: Comparisons

    mutating func compare(
        _ comparison: TemplateExpression.Comparison, _ left: JSONValue?, _ right: JSONValue?
    ) throws(Failure) -> Bool {
        switch comparison {
        case .equal: return try isSame(left, right)
        case .different: return try !isSame(left, right)
        case .contained: return try contains(right, left)
        case .absent: return try !contains(right, left)
        case .less: return try ordered(left, right, <, <)
        case .more: return try ordered(left, right, >, >)
        case .atMost: return try ordered(left, right, <=, <=)
        case .atLeast: return try ordered(left, right, >=, >=)
        }
    }

    private mutating func isSame(_ left: JSONValue?, _ right: JSONValue?) throws(Failure) -> Bool {
        try spend(left.weight)
        if let one = left?.counted, let other = right?.counted { return one == other }
        return left == right
    }

    private mutating func ordered(
        _ left: JSONValue?, _ right: JSONValue?, _ numbers: (Double, Double) -> Bool,
        _ texts: (String, String) -> Bool
    ) throws(Failure) -> Bool {
        if let one = left?.counted, let other = right?.counted { return numbers(one, other) }
        guard case .text(let one) = left, case .text(let other) = right else { throw Failure() }
        try spend(one.utf8.count)
        return texts(one, other)
    }

    private mutating func contains(_ whole: JSONValue?, _ part: JSONValue?) throws(Failure) -> Bool {
        switch whole {
        case .text(let text):
            guard case .text(let part) = part else { throw Failure() }
            return try place(of: Array(part.utf8), in: Array(text.utf8)[...]) != nil
        case .object(let entries):
            guard let key = part?.written else { return false }
            try spend(key.utf8.count)
            return entries[key] != nil
        case .list(let values):
            for value in values where try isSame(value, part) { return true }
            return false
        // Nothing is in what is undefined.
        case nil: return false
        case .null, .flag, .whole, .number: throw Failure()
        }
    }
}

extension TemplateRun {
    /// Where these bytes first stand.
    mutating func place(of part: [UInt8], in whole: ArraySlice<UInt8>) throws(Failure) -> Int? {
        guard part.count <= whole.count else { return nil }
        for start in whole.startIndex...whole.endIndex - part.count {
            var length = 0
            while length < part.count, whole[start + length] == part[length] { length += 1 }
            try spend(1 + length)
            if length == part.count { return start }
        }
        return nil
    }
}

extension Optional where Wrapped == JSONValue {
    /// About how much there is to look through.
    var weight: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .list(let values): values.reduce(1) { $0 + Optional($1).weight }
        case .object(let entries): entries.reduce(1) { $0 + $1.key.utf8.count + Optional($1.value).weight }
        default: 1
        }
    }
}
