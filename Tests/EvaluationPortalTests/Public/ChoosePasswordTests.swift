import Commons
import PortalKit
import Testing

@testable import EvaluationPortal

@Suite struct ChoosePasswordTests {
    @Test func twoPasswordsMustBeAlike() throws {
        #expect(try NewPassword.read(Fields([.init("password", "abc"), .init("again", "abc")])) == "abc")
        #expect(throws: Refusal.self) {
            try NewPassword.read(Fields([.init("password", "abc"), .init("again", "abd")]))
        }
    }

    @Test func theLinkForAPasswordSaysWhoItIsFor() {
        let (zh, en) = expectBilingual {
            ChoosePasswordView(language: $0, token: "t/1", name: Samples.evil, login: "lin", minimum: 12).body
        }
        #expect(zh.contains("至少 12 个字符"))
        #expect(zh.contains("action=\"/password/t%2F1\""))
        #expect(zh.contains("<code>lin</code>"))
        #expect(!zh.contains("<img"))
        #expect(en.contains("At least 12 characters"))
    }
}
