import Commons
import Evaluation
import Rulebook

/// A community of the city. Invented.
struct Settlement: Sendable {
    var key: String
    var name: String
    var district: String
    /// Street and number.
    var street: String
    var households: Int
    /// Residential buildings.
    var buildings: Int
    /// Years before today that it was accepted.
    var age: Int
    /// Key of the organisation that applies.
    var applicant: String

    init(
        _ key: String, _ name: String, _ district: String, _ street: String, _ households: Int, _ buildings: Int,
        age: Int, _ applicant: String
    ) {
        self.key = key
        self.name = name
        self.district = district
        self.street = street
        self.households = households
        self.buildings = buildings
        self.age = age
        self.applicant = applicant
    }

    static func with(_ key: String) -> Settlement { all.first { $0.key == key } ?? all[0] }

    /// The file that its applicant writes.
    func file(today: Day, contact: String, _ dice: inout Dice) -> CommunityFile {
        let place = place
        let accepted = today.adding(months: -12 * age).adding(days: -dice.below(300))
        return CommunityFile(
            name: name, address: District.city.name.zh + (District.with(district)?.name.zh ?? "") + street,
            region: district, kind: "urban", acceptedOn: accepted,
            operatingSince: accepted.adding(days: 60 + dice.below(120)), households: households,
            longitude: place.longitude * 10, latitude: place.latitude * 10, contactName: contact,
            // 0000 is no area code that is in use.
            contactPhone: "0000-8\(dice.within(100_000...999_999))")
    }

    /// Where it lies: well inside its district, and not on top of another.
    var place: Place { Settlement.places[key] ?? Place(longitude: 0, latitude: 0) }

    static let places: [String: Place] = {
        // Dice of their own: the map is the same whatever the seed.
        var dice = Dice(2026, "places")
        var places: [String: Place] = [:]
        for settlement in all {
            guard let ring = District.with(settlement.district)?.ring else { continue }
            let (west, east) = (ring.places.map(\.longitude).min() ?? 0, ring.places.map(\.longitude).max() ?? 0)
            let (south, north) = (ring.places.map(\.latitude).min() ?? 0, ring.places.map(\.latitude).max() ?? 0)
            // A raster of tries; with ever less room between two, so that it always comes to an end.
            for trial in 0... {
                let place = Place(longitude: dice.within(west...east), latitude: dice.within(south...north))
                let room = max(2_400 - trial * 4, 0)
                let isFree = places.values.allSatisfy {
                    abs($0.longitude - place.longitude) + abs($0.latitude - place.latitude) > room
                }
                if isFree, ring.contains(place, margin: max(1_000 - trial, 100)) {
                    places[settlement.key] = place
                    break
                }
            }
        }
        return places
    }()
}
