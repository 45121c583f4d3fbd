import Evaluation
import Markup
import Rulebook
import Testing

@testable import EvaluationPortal

/// Districts in numbers and on the map.
@Suite struct RegionAreaTests {
    private typealias S = RegionSamples

    private let summaries = [
        S.summary(1, q: 6000) { S.certify(&$0) }, S.summary(2, q: 8000),
        S.summary(3, q: 9000, grade: "three-star") { $0.region = "330108" },
        S.summary(4, state: "draft", year: nil) { $0.region = "330108001" }, S.summary(5) { $0.region = "33" },
    ]

    @Test func anAreaHoldsWhatLiesBelowIt() {
        let figures = AreaFigures.all(
            ["330106", "330108", "3301", "3302"], CommunityStanding.all(summaries), on: S.today)
        #expect(figures["330106"] == AreaFigures(communities: 2, scored: 2, certified: 1, median: 7000))
        #expect(figures["330108"] == AreaFigures(communities: 2, scored: 1, certified: 0, median: 9000))
        #expect(figures["3301"] == AreaFigures(communities: 4, scored: 3, certified: 1, median: 8000))
        #expect(figures["3302"] == AreaFigures())
        #expect(AreaFigures.all([], [], on: S.today).isEmpty)
    }

    @Test(arguments: [(0, 3, 0), (1, 3, 1), (2, 3, 2), (3, 3, 3), (1, 100, 1), (34, 100, 2), (67, 100, 3), (0, 0, 0)])
    func sharesInThirds(_ certified: Int, _ communities: Int, _ third: Int) {
        #expect(RegionMap.third(AreaFigures(communities: communities, certified: certified)) == third)
    }

    private func map(_ summaries: [EvaluationSummary], _ shade: RegionMap.Shade, chosen: String? = nil) throws -> String
    {
        let map = RegionMap(
            language: .chinese, data: try S.data(summaries, chosen: chosen), shade: shade, today: S.today)
        return map.card?.string ?? ""
    }

    @Test func dotsLeadToTheirCases() throws {
        let here = S.summary(1) { ($0.longitude, $0.latitude) = (124_150_000, 30_050_000) }
        let html = try map([here, S.summary(2)], .median)
        #expect(html.contains("href=\"/cases/case-1\"") && html.contains("社区1：二星级 · Q 70.00"))
        #expect(html.components(of: "class=\"place\"") == 1)
    }

    @Test func districtsLeadToThemselvesUntilOneIsThere() throws {
        let city = try map(summaries, .median)
        #expect(city.contains("href=\"/region?region=330106\"") && city.contains("湖滨区：2 个 · Q 70.00"))
        let district = try map(summaries, .certified, chosen: "330106")
        #expect(!district.contains("href=\"/region?region=") && !district.contains("江东区"))
        #expect(district.contains("持证 50.0%"))
    }

    @Test func tooManyDotsGiveWayToDistricts() throws {
        let many = (1...RegionMap.mostPlaces + 1).map { number in
            S.summary(number) { ($0.longitude, $0.latitude) = (124_150_000 + number, 30_050_000) }
        }
        #expect(try map(many, .median).components(of: "class=\"place\"") == 0)
        #expect(try map(Array(many.dropLast()), .median).components(of: "class=\"place\"") == RegionMap.mostPlaces)
    }

    @Test func withoutOutlinesAndPlacesThereIsNoMap() throws {
        var data = try S.data([S.summary(1)])
        data.regions = .none
        #expect(RegionMap(language: .english, data: data, shade: .median, today: S.today).card == nil)
    }
}

extension String {
    /// How often a part occurs.
    func components(of part: String) -> Int { ranges(of: part).count }
}
