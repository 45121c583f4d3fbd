import Foundation
import Testing

@testable import DemoCity

/// The map that is put up as the setting `regions`.
@Suite struct GeometryTests {
    private struct Feature: Decodable {
        struct Properties: Decodable {
            var code: String
            var name: String
            var nameEn: String
        }
        struct Geometry: Decodable {
            var type: String
            var coordinates: [[[Double]]]
        }
        var type: String
        var properties: Properties
        var geometry: Geometry
    }
    private struct Collection: Decodable {
        var type: String
        var features: [Feature]
    }

    @Test func isGeoJSONOfSixDistricts() throws {
        let collection = try JSONDecoder().decode(Collection.self, from: Data(DemoCity.geometry.utf8))
        #expect(collection.type == "FeatureCollection")
        #expect(collection.features.map(\.properties.code) == (1...6).map { "99010\($0)" })
        #expect(Set(collection.features.map(\.properties.name)).count == 6)
        #expect(Set(collection.features.map(\.properties.nameEn)).count == 6)
        for (feature, district) in zip(collection.features, District.all) {
            #expect(feature.type == "Feature" && feature.geometry.type == "Polygon")
            #expect(feature.geometry.coordinates[0].count == district.ring.places.count)
            for (pair, place) in zip(feature.geometry.coordinates[0], district.ring.places) {
                #expect(abs(pair[0] * 100_000 - Double(place.longitude)) < 0.01)
                #expect(abs(pair[1] * 100_000 - Double(place.latitude)) < 0.01)
            }
        }
    }

    @Test(arguments: District.all.map(\.code)) func outlineIsClosedAndRunsAgainstTheClock(_ code: String) throws {
        let ring = try #require(District.with(code)).ring
        #expect(ring.places.first == ring.places.last)
        #expect(Set(ring.places.dropLast()).count == ring.places.count - 1, "no place twice")
        #expect((20...60).contains(ring.places.count))
        #expect(ring.doubleArea > 0)
    }

    /// -1, 0 or 1: which side of a line a place lies on.
    private func side(_ place: Place, _ from: Place, _ to: Place) -> Int {
        ((to.longitude - from.longitude) * (place.latitude - from.latitude)
            - (place.longitude - from.longitude) * (to.latitude - from.latitude)).signum()
    }

    private func cross(_ one: (Place, Place), _ other: (Place, Place)) -> Bool {
        side(other.0, one.0, one.1) * side(other.1, one.0, one.1) < 0
            && side(one.0, other.0, other.1) * side(one.1, other.0, other.1) < 0
    }

    @Test func noSideCrossesAnother() {
        let sides = District.all.flatMap { Array(zip($0.ring.places, $0.ring.places.dropFirst())) }
        for (index, one) in sides.enumerated() {
            for other in sides[(index + 1)...] where cross(one, other) {
                Issue.record("\(one) crosses \(other)")
            }
        }
    }

    /// With no side crossing, two districts overlap only if one has a corner within the other, or they are the same.
    @Test func noDistrictOverlapsAnother() {
        for one in District.all {
            for other in District.all where other.code != one.code {
                let own = Set(other.ring.places)
                let inside = one.ring.places.filter { !own.contains($0) && other.ring.contains($0) }
                #expect(inside.isEmpty, "\(one.code) reaches into \(other.code)")
            }
        }
    }

    /// Each border is drawn by both of its sides, in opposite directions; the rest is the rim and the lake's shore.
    @Test func bordersAreSharedExactly() {
        struct Side: Hashable {
            var from: Place
            var to: Place
        }
        let sides = District.all.flatMap { district in
            zip(district.ring.places, district.ring.places.dropFirst()).map { Side(from: $0, to: $1) }
        }
        #expect(Set(sides).count == sides.count, "a side is drawn twice in one direction")
        let lone = Set(sides.filter { !Set(sides).contains(Side(from: $0.to, to: $0.from)) })
        // Rim and shore are closed: as many lone sides begin in a place as end there.
        #expect(Set(lone.map(\.from)) == Set(lone.map(\.to)))
        #expect(lone.count > 40 && lone.count < sides.count / 2)
    }

    @Test func insideAndOutside() {
        let square = Ring(
            places: [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)].map { Place(longitude: $0.0, latitude: $0.1) })
        #expect(square.contains(Place(longitude: 5, latitude: 5)))
        #expect(!square.contains(Place(longitude: 11, latitude: 5)))
        #expect(!square.contains(Place(longitude: 5, latitude: -1)))
        #expect(square.contains(Place(longitude: 5, latitude: 5), margin: 5))
        #expect(!square.contains(Place(longitude: 5, latitude: 5), margin: 6))
    }
}
