public import Rulebook

/// One question of a form.
public struct Field: Hashable, Sendable, Codable {
    /// What may stand in it.
    public enum Content: Hashable, Sendable, Codable {
        /// One line. `most`: its characters.
        case line(most: Int)
        /// Several lines.
        case words(most: Int)
        case integer(ClosedRange<Int>)
        /// `decimals`: 1 to 6; the range is in units of the last one.
        case decimal(decimals: Int, ClosedRange<Int>)
        /// Yuan, kept in fen.
        case money
        case day
        /// Beijing time, to the minute.
        case moment
        case choice([Option])
        case choices([Option])
        case flag
        /// Something of people, in its normal form; always kept as `Secrecy.personal`.
        case personal(PersonalKind)
        /// An item of this kind, by its number.
        case reference(kind: String)
        /// Several items of this kind, by their numbers.
        case references(kind: String, most: Int)
        /// Somebody with a log-in, by it.
        case person
        /// Longitude and latitude (WGS 84) in degrees, as `120.123456,30.123456`.
        case position
        /// The outline of a place: positions with spaces between, 3 to 500 of them, the first not repeated.
        case outline
        /// Files, by the digests of their contents.
        case files(most: Int)
    }

    /// One of several answers.
    public struct Option: Hashable, Sendable, Codable {
        public var id: String
        public var title: Phrase

        public init(_ id: String, zh: String, en: String) {
            self.id = id
            title = Phrase(zh: zh, en: en)
        }
    }

    /// How it is kept.
    public enum Secrecy: String, Hashable, Sendable, Codable {
        case open
        /// Of people: encrypted where it stands, masked until somebody says why they look.
        case personal
    }

    /// Who fills it in, if not people.
    public enum Writer: String, Hashable, Sendable, Codable {
        /// The program, as it goes along: it is shown and never asked.
        case program
    }

    /// Letters and digits.
    public var id: String
    public var title: Phrase
    public var content: Content
    public var unit: String
    public var note: Phrase?
    public var isRequired: Bool
    /// Stands in lists.
    public var isListed: Bool
    /// Lists can be narrowed by it; of a personal one, those that are this very value can be found.
    public var isFiltered: Bool
    public var secrecy: Secrecy
    /// Administrators have added it to what the kind declares.
    public var isAdded = false
    /// nil: people do.
    public var writer: Writer?

    public init(
        _ id: String, zh: String, en: String, _ content: Content, unit: String = "", note: Phrase? = nil,
        isRequired: Bool = false, isListed: Bool = false, isFiltered: Bool = false, secrecy: Secrecy = .open,
        writer: Writer? = nil
    ) {
        self.id = id
        title = Phrase(zh: zh, en: en)
        self.content = content
        self.unit = unit
        self.note = note
        self.isRequired = isRequired
        self.isListed = isListed
        self.isFiltered = isFiltered
        self.writer = writer
        if case .personal = content { self.secrecy = .personal } else { self.secrecy = secrecy }
    }

    public var options: [Option] {
        switch content {
        case .choice(let options), .choices(let options): options
        default: []
        }
    }

    /// The kind of the items that it names, one or several; nil: it names none.
    public var referredKind: String? {
        switch content {
        case .reference(let kind), .references(let kind, _): kind
        default: nil
        }
    }

    /// Whether it holds several values at once.
    public var isMultiple: Bool {
        switch content {
        case .choices, .files, .references: true
        default: false
        }
    }
}
