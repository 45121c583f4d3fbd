import Commons
public import Rulebook

/// How a tariff charges.
public struct Tariff: Hashable, Sendable {
    public enum Basis: String, Hashable, Sendable, CaseIterable {
        /// By floor area and month.
        case area
        /// By home or parking space, and month.
        case place

        public var title: Phrase {
            switch self {
            case .area: Phrase(zh: "按建筑面积（每平方米·月）", en: "By floor area (m² and month)")
            case .place: Phrase(zh: "按户或车位（每月）", en: "By home or parking space, a month")
            }
        }
    }

    /// In ten-thousandths of a yuan: 100,000 yuan.
    static let mostPrice = 1_000_000_000

    public var basis: Basis
    /// In ten-thousandths of a yuan.
    public var price: Int
    /// Of `Estate.spaceLevels`.
    var level: String
    var from: Day
    var until: Day?
    var days: Int

    /// nil: it was written before the form asked for all of this.
    init?(_ item: Item) {
        func text(_ field: String) -> String? { item.fields[field]?.text }
        guard let basis = text("basis").flatMap(Basis.init(rawValue:)), let price = item.fields["price"]?.number,
            let level = text("level"), let from = text("from").flatMap({ Day($0) }),
            let days = item.fields["days"]?.number
        else { return nil }
        self.basis = basis
        self.price = price
        self.level = level
        self.from = from
        until = text("until").flatMap { Day($0) }
        self.days = days
    }

    /// What so much costs, to the fen, half a fen up; nil: more than can be booked.
    ///
    /// `price`: ten-thousandths of a yuan, 0...10^9; `quantity`: hundredths, 0...10^9.
    public static func fen(price: Int, quantity: Int) -> Int? {
        let (product, isOver) = price.multipliedReportingOverflow(by: quantity)
        guard !isOver, product >= 0 else { return nil }
        // Millionths of a yuan to hundredths. Written so that nothing can overflow before it is divided.
        let fen = product / 10_000 + (product % 10_000 >= 5_000 ? 1 : 0)
        return fen <= CommunityLimits.fen ? fen : nil
    }
}

/// A month that is billed.
public struct BillingMonth: Hashable, Sendable {
    public let first: Day

    /// `2026-03`; anything else: nil.
    public init?(_ text: String) {
        guard text.utf8.count == 7, let first = Day(text + "-01") else { return nil }
        self.first = first
    }

    public init(_ day: Day) { first = day.adding(days: 1 - day.day) }

    public var last: Day { first.adding(months: 1).adding(days: -1) }
    public var text: String { String(first.description.prefix(7)) }
}
