import Foundation

extension TemplateRun {
    /// - Parameter arguments: one for each parameter of the filter; nil: not given.
    mutating func apply(
        _ filter: TemplateFilter, to value: JSONValue?, _ arguments: [JSONValue?]
    ) throws(Failure) -> JSONValue? {
        switch filter {
        case .float:
            guard let number = try number(value) else { return try given(arguments[0]) }
            return .number(number)
        case .int:
            guard let whole = try whole(value, base: arguments[1]) else { return try given(arguments[0]) }
            return .whole(whole)
        case .round: return try rounded(value, arguments)
        case .default:
            let isMissing = arguments[1].isTrue ? !value.isTrue : value == nil
            return isMissing ? arguments[0] ?? .text("") : value
        case .defined: return try given(value)
        case .lower: return .text(try text(value).lowercased())
        case .upper: return .text(try text(value).uppercased())
        case .trim: return .text(String(Substring(try text(value).utf8.trimmed)))
        case .string: return .text(try text(value))
        case .abs: return try distance(value)
        case .length: return try length(value)
        case .replace: return try replaced(value, arguments)
        case .iif: return try chosen(value, arguments)
        case .multiply, .add:
            guard let one = try number(value), let other = try number(arguments[0]) else {
                return try given(arguments[1])
            }
            return try arithmetic(filter == .add ? .plus : .times, .number(one), .number(other))
        case .bits:
            guard let one = value?.countedWhole, let other = arguments[0]?.countedWhole else { throw Failure() }
            return .whole(one & other)
        case .bool:
            guard let truth = try truth(value) else { return try given(arguments[0]) }
            return truth
        case .get:
            guard case .object(let entries) = value, let key = arguments[0]?.written else { throw Failure() }
            return entries[key] ?? arguments[1] ?? .null
        }
    }

    private func given(_ value: JSONValue?) throws(Failure) -> JSONValue {
        guard let value else { throw Failure() }
        return value
    }

    /// What is undefined is an empty text.
    private mutating func text(_ value: JSONValue?) throws(Failure) -> String {
        guard let value else { return "" }
        guard let text = value.written else { throw Failure() }
        try spend(text.utf8.count)
        return text
    }

    // MARK: Numbers

    /// What is undefined is no number, nor does a default stand for it: else what a message does not tell became a
    /// value. nil: a default may.
    private mutating func number(_ value: JSONValue?) throws(Failure) -> Double? {
        guard case .text(let text) = try given(value) else { return value?.counted }
        try spend(text.utf8.count)
        return JSONValue.number(text)
    }

    private mutating func whole(_ value: JSONValue?, base: JSONValue?) throws(Failure) -> Int64? {
        if case .text(let text) = value, let base = base?.countedWhole, base != 10 {
            guard (2...36).contains(base) else { throw Failure() }
            try spend(text.utf8.count)
            var digits = Substring(text.utf8.trimmed).lowercased()
            if base == 16, digits.hasPrefix("0x") { digits.removeFirst(2) }
            if let whole = Int64(digits, radix: Int(base)) { return whole }
        }
        if let whole = value?.countedWhole { return whole }
        guard let number = try number(value) else { return nil }
        return Int64(exactly: number.rounded(.towardZero))
    }

    /// As Python rounds: halves to the even neighbour, by what the number exactly is.
    private mutating func rounded(_ value: JSONValue?, _ arguments: [JSONValue?]) throws(Failure) -> JSONValue {
        guard let number = try number(value) else { return try given(arguments[2]) }
        let places = arguments[0] == nil ? 0 : arguments[0]?.countedWhole
        guard let places, (0...15).contains(places) else { throw Failure() }
        var result: Double?
        switch arguments[1] {
        case nil, .text("common"): result = Double(String(format: "%.\(places)f", number))
        case .text("floor"), .text("ceil"):
            let scale = pow(10, Double(places))
            result = (number * scale).rounded(arguments[1] == .text("floor") ? .down : .up) / scale
        default: throw Failure()
        }
        guard let result, result.isFinite else { throw Failure() }
        return places == 0 ? JSONValue(result) : .number(result)
    }

    private func distance(_ value: JSONValue?) throws(Failure) -> JSONValue {
        if let whole = value?.countedWhole, whole != .min { return .whole(abs(whole)) }
        guard let number = value?.counted else { throw Failure() }
        return .number(abs(number))
    }

    // MARK: Texts and truth

    private mutating func length(_ value: JSONValue?) throws(Failure) -> JSONValue {
        switch value {
        case nil: return .whole(0)
        case .text(let text):
            try spend(text.utf8.count)
            return .whole(Int64(text.unicodeScalars.count))
        case .list(let values): return .whole(Int64(values.count))
        case .object(let entries): return .whole(Int64(entries.count))
        case .null, .flag, .whole, .number: throw Failure()
        }
    }

    private mutating func replaced(_ value: JSONValue?, _ arguments: [JSONValue?]) throws(Failure) -> JSONValue {
        let old = Array(try text(arguments[0]).utf8)
        let new = Array(try text(arguments[1]).utf8)
        guard !old.isEmpty else { throw Failure() }
        var rest = Array(try text(value).utf8)[...]
        var result: [UInt8] = []
        while let place = try place(of: old, in: rest) {
            try spend(new.count)
            result += rest[..<place] + new
            rest = rest[(place + old.count)...]
        }
        return .text(String(decoding: result + rest, as: UTF8.self))
    }

    private mutating func chosen(_ value: JSONValue?, _ arguments: [JSONValue?]) throws(Failure) -> JSONValue {
        if value == .null, let other = arguments[2] { return other }
        return value.isTrue ? arguments[0] ?? .flag(true) : arguments[1] ?? .flag(false)
    }

    private mutating func truth(_ value: JSONValue?) throws(Failure) -> JSONValue? {
        if let number = value?.counted { return .flag(number != 0) }
        switch try text(value).lowercased() {
        case "1", "true", "yes", "on", "enable": return .flag(true)
        case "0", "false", "no", "off", "disable": return .flag(false)
        default: return nil
        }
    }
}
