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
        #expect(EstatePlan(.full).devices.count == 900)
    }

    @Test func theTwoSizesLieSideBySide() throws {
        let (small, full) = (EstatePlan(.small), EstatePlan(.full))
        #expect(Set(small.spaces.map(\.code)).isDisjoint(with: full.spaces.map(\.code)))
        let east = try #require(small.spaces.first?.outline.map(\.longitude).max())
        let west = try #require(full.spaces.first?.outline.map(\.longitude).min())
        #expect(east < west)
    }

    @Test func peopleLiveInHomesAndNobodyIsReal() {
        let plan = EstatePlan(.small)
        let homes = Set(plan.spaces.filter { $0.level == "home" }.map(\.code))
        let residents = plan.households.flatMap(\.residents)
        #expect(plan.households.count == 110 && (250...350).contains(residents.count))
        #expect(plan.households.allSatisfy { homes.contains($0.home) })
        #expect(Set(residents.map(\.code)).count == residents.count)
        let fields = Set(Estate.resident.form["groups"]?.options.map(\.id) ?? [])
        #expect(residents.allSatisfy { fields.isSuperset(of: $0.groups) })
        let relations = Set(Estate.tenure.form["relation"]?.options.map(\.id) ?? [])
        #expect(residents.allSatisfy { relations.contains($0.relation) })
        // A name of two numerals is nobody's.
        #expect(residents.allSatisfy { $0.name.dropFirst().allSatisfy("一二三四五六七八九十".contains) })
    }

    @Test(arguments: EstatePlan.Size.allCases)
    func tablesOfPeopleHaveAllThatIsSaidOfThem(_ size: EstatePlan.Size) {
        for some in EstatePlan(size).settling {
            #expect(!some.drafts.isEmpty && some.drafts.allSatisfy { Set(some.fields).isSuperset(of: $0.texts.keys) })
            let lines = some.table.split(separator: 10)
            #expect(lines.count == some.drafts.count + 1)
        }
    }

    @Test func threeThousandLiveInTheFullEstate() {
        let residents = EstatePlan(.full).households.map(\.residents.count).reduce(0, +)
        #expect((2_900...3_100).contains(residents))
    }

    @Test(arguments: EstatePlan.Size.allCases)
    func buildingsStandOnTheEstate(_ size: EstatePlan.Size) throws {
        let plan = EstatePlan(size)
        let ground = try #require(plan.spaces.first).outline
        let (east, north) = (ground.map(\.longitude).max() ?? 0, ground.map(\.latitude).max() ?? 0)
        let (west, south) = (ground.map(\.longitude).min() ?? 0, ground.map(\.latitude).min() ?? 0)
        for position in plan.spaces.flatMap(\.outline) + plan.devices.compactMap(\.position) {
            #expect((west...east).contains(position.longitude) && (south...north).contains(position.latitude))
        }
    }
}
