public import Rulebook

/// What a billing run does, or would do.
public struct BillingPlan: Sendable {
    public struct Line: Hashable, Sendable {
        public var home: CommunityDesk.Named
        /// In hundredths.
        public var quantity: Int
        public var fen: Int
    }

    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// There is a bill of this tariff and period.
        case billed
        case noArea
        /// Less than half a fen.
        case nothing
        case tooMuch

        public var title: Phrase {
            switch self {
            case .billed: Phrase(zh: "本期已经出账", en: "billed already")
            case .noArea: Phrase(zh: "没有登记建筑面积", en: "no floor area is known")
            case .nothing: Phrase(zh: "金额不足一分", en: "comes to less than a fen")
            case .tooMuch: Phrase(zh: "金额超出上限", en: "comes to more than can be booked")
            }
        }
    }

    public struct LeftOut: Hashable, Sendable {
        public var home: CommunityDesk.Named
        public var reason: Reason
    }

    public var tariff: CommunityDesk.Named
    public var month: BillingMonth
    public var due: Day
    public var lines: [Line] = []
    public var leftOut: [LeftOut] = []

    public var fen: Int { lines.map(\.fen).reduce(0, +) }

    /// How many are left out for each reason.
    public var reasons: [(reason: Reason, count: Int)] {
        Reason.allCases.compactMap { reason in
            let count = leftOut.count { $0.reason == reason }
            return count == 0 ? nil : (reason, count)
        }
    }
}

/// What is asked of a billing run.
public struct BillingRequest: Hashable, Sendable {
    /// Id or code.
    public var tariff: String
    /// `2026-03`.
    public var period: String
    /// Id or code of a space; nil: all that the organisation keeps.
    public var within: String?

    public init(tariff: String, period: String, within: String? = nil) {
        self.tariff = tariff
        self.period = period
        self.within = within
    }
}
