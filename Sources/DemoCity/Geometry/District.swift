import Rulebook

/// A district of the city.
struct District: Hashable, Sendable {
    var code: String
    var name: Phrase
    var ring: Ring

    /// The city that the districts make up.
    static let city = (code: "9901", name: Phrase(zh: "清川市", en: "Qingchuan"))

    /// In order of their codes. Clearwater Lake, 澄湖, is the gap between three of them; the Qing river runs between the
    /// first two.
    static let all: [District] = [
        District(
            "990101", "青墩区", "Qingdun", ["northRoad", "lakeSouth", "canal", "river reversed", "creek reversed"]),
        District("990102", "云渡区", "Yundu", ["river", "reach", "dike reversed", "stream reversed"]),
        District("990103", "南浦区", "Nanpu", ["dike", "southEast", "rimSouth", "southWest reversed"]),
        District("990104", "桐溪区", "Tongxi", ["wallWest", "creek", "stream", "southWest", "rimWest"]),
        District(
            "990105", "望岑区", "Wangcen",
            ["rimNorth", "ridge reversed", "lakeNorth", "northRoad reversed", "wallWest reversed"]),
        District(
            "990106", "澜东区", "Landong",
            ["ridge", "rimEast", "southEast reversed", "reach reversed", "canal reversed", "lakeEast"]),
    ]

    static func with(_ code: String) -> District? { all.first { $0.code == code } }

    private init(_ code: String, _ zh: String, _ en: String, _ borders: [String]) {
        self.code = code
        name = Phrase(zh: zh, en: en)
        var places: [Place] = []
        for border in borders {
            let words = border.split(separator: " ")
            let run = District.run(String(words[0]))
            places += (words.count > 1 ? run.reversed() : run).dropFirst(places.isEmpty ? 0 : 1)
        }
        // GeoJSON wants outlines against the clock (RFC 7946, 3.1.6).
        ring = Ring(places: places)
        if ring.doubleArea < 0 { ring.places.reverse() }
    }

    private static func run(_ name: String) -> [Place] {
        (Borders.runs[name] ?? "").split(separator: " ").map { pair in
            let numbers = pair.split(separator: ",").map { Int($0) ?? 0 }
            return Place(
                longitude: Borders.origin.longitude + numbers[0], latitude: Borders.origin.latitude + numbers[1])
        }
    }

    /// All districts as a GeoJSON `FeatureCollection`.
    static let geoJSON: String = {
        let features = all.map { district in
            let outline = district.ring.places.map {
                "[\(Place.degrees($0.longitude)),\(Place.degrees($0.latitude))]"
            }.joined(separator: ",")
            return """
                {"type":"Feature","properties":{"code":"\(district.code)","name":"\(district.name.zh)",\
                "nameEn":"\(district.name.en)"},"geometry":{"type":"Polygon","coordinates":[[\(outline)]]}}
                """
        }
        return "{\"type\":\"FeatureCollection\",\"features\":[\n" + features.joined(separator: ",\n") + "\n]}\n"
    }()
}
