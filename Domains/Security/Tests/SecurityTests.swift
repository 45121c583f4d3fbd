import Commons
import Community
import Safety
import SecurityDomain
import Testing

@Suite struct SecurityCatalogTests {
    private let catalog = Catalog([Estate.domain, Safety.domain, Security.domain])

    @Test func namesWhatThereIs() {
        #expect(catalog.problems == [])
    }
}
