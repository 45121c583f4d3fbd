import Commons
import Community
import Safety
import Security
import Testing

@Suite struct SecurityDomainTests {
    private let catalog = Catalog([Estate.domain, Safety.domain, Security.domain])

    @Test func namesWhatThereIs() {
        #expect(catalog.problems == [])
    }
}
