import Commons
import Secrets

extension CommunityDesk {
    /// Digits that nobody can know beforehand: of a fresh id that goes nowhere else.
    func newCode(_ facet: CodeFacet) -> FormValue {
        let bytes = SHA256Digest.bytes(of: Array(surroundings.newID().utf8)).prefix(8)
        var number = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var digits = ""
        for _ in 0..<facet.digits {
            digits.append(String(number % 10))
            number /= 10
        }
        return .text(digits)
    }
}
