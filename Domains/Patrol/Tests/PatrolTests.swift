import Community
import Patrol
import Testing

@Suite struct PatrolDomainTests {
    @Test func namesWhatThereIs() {
        #expect(Catalog([Estate.domain, Patrol.domain]).problems == [])
    }
}
