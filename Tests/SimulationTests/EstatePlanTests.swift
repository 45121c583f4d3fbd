import Commons
import Community
import Simulation
import Testing

@Suite struct EstatePlanTests {
    @Test(arguments: EstatePlan.Size.allCases)
    func placesAreNamedOnceAndLieInOthersBeforeThem(_ size: EstatePlan.Size) {
        let plan = EstatePlan(size)
        var known: Set<String> = []
        let levels = Set(Estate.spaceLevels.map(\.id))
        for space in plan.spaces {
            #expect(known.insert(space.code).inserted, "\(space.code)")
            #expect(space.outer.map(known.contains) ?? (space.level == "community"), "\(space.code)")
            #expect(levels.contains(space.level), "\(space.code)")
        }
        #expect(Set(plan.devices.map(\.code)).count == plan.devices.count)
        #expect(plan.devices.allSatisfy { known.contains($0.place) })
    }

    @Test func sizesAreWhatTheySay() {
        func homes(_ size: EstatePlan.Size) -> Int { EstatePlan(size).spaces.count { $0.level == "home" } }
        #expect(homes(.small) == 132)
        #expect(homes(.full) == 1200)
    }

    @Test func buildingsStandOnTheEstate() throws {
        let plan = EstatePlan(.full)
        let ground = try #require(plan.spaces.first).outline
        let (east, north) = (ground.map(\.longitude).max() ?? 0, ground.map(\.latitude).max() ?? 0)
        let (west, south) = (ground.map(\.longitude).min() ?? 0, ground.map(\.latitude).min() ?? 0)
        for position in plan.spaces.flatMap(\.outline) + plan.devices.compactMap(\.position) {
            #expect((west...east).contains(position.longitude) && (south...north).contains(position.latitude))
        }
    }
}
