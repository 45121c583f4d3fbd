/// A place on the earth, in hundred-thousandths of a degree (WGS 84), so that it is exact.
struct Place: Hashable, Sendable {
    var longitude: Int
    var latitude: Int

    /// `124.03512`.
    static func degrees(_ value: Int) -> String {
        let rest = String(value % 100_000)
        return "\(value / 100_000)." + String(repeating: "0", count: 5 - rest.count) + rest
    }
}

/// A closed outline: its first place is also its last.
struct Ring: Hashable, Sendable {
    var places: [Place]

    /// Twice the area; above 0 if it runs against the clock.
    var doubleArea: Int {
        zip(places, places.dropFirst()).reduce(0) { sum, side in
            sum + (side.0.longitude - places[0].longitude) * (side.1.latitude - places[0].latitude)
                - (side.1.longitude - places[0].longitude) * (side.0.latitude - places[0].latitude)
        }
    }

    func contains(_ place: Place) -> Bool {
        var isInside = false
        for (from, to) in zip(places, places.dropFirst())
        where (from.latitude > place.latitude) != (to.latitude > place.latitude) {
            let side =
                (to.longitude - from.longitude) * (place.latitude - from.latitude)
                - (place.longitude - from.longitude) * (to.latitude - from.latitude)
            if (side > 0) == (to.latitude > from.latitude) { isInside.toggle() }
        }
        return isInside
    }

    /// Whether a place lies inside and at least so far from the outline.
    func contains(_ place: Place, margin: Int) -> Bool {
        guard contains(place) else { return false }
        return zip(places, places.dropFirst()).allSatisfy { from, to in
            Ring.squaredDistance(place, from, to) >= Double(margin * margin)
        }
    }

    private static func squaredDistance(_ place: Place, _ from: Place, _ to: Place) -> Double {
        let (dx, dy) = (Double(to.longitude - from.longitude), Double(to.latitude - from.latitude))
        let (x, y) = (Double(place.longitude - from.longitude), Double(place.latitude - from.latitude))
        let length = dx * dx + dy * dy
        let along = length > 0 ? min(max((x * dx + y * dy) / length, 0), 1) : 0
        return (x - along * dx) * (x - along * dx) + (y - along * dy) * (y - along * dy)
    }
}
