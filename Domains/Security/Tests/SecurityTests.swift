import Commons
import Community
import Rulebook
import Safety
import SecurityDomain
import Testing

@Suite struct SecurityCatalogTests {
    private let catalog = Catalog([Estate.domain, Safety.domain, Security.domain])

    @Test func namesWhatThereIs() {
        #expect(catalog.problems == [])
    }

    @Test func everyMetricSaysHowItIsComputed() {
        let han = /\p{Han}/
        for metric in Security.domain.metrics {
            let words = MetricWords(metric, in: catalog)
            #expect(words.computation.zh.contains(han), "\(metric.id)")
            #expect(!words.computation.en.contains(han), "\(metric.id): \(words.computation.en)")
            #expect(!metric.meaning.en.contains(han) && metric.meaning.zh.contains(han), "\(metric.id)")
        }
        let ids = catalog.metrics.map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test func whatAMetricNamesAndIsNotThereIsTold() {
        let bad = CommunityDomain(
            "bad", zh: "坏", en: "Bad",
            metrics: [
                Metric(
                    "a", zh: "甲", en: "A", meaning: .same(""),
                    .covered(
                        of: .init("space", any: ["use": ["moat"]]), by: .init(["camera"], .init("sound")))),
                Metric(
                    "b", zh: "乙", en: "B", meaning: .same(""),
                    .share(of: .init("alarm", in: ["lost"]), among: .init("alarm"), by: "text")),
                Metric("c", zh: "丙", en: "C", meaning: .same(""), .carriedOut(models: ["door"], commands: ["burn"])),
            ])
        #expect(
            Catalog([Estate.domain, Safety.domain, Security.domain, bad]).problems == [
                "metric a: no space.use moat", "metric a: no property camera.sound", "metric b: no state alarm.lost",
                "metric b: no index of alarm.text", "metric c: no command burn",
            ])
    }

    /// What is of people is nobody's but the gate's and the office's, and residents see their own visits alone.
    @Test func residentsSeeTheirOwnVisitsAndNoList() {
        let functions = { (id: String, role: Role) in
            catalog.kind(id)?.grants.filter { $0.role == role }.map { "\($0.function) \($0.rows)" } ?? []
        }
        #expect(functions("visit", .resident) == ["visit.read own", "visit.create own"])
        for id in ["watched", "credential", "inspection", "emergencyplan"] {
            #expect(functions(id, .resident) == [], "\(id)")
        }
        #expect(functions("watched", .worker) == [] && functions("watched", .regulator) == [])
    }
}
