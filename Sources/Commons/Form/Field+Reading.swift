public import Rulebook

extension Field {
    /// What somebody wrote into it, in a form, a cell or a call.
    /// - Parameter texts: as they came; several only where `isMultiple`.
    /// - Returns: nil where there is nothing.
    /// - Throws: A `Refusal` that says what may stand there.
    public func read(_ texts: [String]) throws(Refusal) -> FormValue? {
        let filled = texts.map(Field.trimmed).filter { !$0.isEmpty }
        if isMultiple {
            let parts = filled.flatMap { $0.split(whereSeparator: { ";；\n".contains($0) }).map { Field.trimmed($0) } }
            return filled.isEmpty ? nil : .list(try list(parts.filter { !$0.isEmpty }))
        }
        guard let text = filled.first else { return nil }
        guard filled.count == 1 else { throw refusal("只能填一个值", "takes one value") }
        return try value(text)
    }

    private func list(_ parts: [String]) throws(Refusal) -> [String] {
        var seen: [String] = []
        for part in parts {
            let one: String
            if case .files = content {
                guard part.utf8.count == 64, part.utf8.allSatisfy(Field.isHexadecimal) else {
                    throw refusal("不是文件", "is no file")
                }
                one = part
            } else if case .references = content {
                one = try words(part, 400)
            } else {
                one = try option(part)
            }
            if !seen.contains(one) { seen.append(one) }
        }
        if case .files(let most) = content, seen.count > most {
            throw refusal("至多 \(most) 个文件", "has at most \(most) files")
        }
        if case .references(_, let most) = content, seen.count > most {
            throw refusal("至多 \(most) 项", "names at most \(most)")
        }
        return seen
    }

    private func value(_ text: String) throws(Refusal) -> FormValue {
        switch content {
        case .line(let most), .words(let most): return .text(try words(text, most))
        case .integer(let range): return .number(try whole(text, range))
        case .decimal(let decimals, let range): return .number(try decimal(text, decimals, range))
        case .money: return .number(try decimal(text, 2, -Field.mostFen...Field.mostFen))
        case .day:
            guard let day = Day(text) else { throw refusal("日期应写作 2026-03-01", "is a day such as 2026-03-01") }
            return .text(day.description)
        case .moment:
            guard let moment = Instant(text: text) else {
                throw refusal("时间应写作 2026-03-01 09:30", "is a moment such as 2026-03-01 09:30")
            }
            return .number(Int(moment.milliseconds))
        case .choice: return .text(try option(text))
        case .choices, .files, .references: return .list([text])
        case .flag: return .flag(try flag(text))
        case .personal(let kind):
            do {
                return .text(try kind.normal(text))
            } catch {
                throw Refusal(.invalid, (error as? Refusal)?.reason ?? title, place: id)
            }
        case .reference, .person: return .text(try words(text, 64))
        case .position:
            guard let position = GeoPosition(text) else {
                throw refusal("应写作 经度,纬度，如 120.123456,30.123456", "is longitude,latitude such as 120.123456,30.123456")
            }
            return .text(position.description)
        case .outline:
            guard let outline = GeoPosition.outline(text) else {
                throw refusal("应是 3 到 500 个 经度,纬度，用空格分开", "is 3 to 500 of longitude,latitude with spaces between")
            }
            return .text(outline.map(\.description).joined(separator: " "))
        }
    }

    /// The most that money may be: a hundred billion yuan.
    static let mostFen = 10_000_000_000_000

    private func words(_ text: String, _ most: Int) throws(Refusal) -> String {
        if text.unicodeScalars.count > most { throw refusal("最多 \(most) 个字符", "has more than \(most) characters") }
        if case .words = content { return text }
        if text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            throw refusal("不能换行或含控制字符", "has a line break or a control character")
        }
        return text
    }

    private func whole(_ text: String, _ range: ClosedRange<Int>) throws(Refusal) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw refusal(
                "应是 \(range.lowerBound) 到 \(range.upperBound) 之间的整数",
                "is a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private func decimal(_ text: String, _ decimals: Int, _ range: ClosedRange<Int>) throws(Refusal) -> Int {
        guard let number = Field.scaled(text, decimals), range.contains(number) else {
            let (low, high) = (
                Field.digits(range.lowerBound, decimals), Field.digits(range.upperBound, decimals)
            )
            throw refusal(
                "应是 \(low) 到 \(high) 之间、至多 \(decimals) 位小数的数",
                "is a number from \(low) to \(high) with at most \(decimals) decimals")
        }
        return number
    }

    private func option(_ text: String) throws(Refusal) -> String {
        if let found = options.first(where: { $0.id == text || $0.title.zh == text || $0.title.en == text }) {
            return found.id
        }
        let names = options.map(\.title).joined()
        throw refusal("只能是：\(names.zh)", "is one of \(names.en)")
    }

    private func flag(_ text: String) throws(Refusal) -> Bool {
        switch text.lowercased() {
        case "true", "1", "on", "yes", "是", "有": return true
        case "false", "0", "no", "否", "无": return false
        default: throw refusal("只能是：是、否", "is yes or no")
        }
    }

    func refusal(_ zh: String, _ en: String) -> Refusal {
        Refusal(.invalid, zh: "“\(title.zh)”\(zh)", en: "'\(title.en)' \(en)", place: id)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...102).contains(byte) }

    static func trimmed(_ text: some StringProtocol) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return String(rest)
    }

    /// `21.5` with one decimal is 215; nil where there are more decimals, or anything else.
    static func scaled(_ text: String, _ decimals: Int) -> Int? {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        let digits = { (part: Substring) in !part.isEmpty && part.utf8.allSatisfy { (48...57).contains($0) } }
        guard (1...2).contains(parts.count), parts.allSatisfy(digits) else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.utf8.count <= decimals else { return nil }
        let zeros = String(repeating: "0", count: decimals - fraction.utf8.count)
        guard let number = Int(String(parts[0] + fraction) + zeros) else { return nil }
        return isNegative ? -number : number
    }

    /// 215 with one decimal is `21.5`.
    static func digits(_ number: Int, _ decimals: Int) -> String {
        let digits = String(number.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
        let point = padded.index(padded.endIndex, offsetBy: -decimals)
        let fraction = padded[point...]
        return (number < 0 ? "-" : "") + padded[..<point] + (fraction.isEmpty ? "" : "." + fraction)
    }
}
