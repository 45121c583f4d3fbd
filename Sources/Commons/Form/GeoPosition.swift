/// A place on the earth (WGS 84), in millionths of a degree.
public struct GeoPosition: Hashable, Sendable, CustomStringConvertible {
    /// ±180,000,000.
    public var longitude: Int
    /// ±90,000,000.
    public var latitude: Int

    public init(longitude: Int, latitude: Int) {
        self.longitude = longitude
        self.latitude = latitude
    }

    /// `120.123456,30.123456`, each with at most six decimals.
    public init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Field.trimmed($0) }
        guard parts.count == 2, let longitude = Field.scaled(parts[0], 6), let latitude = Field.scaled(parts[1], 6),
            abs(longitude) <= 180_000_000, abs(latitude) <= 90_000_000
        else { return nil }
        self.longitude = longitude
        self.latitude = latitude
    }

    public var description: String { "\(Field.digits(longitude, 6)),\(Field.digits(latitude, 6))" }

    /// 3 to 500 positions with spaces between.
    public static func outline(_ text: String) -> [GeoPosition]? {
        let parts = text.split(whereSeparator: \.isWhitespace)
        guard (3...500).contains(parts.count) else { return nil }
        let positions = parts.compactMap { GeoPosition(String($0)) }
        return positions.count == parts.count ? positions : nil
    }
}
