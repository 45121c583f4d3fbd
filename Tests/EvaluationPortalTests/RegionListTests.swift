import Commons
import Evaluation
import PortalKit
import Rulebook
import Testing

@testable import EvaluationPortal

/// The table of communities: what is in it, in which order, on which page.
@Suite struct RegionListTests {
    private typealias S = RegionSamples

    private let rows = CommunityRow.all(
        CommunityStanding.all([
            S.summary(1, q: 7000) { S.certify(&$0) }, S.summary(2, q: 9000, grade: "three-star"),
            S.summary(3, q: 7000, grade: nil, state: "review") { $0.region = "330108" },
            S.summary(4, q: 100, grade: "one-star") { $0.community = "Ärger Garden" },
            S.summary(5, state: "draft", year: nil), S.summary(6, q: 9000, grade: "three-star"),
        ]), S.rulebook, on: S.today)

    private func list(_ query: [(String, String)]) throws -> CommunityList {
        try CommunityList(Fields(query.map { Fields.Pair($0.0, $0.1) }), standard: nil)
    }

    private func order(_ query: (String, String)...) throws -> [String] {
        try list(query).rows(rows).map { String($0.caseID.dropFirst(5)) }
    }

    @Test func theBestComesFirst() throws { #expect(try order() == ["2", "6", "1", "3", "4", "5"]) }

    @Test(arguments: [
        ("q", "up", "413265"), ("q", "down", "261345"), ("grade", "up", "341265"), ("grade", "down", "261435"),
        ("distance", "up", "314256"), ("distance", "down", "413256"), ("region", "up", "124563"),
        ("region", "down", "312456"), ("certificate", "up", "123456"), ("community", "up", "412356"),
        ("state", "up", "531246"),
    ])
    func sorted(_ sort: String, _ direction: String, _ expected: String) throws {
        #expect(try order(("sort", sort), ("order", direction)).joined() == expected)
    }

    @Test func filtered() throws {
        #expect(try order(("grade", "three-star")) == ["2", "6"])
        #expect(try order(("grade", CommunityList.noGrade)) == ["3"])
        #expect(try order(("state", "draft")) == ["5"])
        #expect(try order(("q", "ärger")) == ["4"])
        #expect(try order(("q", "学院路 2 号")) == ["2"])
        #expect(try order(("q", "000003")) == ["3"])
        #expect(try order(("q", "zhsq-2025-000001")) == ["1"])
        #expect(try order(("q", "nobody")) == [])
    }

    @Test(arguments: [("sort", "cost"), ("page", "0"), ("page", "x"), ("sort", "")])
    func nonsenseIsRefusedOrTheUsual(_ name: String, _ value: String) throws {
        guard !value.isEmpty else {
            #expect(try list([(name, value)]).sort == .q)
            return
        }
        #expect(throws: Refusal.self) { try list([(name, value)]) }
    }

    @Test func addressesComeBackAsTheSameList() throws {
        var list = CommunityList()
        (list.text, list.grade, list.state, list.region) = ("a b&c=<", "one-star", "review", "330106")
        (list.sort, list.isDescending, list.page) = (.community, false, 3)
        let query = try #require(list.path().split(separator: "?").last)
        let fields = try #require(Fields(encoded: query.utf8))
        #expect(try CommunityList(fields, standard: nil) == list)
        #expect(CommunityList().path() == "/region/communities")
        #expect(CommunityList().path(Routes.regionExport, ["csv"]) == "/region/export/csv")
    }

    @Test func headsSortAndTurnRound() throws {
        let list = CommunityList()
        #expect(list.path(by: .community) == "/region/communities?sort=community&order=up")
        #expect(list.path(by: .q) == "/region/communities?sort=q&order=up")
        #expect(try self.list([("sort", "community"), ("order", "up")]).path(by: .community).hasSuffix("order=down"))
    }

    @Test(arguments: [(0, 1, 0, 1), (1, 1, 1, 1), (50, 1, 50, 1), (51, 1, 50, 2), (51, 2, 1, 2), (51, 9, 1, 2)])
    func pages(_ count: Int, _ page: Int, _ shown: Int, _ pages: Int) throws {
        var list = CommunityList()
        list.page = page
        let result = list.shown(Array(repeating: rows[0], count: count))
        #expect(result.rows.count == shown && result.pages == pages && result.page == min(page, pages))
    }

    // MARK: The next star

    private func next(_ q: Int, _ grade: String?) -> NextStar? {
        NextStar(q: q, grade: grade, NextStar.Ladder(S.rulebook))
    }

    @Test(arguments: [
        (0, "basic", "one-star", 0), (1, "one-star", "two-star", 5999), (5999, "one-star", "two-star", 1),
        (6000, "one-star", "two-star", 0), (6001, "two-star", "three-star", 2499), (8500, "two-star", "three-star", 0),
    ])
    func distanceToTheLine(_ q: Int, _ grade: String, _ goal: String, _ distance: Int) throws {
        let next = try #require(self.next(q, grade))
        #expect(next.grade == goal && next.distance == distance)
    }

    @Test(arguments: [(5999, "one-star", false), (6000, "one-star", false), (0, "basic", false), (9000, nil, true)])
    func aLineThatTheGradeBeginsAboveIsNotReachedOnIt(_ q: Int, _ grade: String?, _ isReached: Bool) {
        #expect(next(q, grade)?.isReached == isReached)
    }

    @Test func theHighestHasNoneAndWhoHasNoneAimsAtTheFirst() {
        #expect(next(9000, "three-star") == nil)
        #expect(next(9000, nil)?.grade == "one-star" && next(9000, nil)?.distance == 0)
        #expect(next(7000, "two-star")?.line == "Q > 85")
    }

    @Test func draftsHaveNoNumbers() throws {
        let draft = try #require(rows.first { $0.caseID == "case-5" })
        #expect(draft.q == nil && draft.next == nil && draft.grade == nil)
    }
}
