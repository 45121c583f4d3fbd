import Commons
import Evaluation
import Rulebook
import Testing

@testable import EvaluationPortal

/// Where a regulator may look.
@Suite struct RegionScopeTests {
    private typealias S = RegionSamples
    private let oversee = EvaluationFunction.oversee

    private func scope(
        _ visitor: Visitor, _ chosen: String? = nil, _ policy: Policy = .standard
    ) throws(Refusal) -> RegionScope {
        try RegionScope(visitor, EvaluationFunction.oversee, policy, chosen: chosen)
    }

    @Test func aCityNarrowsToItsDistricts() throws {
        #expect(try scope(S.visitor(S.city)).codes == ["3301"])
        #expect(try scope(S.visitor(S.city), "330106").codes == ["330106"])
        #expect(try scope(S.visitor(S.city), "330106").whole.codes == ["3301"])
        #expect(try scope(S.visitor(S.district)).codes == ["330106"])
    }

    @Test(arguments: ["3301", "33", "330108", "3302", "33010", "x"])
    func aDistrictStaysInside(_ chosen: String) {
        #expect(throws: Refusal.self) { try scope(S.visitor(S.district), chosen) }
    }

    @Test func refusalsSayWhy() {
        for (visitor, chosen) in [
            (S.visitor(S.district), "330108"), (S.visitor(S.city, role: .reviewer), nil), (.anybody(), nil),
        ] as [(Visitor, String?)] {
            do throws(Refusal) {
                _ = try scope(visitor, chosen)
                Issue.record("\(String(describing: visitor.person)) is let in")
            } catch {
                #expect(error.kind == .forbidden && !error.reason.zh.isEmpty && !error.reason.en.isEmpty)
            }
        }
    }

    @Test func whatLiesInAnotherIsNotTwice() throws {
        #expect(try scope(S.visitor(S.district, S.city)).codes == ["3301"])
        var other = S.district
        (other.id, other.region) = ("other", "330206")
        let two = try scope(S.visitor(other, S.district))
        #expect(two.codes == ["330106", "330206"] && two.reaches("330206001") && !two.reaches("3302"))
    }

    @Test func organisationsThatAreClosedOrLieNowhereGiveNothing() {
        var closed = S.city
        closed.isActive = false
        var nowhere = S.city
        nowhere.region = ""
        #expect(throws: Refusal.self) { try scope(S.visitor(closed)) }
        #expect(throws: Refusal.self) { try scope(S.visitor(nowhere)) }
    }

    @Test func thePolicyMayGiveEverywhereOrHide() throws {
        let all = Policy([Policy.Grant(.regulator, oversee.id, .all, hidden: [.experts])])
        #expect(try scope(S.visitor(S.city), nil, all).codes == [""])
        #expect(try scope(S.visitor(S.city), "51", all).hidden == [.experts])
        let mixed = Policy(all.grants + [Policy.Grant(.regulator, oversee.id, .region)])
        #expect(try scope(S.visitor(S.city), nil, mixed).hidden == [.experts])
        #expect(try scope(S.visitor(S.city), "330106", mixed).hidden == [])
        let published = Policy([Policy.Grant(.regulator, oversee.id, .published)])
        #expect(throws: Refusal.self) { try scope(S.visitor(S.city), nil, published) }
    }

    @Test func areasOfACityAreItsDistrictsAndOfAStreetItsDistrict() throws {
        #expect(try scope(S.visitor(S.city)).areas(S.regions).map(\.code) == ["330106", "330108"])
        #expect(try scope(S.visitor(S.city), "330108").areas(S.regions).map(\.code) == ["330108"])
        #expect(try scope(S.visitor(S.city), "330108001").areas(S.regions).map(\.code) == ["330108"])
        #expect(try scope(S.visitor(S.district)).choices(S.regions).map(\.code) == ["330106"])
        #expect(try scope(S.visitor(S.district)).title(S.regions) == Phrase(zh: "湖滨区", en: "Lakeside"))
    }
}
