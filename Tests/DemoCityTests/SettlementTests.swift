import Commons
import Rulebook
import Testing

@testable import DemoCity

@Suite struct SettlementTests {
    @Test func thirtyCommunitiesWithNamesOfTheirOwn() {
        #expect(Settlement.all.count == 30)
        #expect(Set(Settlement.all.map(\.key)).count == 30)
        #expect(Set(Settlement.all.map(\.name)).count == 30)
        #expect(Set(Settlement.all.map(\.street)).count == 30)
    }

    @Test func everyDistrictHasSome() {
        for district in District.all {
            #expect(Settlement.all.count { $0.district == district.code } >= 4, "\(district.name.zh)")
        }
    }

    @Test(arguments: Settlement.all.map(\.key)) func liesInItsDistrict(_ key: String) throws {
        let settlement = Settlement.with(key)
        for district in District.all {
            #expect(district.ring.contains(settlement.place) == (district.code == settlement.district))
        }
    }

    @Test func noTwoInOnePlace() {
        let places = Settlement.all.map(\.place)
        for (index, one) in places.enumerated() {
            for other in places[(index + 1)...] {
                let distance = abs(one.longitude - other.longitude) + abs(one.latitude - other.latitude)
                #expect(distance > 500)
            }
        }
    }

    @Test func applicantsAreThere() {
        for settlement in Settlement.all {
            #expect(Cast.house(settlement.applicant)?.kind == .applicant)
            #expect(!Cast.applicant(of: settlement.applicant).isEmpty)
        }
    }
}

@Suite struct CastTests {
    @Test func logInsAreSoundAndUnique() {
        let logins = Cast.parts.map(\.login)
        #expect(logins.allSatisfy(Login.isSound))
        #expect(Set(logins).count == logins.count)
        #expect(Set(Cast.parts.map(\.name)).count == logins.count)
    }

    @Test func rolesFitTheirOrganisations() throws {
        #expect(Set(Cast.houses.map(\.key)).count == Cast.houses.count)
        #expect(Set(Cast.houses.map(\.name)).count == Cast.houses.count)
        for part in Cast.parts {
            for (role, key) in part.roles {
                let house = try #require(Cast.house(key))
                #expect(role.kinds.contains(house.kind), "\(part.login)")
            }
        }
    }

    @Test func everyRoleCanLogIn() {
        let shown = Set(DemoCity.logIns.map(\.login))
        #expect(shown.isSubset(of: Cast.parts.map(\.login)))
        #expect(shown.isSuperset(of: ["applicant", "reviewer", "expert1", "leader", "approver1", "city", "admin"]))
        let roles = Set(Cast.parts.filter { shown.contains($0.login) }.flatMap { $0.roles.map(\.role) })
        #expect(roles == Set(Role.allCases))
        #expect(DemoCity.logIns.allSatisfy { !$0.name.isEmpty && !$0.role.zh.isEmpty && !$0.role.en.isEmpty })
    }

    @Test func passwordKeepsTheRules() {
        for part in Cast.parts {
            #expect(PasswordRules().problems(DemoCity.password, login: part.login).isEmpty, "\(part.login)")
        }
    }

    @Test func expertsCoverEveryField() {
        let experts = Cast.parts.filter { $0.roles.contains { $0.role == .expert } }
        #expect(experts.count >= 9)
        let fields = Set(experts.flatMap(\.fields))
        #expect(fields == ["infrastructure", "platform", "management", "services", "innovation"])
    }

    @Test func bodiesHaveWhoTheyNeed() {
        for body in Cast.houses.filter({ $0.kind == .body }) {
            let roles = Cast.parts.flatMap(\.roles).filter { $0.organisation == body.key }.map(\.role)
            #expect(roles.count { $0 == .reviewer } >= 2)
            #expect(roles.count { $0 == .approver } >= 3)
        }
    }
}
