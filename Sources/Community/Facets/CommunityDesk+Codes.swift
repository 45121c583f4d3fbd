import Commons
import Secrets

extension CommunityDesk {
    /// The number that comes with an act; nil: none does. No two open things of a kind and organisation have the same.
    func code(
        _ kind: Kind, on act: String, of organisation: String, _ records: any CommunityRecords
    ) throws -> (field: String, value: FormValue)? {
        guard let facet = kind.code, facet.act == act else { return nil }
        for _ in 0..<CommunityDesk.mostTries {
            let code = CommunityDesk.digits(of: surroundings.newID(), facet.digits)
            let taken = try records.items(
                ItemQuery(
                    kind: kind.id, reach: [.organisation(organisation)], states: kind.openStates.sorted(),
                    values: [.init(facet.field, code)], limit: 1))
            if taken.isEmpty { return (facet.field, .text(code)) }
        }
        throw Refusal(.unavailable, zh: "号码已用完，请先办结旧的", en: "there are no numbers left: close old ones first")
    }

    private static let mostTries = 50

    /// Digits that say nothing of what they were made from.
    static func digits(of id: String, _ count: Int) -> String {
        let bytes = SHA256Digest.bytes(of: Array(id.utf8))
        let number = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let most = (0..<count).reduce(UInt64(1)) { product, _ in product * 10 }
        let digits = String(number % most)
        return String(repeating: "0", count: count - digits.utf8.count) + digits
    }
}
