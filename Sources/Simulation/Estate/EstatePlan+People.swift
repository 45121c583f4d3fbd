extension EstatePlan {
    /// Who lives in the homes. Nobody is called so: names are made of the estate's own words and numbers, and there is
    /// no telephone or identity number.
    public struct Household: Sendable {
        public struct Resident: Sendable {
            public var code: String
            public var name: String
            public var sex: String
            /// Days as they are written.
            public var born: String
            /// Of `Estate.resident`, where they have agreed to be cared for.
            public var groups: [String]
            /// Of `Estate.tenure`.
            public var relation: String
            public var since: String
            /// The last day, where it is known.
            public var until: String?
        }

        public var code: String
        /// The code of the home.
        public var home: String
        public var isLet: Bool
        public var residents: [Resident]
    }

    /// Of five homes in six; the others are empty. The same for the same estate.
    public var households: [Household] {
        let homes = spaces.filter { $0.level == "home" }
        return homes.enumerated().compactMap { index, home in
            index % 6 == 5 ? nil : household(index, home.code)
        }
    }

    private static let surnames = Array("槐堤里柳溪竹桥汀")
    private static let digits = Array("一二三四五六七八九十")

    private static func name(_ number: Int) -> String {
        let surname = surnames[number % surnames.count]
        return "\(surname)\(digits[number / surnames.count % 10])\(digits[number / (surnames.count * 10) % 10])"
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> String {
        "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    private func household(_ index: Int, _ home: String) -> Household {
        let isLet = index % 4 == 3
        let count = 1 + index * 7 % 5
        let residents = (0..<count).map { place -> Household.Resident in
            let age = place < 2 ? 28 + (index * 13 + place * 3) % 55 : 2 + (index * 5 + place * 4) % 16
            var groups: [String] = []
            if age >= 60 { groups.append("elder") }
            if age >= 60, count == 1 { groups.append("alone") }
            if age < 14 { groups.append("child") }
            if place == 1, index % 9 == 0 { groups.append("volunteer") }
            let since = EstatePlan.day(2015 + index % 9, 1 + index % 12, 1 + index % 28)
            return Household.Resident(
                code: "R-\(home)-\(place + 1)", name: EstatePlan.name(index * 5 + place),
                sex: (index + place) % 2 == 0 ? "female" : "male",
                born: EstatePlan.day(2026 - age, 1 + (index + place) % 12, 1 + (index * 3 + place) % 28),
                groups: groups, relation: place > 0 ? "family" : isLet ? "tenant" : "owner", since: since,
                until: isLet ? EstatePlan.day(2027, 1 + index % 12, 28) : nil)
        }
        return Household(code: "HH-\(home)", home: home, isLet: isLet, residents: residents)
    }
}
