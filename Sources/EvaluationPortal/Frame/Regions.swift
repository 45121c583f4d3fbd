import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook
import Synchronization

/// The districts that communities lie in, with their outlines: the setting `regions`, a GeoJSON FeatureCollection in
/// WGS 84 whose features have the properties `code`, `name` and `nameEn`.
struct Regions: Sendable {
    struct Area: Sendable {
        var code: String
        var name: Phrase
        var rings: [[Chart.Position]]
    }

    var areas: [Area]

    static let setting = "regions"
    static let none = Regions(areas: [])

    /// As they are set now; none where nothing or nothing readable is set.
    static func current(_ records: any SettingRecords) throws -> Regions {
        guard let setting = try records.setting(setting) else { return .none }
        return shelf.regions(setting.text, version: setting.version)
    }

    private static let shelf = RegionShelf()

    init(areas: [Area]) { self.areas = areas }

    /// nil: no FeatureCollection of polygons.
    init?(geoJSON text: String) {
        guard let document = try? CanonicalJSON.decode(Document.self, Array(text.utf8)) else { return nil }
        areas = document.features.map { feature in
            let named = feature.properties
            return Area(
                code: named.code, name: Phrase(zh: named.name, en: named.nameEn ?? named.name),
                rings: feature.geometry.rings)
        }
    }

    /// The name of the smallest area that a code lies in.
    func name(of code: String) -> Phrase? {
        areas.filter { code.hasPrefix($0.code) }.max { $0.code.utf8.count < $1.code.utf8.count }?.name
    }

    /// For a map: what stands on each area and where it leads.
    func districts(
        _ language: PageLanguage, _ look: (Area) -> (text: String, swatch: Chart.Swatch?, href: String?)
    ) -> [Chart.District] {
        areas.map { area in
            let look = look(area)
            return Chart.District(
                language(area.name), rings: area.rings, text: look.text, swatch: look.swatch, href: look.href)
        }
    }

    /// For a list to choose from.
    func choices(_ language: PageLanguage) -> [Choice] { areas.map { Choice($0.code, language($0.name)) } }
}

extension Regions {
    private struct Document: Decodable {
        var features: [Feature]
    }

    private struct Feature: Decodable {
        var properties: Properties
        var geometry: Geometry
    }

    private struct Properties: Decodable {
        var code: String
        var name: String
        var nameEn: String?
    }

    private struct Geometry: Decodable {
        var rings: [[Chart.Position]]

        private enum Key: String, CodingKey { case type, coordinates }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            let polygons: [[[[Double]]]] =
                switch try container.decode(String.self, forKey: .type) {
                case "MultiPolygon": try container.decode([[[[Double]]]].self, forKey: .coordinates)
                default: [try container.decode([[[Double]]].self, forKey: .coordinates)]
                }
            rings = polygons.joined().map { ring in
                ring.compactMap { $0.count >= 2 ? Chart.Position($0[0], $0[1]) : nil }
            }
        }
    }
}

/// Keeps what was read last: the outlines are large, and every map needs them.
private final class RegionShelf: Sendable {
    private struct Kept {
        var text: String
        var version: Int
        var regions: Regions
    }

    private let kept = Mutex<Kept?>(nil)

    func regions(_ text: String, version: Int) -> Regions {
        if let known = kept.withLock({ $0 }), known.version == version, known.text == text { return known.regions }
        let regions = Regions(geoJSON: text) ?? .none
        kept.withLock { $0 = Kept(text: text, version: version, regions: regions) }
        return regions
    }
}
