import PortalKit
import Rulebook
import Testing

@testable import EvaluationPortal

@Suite struct PreferenceTests {
    private func cookies(_ pairs: [(String, String)]) -> [String] {
        Preference.cookies(Fields(pairs.map { Fields.Pair($0.0, $0.1) })).map { "\($0.name)=\($0.value)" }
    }

    @Test func onlyChoicesBecomeCookies() {
        #expect(cookies([("theme", "dark")]) == ["theme=dark"])
        #expect(cookies([("type", "large")]) == ["type=large"])
        #expect(cookies([("language", "en")]).contains("language=en"))
        #expect(cookies([("theme", "x; Path=/"), ("type", "huge"), ("language", "fr"), ("back", "/")]).isEmpty)
    }

    @Test func theLanguageOfTheAddressGivesWay() {
        #expect(Preference.back("/registry?lang=en&q=a") == "/registry?q=a")
        #expect(Preference.back("/registry?lang=en") == "/registry")
        #expect(Preference.back("/registry?language=en") == "/registry?language=en")
        #expect(Preference.back("/registry") == "/registry")
        #expect(Preference.back(nil) == nil)
    }
}
