import Foundation
import Rulebook
import Testing

@testable import TLS

@Suite struct TLSIdentityTests {
    private func file(_ text: String) throws -> String {
        let path = NSTemporaryDirectory() + "tls-\(UUID().uuidString).pem"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func aFileThatIsNotThereIsNamed() {
        let problem = #expect(throws: TLSProblem.self) { try TLSIdentity(certificate: "/nowhere/a.pem", key: "/b.pem") }
        #expect(problem?.isMissing == true)
        #expect(problem?.reason.zh.contains("/nowhere/a.pem") == true)
    }

    @Test func whatIsNoCertificateIsSaid() throws {
        let (certificate, key) = (try file("no certificate"), try file("no key"))
        defer { for path in [certificate, key] { try? FileManager.default.removeItem(atPath: path) } }
        let problem = #expect(throws: TLSProblem.self) { try TLSIdentity(certificate: certificate, key: key) }
        #expect(problem?.isMissing == false)
        #expect(problem?.reason.en.contains("no certificate in PEM") == true)
    }
}
