import Community
import Rulebook
import RulebookFiles
import Testing

@testable import Bootstrap

/// What clauses ask of metrics, against the metrics there are.
@Suite struct BindingsTests {
    @Test func everyMetricIsThere() throws {
        let known = Set(Catalog.builtIn.metrics.map(\.id))
        #expect(!RulebookFolder.builtInBindings.isEmpty)
        for (id, folder) in RulebookFolder.builtInBindings {
            let rulebook = try #require(Rulebook.builtIn(id))
            let bindings = try #require(BindingsReader.read(folder, for: rulebook).bindings)
            #expect(bindings.metrics.subtracting(known).sorted() == [])
        }
    }
}
