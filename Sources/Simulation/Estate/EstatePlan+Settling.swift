public import Community

/// Who moves in: households, residents and what ties them to their homes; and what meters and detectors are for. In the
/// order that they are entered in, as each names those before it.
extension EstatePlan {
    /// What is entered of one kind.
    public struct Settling: Sendable {
        public var kind: String
        /// The columns of its table, besides the place.
        public var fields: [String]
        public var drafts: [CommunityDesk.Draft]

        /// As a CSV that the import takes.
        public var table: [UInt8] { EstatePlan.csv(fields, drafts) }
    }

    public var settling: [Settling] {
        let households = households
        return [
            Settling(
                kind: "household", fields: ["code", "use", "persons"],
                drafts: households.map { household in
                    CommunityDesk.Draft(
                        [
                            "code": [household.code], "use": [household.isLet ? "let" : "owner"],
                            "persons": ["\(household.residents.count)"],
                        ], place: household.home)
                }),
            Settling(
                kind: "resident", fields: ["name", "code", "household", "sex", "born", "groups", "purposes", "way"],
                drafts: households.flatMap { household in
                    household.residents.map { EstatePlan.draft($0, household) }
                }),
            Settling(
                kind: "tenure", fields: ["relation", "who", "home", "since", "until"],
                drafts: households.flatMap { household in
                    household.residents.map { resident in
                        var texts = [
                            "relation": [resident.relation], "who": [resident.code], "home": [household.home],
                            "since": [resident.since],
                        ]
                        if let until = resident.until { texts["until"] = [until] }
                        return CommunityDesk.Draft(texts)
                    }
                }),
            Settling(
                kind: "service", fields: ["relation", "device", "space", "since"],
                drafts: devices.filter { ["smoke", "door"].contains($0.model) }.map { device in
                    CommunityDesk.Draft([
                        "relation": [device.model == "smoke" ? "guards" : "controls"], "device": [device.code],
                        "space": [device.place], "since": ["2024-01-01"],
                    ])
                }),
        ]
    }

    private static func draft(_ resident: Household.Resident, _ household: Household) -> CommunityDesk.Draft {
        var texts = [
            "name": [resident.name], "code": [resident.code], "household": [household.code], "sex": [resident.sex],
            "born": [resident.born],
        ]
        if !resident.groups.isEmpty {
            texts["groups"] = resident.groups
            (texts["purposes"], texts["way"]) = (["care"], ["written"])
        }
        return CommunityDesk.Draft(texts, place: household.home)
    }
}
