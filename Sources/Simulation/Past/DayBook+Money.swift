import Commons
import Community
import Rulebook

/// Bills month by month, building by building, and who pays them.
extension DayBook {
    private var period: String { BillingMonth(date).text }

    mutating func noteMoney() {
        guard index > 0 else { return }
        if (1...plan.buildings).contains(date.day) {
            note(
                moment(10, 40), .manager, "bill",
                .bill(tariff: "WY-1", period: period, within: "\(plan.code)-\(date.day)"))
        }
        let payments = homesPaying.map { place, home in
            let way = ["wechat", "alipay", "wechat", "bank", "cash"][place % 5]
            return CommunityDesk.Draft(
                [
                    "amount": [EstatePlan.fee(home.area)], "way": [way],
                    "reference": ["\(period.filter(\.isNumber))\(20_001 + place)"],
                ], place: home.code)
        }
        guard !payments.isEmpty else { return }
        let table = EstatePlan.csv(["amount", "way", "reference"], payments)
        note(moment(17, 45), .manager, "paid", .bring(kind: "payment", table: table))
    }

    /// Each on a day of its own, after its building was billed; one of nine waits for another month.
    private var homesPaying: [(Int, EstatePlan.Space)] {
        plan.spaces.filter { $0.level == "home" }.enumerated().compactMap { place, home in
            let isPaying = date.day == 8 + place * 7 % 19 && (place + date.month) % 9 != 0
            return isPaying && index > 27 ? (place, home) : nil
        }
    }
}

extension EstatePlan {
    /// What a home is charged for a month, in yuan: 2.8 for each square metre, rounded to the fen.
    static func fee(_ area: String?) -> String {
        let hundredths = Int((area ?? "0").filter(\.isNumber)) ?? 0
        let fen = (hundredths * 28 + 5) / 10
        return "\(fen / 100).\(String(100 + fen % 100).dropFirst())"
    }
}
