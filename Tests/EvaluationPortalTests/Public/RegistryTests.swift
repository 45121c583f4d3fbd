import Evaluation
import Markup
import PortalKit
import Rulebook
import Testing

@testable import EvaluationPortal

@Suite struct RegistryTests {
    private static let regions = Regions(areas: [
        .init(
            code: "330106", name: Phrase(zh: "湖滨区", en: "Lakeside"),
            rings: [[.init(124.1, 30), .init(124.2, 30), .init(124.2, 30.1), .init(124.1, 30)]])
    ])

    private func entry(_ name: String, on day: String = "2026-03-05") throws -> RegistryView.Entry {
        try #require(RegistryView.Entry(Samples.summary(name), Samples.twoStars, on: Samples.day(day)))
    }

    private func view(_ language: PageLanguage, _ entries: [RegistryView.Entry], page: Int = 1) -> RegistryView {
        var search = RegistrySearch()
        search.page = page
        return RegistryView(
            language: language, search: search, entries: entries, regions: Self.regions,
            grades: Samples.rulebook.grades)
    }

    @Test func listsAndMaps() throws {
        let entries = [try entry("Cuihu")]
        let (zh, en) = expectBilingual { view($0, entries).body }
        for word in ["Cuihu", "湖滨区", "二星级", "78.35", "ZHSQ-2026-000001", "2029-03-01", "有效", "1 个社区"] {
            #expect(words(zh).contains(word), "\(word)")
        }
        #expect(zh.contains("href=\"/registry/ZHSQ-2026-000001\""))
        #expect(zh.contains("/registry?region=330106"))
        #expect(en.contains("Lakeside"))
        #expect(han(words(en)) == "")
    }

    @Test func theStatusIsThatOfTheDay() throws {
        #expect(try entry("Cuihu", on: "2029-03-01").status == .valid)
        #expect(try entry("Cuihu", on: "2029-03-02").status == .expired)
        #expect(RegistryView.Entry(try Samples.summary(certificate: nil), Samples.twoStars, on: Samples.day) == nil)
    }

    @Test func namesAreNoMarkup() throws {
        let entries = [try entry(Samples.evil)]
        expectSound(view(.chinese, entries).body)
        #expect(!view(.chinese, entries).body.string.contains("<img"))
    }

    @Test func nothingFoundSaysSo() {
        let (zh, en) = expectBilingual { view($0, []).body }
        #expect(zh.contains("没有符合条件的社区"))
        #expect(en.contains("No community found"))
    }

    @Test(arguments: [(0, 1, 0), (25, 1, 25), (26, 1, 25), (26, 2, 1), (26, 9, 0)])
    func pagesHoldTheirShare(_ count: Int, _ page: Int, _ shown: Int) throws {
        let entry = try entry("Cuihu")
        let html = view(.chinese, Array(repeating: entry, count: count), page: page).body.string
        #expect(html.matches(of: /<code>ZHSQ/).count == shown)
        #expect(html.contains("rel=\"next\"") == (page * 25 < count))
        #expect(html.contains("rel=\"prev\"") == (page > 1))
    }

    @Test func aSearchKeepsItsWordsFromPageToPage() throws {
        let search = try RegistrySearch(Fields([.init("q", " 湖 "), .init("grade", "two-star"), .init("page", "3")]))
        #expect(search.text == "湖")
        #expect(search.path(page: 2) == "/registry?q=%E6%B9%96&grade=two-star&page=2")
        #expect(search.path(region: "330106") == "/registry?q=%E6%B9%96&grade=two-star&region=330106")
        #expect(search.query.publishedOnly && search.query.certifiedOnly)
        #expect(throws: (any Error).self) { try RegistrySearch(Fields([.init("page", "0")])) }
    }
}

@Suite struct RegionsTests {
    private static let json = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"code":"33","name":"省","nameEn":"Province"},
        "geometry":{"type":"Polygon","coordinates":[[[124.1,30.0],[124.2,30.0],[124.2,30.1],[124.1,30.0]]]}},
        {"type":"Feature","properties":{"code":"330106","name":"湖滨区"},
        "geometry":{"type":"MultiPolygon","coordinates":[[[[1,2],[3,4],[1,2]]],[[[5,6],[7,8],[5,6]]]]}}]}
        """

    @Test func readsPolygonsOfBothKinds() throws {
        let regions = try #require(Regions(geoJSON: Self.json))
        #expect(regions.areas.map(\.code) == ["33", "330106"])
        #expect(regions.areas[0].rings == [[.init(124.1, 30), .init(124.2, 30), .init(124.2, 30.1), .init(124.1, 30)]])
        #expect(regions.areas[1].rings.count == 2)
        #expect(regions.areas[1].name == Phrase(zh: "湖滨区", en: "湖滨区"))
    }

    @Test func aCodeLiesInTheSmallestArea() throws {
        let regions = try #require(Regions(geoJSON: Self.json))
        #expect(regions.name(of: "330106003")?.zh == "湖滨区")
        #expect(regions.name(of: "3302")?.en == "Province")
        #expect(regions.name(of: "44") == nil)
    }

    @Test(arguments: ["", "{}", "[]", #"{"features":[{"properties":{"code":"1"}}]}"#])
    func whatIsNoMapIsNone(_ text: String) { #expect(Regions(geoJSON: text) == nil) }
}
