import Testing

@testable import Markup

@Suite struct MapTests {
    static func positions(_ points: [(Double, Double)]) -> [Chart.Position] {
        points.map { Chart.Position($0.0, $0.1) }
    }

    @Test func northIsUpAndEverythingFits() {
        let positions = Self.positions([(113.0, 30.4), (113.4, 30.4), (113.4, 30.8), (113.0, 30.8)])
        let field = MapField(positions, isInDegrees: true)
        for position in positions {
            let (x, y) = field.at(position)
            #expect(x >= 15.9 && x <= Double(field.shape.width) - 15.9)
            #expect(y >= 15.9 && y <= Double(field.shape.height) - 15.9)
        }
        #expect(field.at(positions[2]).y < field.at(positions[0]).y)
        #expect(field.at(positions[1]).x > field.at(positions[0]).x)
    }

    @Test func degreesOfLongitudeShrinkWithLatitude() {
        let field = MapField(Self.positions([(0, 59), (2, 61)]), isInDegrees: true)
        let (a, b) = (field.at(.init(0, 60)), field.at(.init(1, 60)))
        let (c, d) = (field.at(.init(0, 59)), field.at(.init(0, 60)))
        // The cosine of 60 degrees is a half.
        #expect(abs((b.x - a.x) / (c.y - d.y) - 0.5) < 0.001)
    }

    @Test(arguments: [
        (4.0, 1.0, "wide"), (1.2, 1, "broad"), (1, 1, "square"), (1, 3, "tall"),
    ])
    func thePictureTakesTheShapeOfTheCity(width: Double, height: Double, name: String) {
        let field = MapField(Self.positions([(0, 0), (width, height)]), isInDegrees: false)
        #expect(field.shape.rawName.description == name)
    }

    @Test func namesStandInsideEvenOfBentDistricts() {
        // A horseshoe: its centre of gravity lies outside.
        let ring = Self.positions([(0, 0), (9, 0), (9, 9), (6, 9), (6, 3), (3, 3), (3, 9), (0, 9)])
        let field = MapField(ring, isInDegrees: false)
        let (x, y) = field.middle(of: ring)
        let inside = ring.map(field.at)
        let gap = (left: inside[5].x, right: inside[4].x, bottom: inside[4].y)
        #expect(!(x > gap.left && x < gap.right && y < gap.bottom))
    }

    @Test func namesKeepClearOfMarks() {
        let ring = Self.positions([(0, 0), (10, 0), (10, 10), (0, 10)])
        let field = MapField(ring, isInDegrees: false)
        let free = field.middle(of: ring)
        let moved = field.middle(of: ring, clearOf: [free])
        #expect(free != moved)
    }

    @Test func whatIsNewHasARingAndNamesCanBeLeftOut() {
        let ring = Self.positions([(0, 0), (9, 0), (9, 9), (0, 9)])
        var district = Chart.District("甲楼", rings: [ring])
        var place = Chart.Place("告警", at: .init(1, 1), text: "", .tone(.bad))
        let plain = Chart.map("图", districts: [district], places: [place], language: .chinese).string
        #expect(plain.contains("<text class=\"halo strong\"") && !plain.contains("class=\"ring"))
        (district.isNamed, place.isNew) = (false, true)
        let other = Chart.map("图", districts: [district], places: [place], language: .chinese).string
        #expect(!other.contains("<text class=\"halo strong\"") && other.contains("<circle class=\"ring bad\""))
    }

    @Test func placesCanBeReachedAndAreNamed() {
        let html = Chart.map(
            "图", districts: [], places: [.init("晴川里", at: .init(1, 1), text: "二星级", .stars(2), href: "/c/1")],
            language: .chinese
        ).string
        #expect(html.contains("<a class=\"place\" href=\"/c/1\" aria-label=\"晴川里：二星级\">"))
        #expect(html.contains("<a href=\"/c/1\">晴川里</a>"))
    }
}
