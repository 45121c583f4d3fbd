import Community
import Property
import Rulebook
import Testing

@Suite struct PropertyDomainTests {
    private let catalog = Catalog([Estate.domain, Estate.money, Property.domain])

    @Test func namesWhatThereIs() {
        #expect(catalog.problems == [])
    }

    @Test func aMetricStandsOnce() {
        #expect(Set(catalog.metrics.map(\.id)).count == catalog.metrics.count)
    }

    @Test func metricsAreSaidInBothLanguages() {
        for metric in Property.domain.metrics {
            let words = MetricWords(metric, in: catalog)
            for phrase in [metric.title, metric.meaning, words.computation, words.span] {
                #expect(!phrase.zh.isEmpty && !phrase.en.isEmpty, "\(metric.id)")
                #expect(!phrase.en.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(metric.id)")
            }
        }
    }
}
