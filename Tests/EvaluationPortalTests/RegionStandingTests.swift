import Evaluation
import Rulebook
import Testing

@testable import EvaluationPortal

/// Which evaluations are one community's, and which of them stands for it.
@Suite struct RegionStandingTests {
    private typealias S = RegionSamples

    private func groups(_ summaries: [EvaluationSummary]) -> [[String]] {
        CommunityStanding.all(summaries).map { $0.cases.map(\.caseID) }
    }

    @Test func nothingIsNothing() { #expect(CommunityStanding.all([]).isEmpty) }

    @Test func sameNameAndAddressIsOneCommunity() {
        let again = S.summary(2) { ($0.community, $0.address) = ("社区1", "学院路 1 号") }
        let elsewhere = S.summary(3) { $0.community = "社区1" }
        #expect(groups([S.summary(1), again, elsewhere]) == [["case-1", "case-2"], ["case-3"]])
    }

    @Test func withoutAnAddressTheRegionTellsThemApart() {
        let here = S.summary(1) { ($0.community, $0.address) = ("花园", "") }
        let there = S.summary(2) { ($0.community, $0.address, $0.region) = ("花园", "", "330108") }
        let hereAgain = S.summary(3) { ($0.community, $0.address) = ("花园", "") }
        #expect(groups([here, there, hereAgain]) == [["case-1", "case-3"], ["case-2"]])
    }

    @Test func aCaseThatNamesTheOneBeforeFollowsItThroughNewNames() {
        let renamed = S.summary(2) { $0.previous = "case-1" }
        let again = S.summary(4) { $0.previous = "case-2" }
        let stranger = S.summary(3) { $0.previous = "case-elsewhere" }
        #expect(
            groups([S.summary(1), renamed, stranger, again]) == [["case-1", "case-2", "case-4"], ["case-3"]])
    }

    @Test func circlesDoNotHang() {
        let one = S.summary(1) { $0.previous = "case-2" }
        let two = S.summary(2) { $0.previous = "case-1" }
        let own = S.summary(3) { $0.previous = "case-3" }
        #expect(groups([one, two, own]) == [["case-1", "case-2"], ["case-3"]])
    }

    @Test(arguments: ["draft", "refused", "withdrawn"])
    func theLastThatWasSubmittedStands(_ state: String) throws {
        let next = S.summary(2, state: state, year: state == "draft" ? nil : 2026) { $0.previous = "case-1" }
        let standing = try #require(CommunityStanding([S.summary(1), next]))
        #expect(standing.latest.caseID == "case-1" && standing.isScored)
        let alone = try #require(CommunityStanding([next]))
        #expect(alone.latest.caseID == "case-2" && !alone.isScored)
    }

    @Test func anOldCertificateHoldsWhileTheNextEvaluationGoesOn() throws {
        let old = S.summary(1) { S.certify(&$0) }
        let standing = try #require(CommunityStanding([old, S.summary(2, state: "review")]))
        #expect(standing.latest.caseID == "case-2" && standing.isCertified(on: S.today))
        #expect(standing.certificate(on: S.today)?.number == "ZHSQ-2025-000001")
        #expect(!standing.isCertified(on: S.day("2028-03-02")))
        #expect(standing.certificate(on: S.day("2028-03-02"))?.status == .expired)
    }

    @Test func theCertificateThatHoldsIsNamedBeforeALaterRevokedOne() throws {
        let old = S.summary(1) { S.certify(&$0) }
        let revoked = S.summary(2) {
            S.certify(&$0)
            $0.isRevoked = true
        }
        let standing = try #require(CommunityStanding([old, revoked]))
        #expect(standing.certificate(on: S.today)?.number == "ZHSQ-2025-000001")
        #expect(try #require(CommunityStanding([revoked])).certificate(on: S.today)?.status == .revoked)
        #expect(CommunityStanding([]) == nil)
    }

    @Test func setsComeInTheOrderOfTheirFirstMembers() {
        var sets = DisjointSets(count: 6)
        sets.join(5, 1)
        sets.join(4, 0)
        sets.join(1, 4)
        #expect(sets.sets() == [[0, 1, 4, 5], [2], [3]])
        var none = DisjointSets(count: 0)
        #expect(none.sets().isEmpty)
    }
}
