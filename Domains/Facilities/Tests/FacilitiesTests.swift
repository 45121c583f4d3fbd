import Commons
import Community
import Facilities
import Testing

@Suite struct FacilitiesDomainTests {
    private let catalog = Catalog([Estate.domain, Facilities.domain])

    @Test func namesWhatThereIs() {
        #expect(catalog.problems == [])
    }

    @Test func everyMachineOfTheClauseTellsStateFaultsAndUsage() throws {
        for id in ["locker", "wash", "drinking", "vending", "waste"] {
            let model = try #require(catalog.model(id))
            #expect(model.property("uses") != nil && model.events.contains("fault"), "\(id)")
            guard case .state(let states) = try #require(model.property("state")).content else {
                Issue.record("\(id) has no state")
                continue
            }
            let rule = catalog.rules.first { $0.id == "facility.\(id)" }
            let place = Double(try #require(states.firstIndex { $0.id == "fault" }))
            #expect(rule?.trigger == .reading(model: id, property: "state", .equal(place)), "\(id)")
        }
    }

    @Test func residentsSeeThemAndChangeNothing() throws {
        let kind = try #require(catalog.kind("facility"))
        let verbs = kind.grants.filter { $0.role == .resident }.map(\.function)
        #expect(verbs == ["facility.read"])
    }
}
