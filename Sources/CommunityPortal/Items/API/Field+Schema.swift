import Commons
import PortalKit
import Rulebook

extension Field {
    /// What the API gives of it.
    var shownSchema: Schema {
        if secrecy == .personal { return .string().meaning(zh: title.zh + "（打码）", en: title.en + ", masked") }
        let schema: Schema =
            switch content {
            case .integer(let range): .integer(range)
            case .decimal, .money: .number
            case .flag: .boolean
            case .choices, .files, .references: .array(of: .string(0...200))
            case .moment: .string(1...40, format: "date-time")
            case .day: .string(pattern: .day, format: "date")
            case .outline: .string(0...20_000)
            case .line, .words, .choice, .personal, .reference, .person, .position: .string()
            }
        return schema.meaning(zh: meaning.zh, en: meaning.en)
    }

    /// What the API takes for it.
    /// - Parameter canBeNothing: `null` empties it.
    func takenSchema(canBeNothing: Bool) -> Schema {
        let schema: Schema =
            switch content {
            case .line(let most): .string(least...most, pattern: .line)
            case .words(let most): .string(least...most)
            case .integer(let range): .integer(range)
            case .decimal, .money: .number
            case .day: .string(pattern: .day, format: "date")
            case .moment: .string(1...40, format: "date-time")
            case .choice(let options): .oneOf(words: options.map(\.id))
            case .choices(let options): .array(of: .oneOf(words: options.map(\.id)), least...max(options.count, 1))
            case .flag: .boolean
            case .personal: .string(least...1000)
            case .reference: .string(1...400)
            case .references(_, let most): .array(of: .string(1...400), least...max(most, 1))
            case .person: .string(1...64)
            case .position: .string(3...40)
            case .outline: .string(11...20_000)
            case .files(let most): .array(of: .string(pattern: .fileName), least...max(most, 1))
            }
        let told = schema.meaning(zh: meaning.zh, en: meaning.en)
        return canBeNothing && !isRequired ? told.nullable : told
    }

    private var least: Int { isRequired ? 1 : 0 }

    /// What it is, with its unit and what to write.
    private var meaning: Phrase {
        let unit = self.unit.isEmpty ? "" : " (\(self.unit))"
        let more: Phrase? =
            switch content {
            case .money: Phrase(zh: "元", en: "in yuan")
            case .reference(let kind): Phrase(zh: "\(kind) 的 id 或编号", en: "id or number of one of '\(kind)'")
            case .references(let kind, _): Phrase(zh: "\(kind) 的 id 或编号，可多个", en: "ids or numbers of '\(kind)'")
            case .person: Phrase(zh: "人员的 id 或登录名", en: "id or log-in of somebody")
            case .position: Phrase(zh: "经度,纬度（WGS 84）", en: "longitude,latitude (WGS 84)")
            case .outline: Phrase(zh: "3 至 500 个 经度,纬度，用空格分开", en: "3 to 500 of longitude,latitude with blanks between")
            case .files: Phrase(zh: "上传的编号，或已在其中的文件的摘要", en: "ids of uploads, or digests of files that it has")
            case .personal(let kind): kind.hint
            default: nil
            }
        return more.map { Phrase(zh: "\(title.zh)\(unit)，\($0.zh)", en: "\(title.en)\(unit), \($0.en)") }
            ?? Phrase(zh: title.zh + unit, en: title.en + unit)
    }
}

extension Pattern {
    /// One line of text.
    static let line = Pattern(#"^[^\u0000-\u001F\u007F]*$"#) { text in
        text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
    }

    /// The id of an upload or the digest of a file.
    static let fileName = Pattern.of("0-9a-z", 1...64)

    /// What an act may be known by.
    static let actID = Pattern.of("!-~", 1...64)

    /// Where a list goes on: milliseconds and an id.
    static let itemCursor = Pattern(#"^[0-9]{1,15}-[!-~]{1,64}$"#) { text in
        let parts = text.utf8.split(separator: 45, maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 && (1...15).contains(parts[0].count) && (1...64).contains(parts[1].count)
            && parts[0].allSatisfy { (48...57).contains($0) } && parts[1].allSatisfy { (33...126).contains($0) }
    }
}
