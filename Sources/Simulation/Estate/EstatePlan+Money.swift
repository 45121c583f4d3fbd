import Commons
import Community

extension EstatePlan {
    /// A tariff, this month's bills of the first building, and what two of three homes have paid of them.
    func plantMoney(_ desk: CommunityDesk, by manager: Visitor) async throws {
        func create(_ kind: Kind, _ texts: [String: String], place: String? = nil) async throws {
            let draft = CommunityDesk.Draft(texts.mapValues { [$0] }, place: place)
            _ = try await desk.create(kind, draft, id: desk.surroundings.newID(), by: manager)
        }
        let today = desk.surroundings.now().day
        let year = "\(today)".prefix(4)
        try await create(
            Estate.tariff,
            [
                "name": "物业服务费", "code": "WY-1", "charge": "property", "basis": "area", "price": "2.8",
                "level": "home", "from": "\(year)-01-01", "days": "30", "remark": "物业服务合同第四条",
            ])
        let plan = try await desk.issueBills(
            BillingRequest(tariff: "WY-1", period: BillingMonth(today).text, within: "HDL-1"), by: manager)
        for (index, line) in plan.lines.enumerated() where index % 3 != 2 {
            let way = index % 2 == 0 ? "wechat" : "bank"
            try await create(
                Estate.payment,
                ["amount": Fen.digits(line.fen), "way": way, "reference": "\(year)\(10_001 + index)"],
                place: line.home.number)
        }
    }
}
