import Commons
import Community
import Rulebook
import Testing

@Suite struct KindTests {
    @Test(arguments: Estate.domain.kinds) func actsNameStatesThatThereAre(_ kind: Kind) {
        let states = Set(kind.lifeCycle.states.map(\.id))
        #expect(!kind.openStates.isEmpty)
        for act in kind.acts {
            #expect(states.isSuperset(of: act.states), "\(kind.id) \(act.id)")
            #expect(act.to.map(states.contains) ?? true, "\(kind.id) \(act.id)")
            #expect(act.assigns.map { act.form[$0] != nil } ?? true, "\(kind.id) \(act.id)")
        }
    }
}
