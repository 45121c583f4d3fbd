import Commons
import Community

extension Property {
    static let starts = [
        Start(.resident, .new, "complaint", zh: "投诉建议", en: "Complain or suggest", symbol: "voice", rank: 50),
        Start(.resident, .new, "permit", zh: "搬家装修", en: "Move or fit out", symbol: "move", rank: 70),
        Start(
            .manager, .open, "complaint", zh: "投诉建议", en: "Complaints", symbol: "voice", rank: 25,
            in: ["open", "accepted"]),
        Start(.manager, .all, "house", zh: "房屋档案", en: "House files", symbol: "house", rank: 50),
        Start(.resident, .open, "parcel", zh: "快件", en: "Parcels", symbol: "parcel", rank: 80),
    ]
}
