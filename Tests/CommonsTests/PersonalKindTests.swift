import Rulebook
import Testing

@testable import Commons

@Suite struct PersonalKindTests {
    private func normal(_ kind: PersonalKind, _ text: String) -> String? { try? kind.normal(text) }

    // Examples of GB 11643.
    @Test(arguments: ["11010519491231002X", "440524188001010014", " 110105 19491231 002x ", "１１０１０５１９４９１２３１００２Ｘ"])
    func identityNumbersAreTaken(_ text: String) throws {
        let value = try PersonalKind.identity.normal(text)
        #expect(value.count == 18 && (value.hasSuffix("X") || value.hasSuffix("4")))
    }

    @Test func everyOtherCheckCharacterIsRefused() {
        let body = "11010519491231002"
        for check in "0123456789X" { #expect((normal(.identity, body + String(check)) != nil) == (check == "X")) }
        for wrong in [
            "", "11010519491231002", "11010519491231002XX", "01010519491231002X", "11010519491331002X",
            "11010519490230002X", "110105A9491231002X", "1101０51949123100٢X", "１一0105194912310021",
        ] { #expect(normal(.identity, wrong) == nil, "\(wrong)") }
        // One digit at another place: the weights tell.
        #expect(normal(.identity, "11010519491213002X") == nil)
    }

    @Test func telephoneNumbersComeInOneForm() {
        let forms = [
            "13812345678", "138 1234 5678", "138-1234-5678", "+8613812345678", "0086 138 1234 5678", "１３８１２３４５６７８",
        ]
        for form in forms { #expect(normal(.phone, form) == "13812345678", "\(form)") }
        #expect(normal(.phone, "(0571) 8888-8888") == "057188888888")
        #expect(normal(.phone, "+44 20 7123 4567") == "+442071234567")
        for wrong in [
            "", "1381234567", "138123456789", "12812345678", "88888888", "010888888", "+123456", "+1234567890123456",
            "手机",
        ] { #expect(normal(.phone, wrong) == nil, "\(wrong)") }
        #expect(normal(.phone, "0108888888") != nil && normal(.phone, "0571888888888") == nil)
    }

    @Test func otherFieldsHaveTheirBounds() {
        #expect(normal(.mail, " a@b ") == "a@b")
        for wrong in ["@", "a@", "@b", "a@b@c", "a b@c", "a@b\nc", "a"] {
            #expect(normal(.mail, wrong) == nil, "\(wrong)")
        }
        #expect(normal(.address, "湖滨路一号") == "湖滨路一号" && normal(.address, "湖滨一号") == nil)
        let line = String(repeating: "路", count: 200)
        #expect(
            normal(.address, line) != nil && normal(.address, line + "路") == nil && normal(.address, "湖滨\n路一号") == nil)
        let text = String(repeating: "病", count: 1000)
        #expect(normal(.health, text) != nil && normal(.health, text + "病") == nil && normal(.health, "一\n二") != nil)
        #expect(normal(.emergency, "王芳　138 ") == nil && normal(.emergency, "13812345678") == nil)
        #expect(normal(.emergency, " 王芳  13812345678") == "王芳 13812345678")
    }

    @Test func masksShowEnoughAndNoMore() throws {
        func masked(_ kind: PersonalKind, _ text: String) throws -> String { kind.masked(try kind.normal(text)) }
        #expect(try masked(.identity, "11010519491231002X") == "110***********002X")
        #expect(try masked(.phone, "13812345678") == "138****5678")
        #expect(try masked(.phone, "057188888899") == "057*******99")
        #expect(try masked(.mail, "zhao@example.cn") == "z***@example.cn")
        #expect(try masked(.address, "清川市青墩区沐槿路 77 号") == "清川市青墩区****")
        #expect(try masked(.address, "湖滨路一号") == "湖滨****")
        #expect(try masked(.emergency, "王小明 13812345678") == "王** 138****5678")
        #expect(try masked(.health, "糖尿病") == "******")
        #expect(Mask.name("Zhao Zhiyuan") == "Z***" && Mask.name("") == "")
        #expect(Mask.middle("123", first: 2, last: 2) == "***")
    }

    @Test func whatIsWrongNamesItsField() {
        for kind in PersonalKind.allCases {
            #expect(throws: Refusal.self) { try kind.normal("") }
            do { _ = try kind.normal("") } catch { #expect((error as? Refusal)?.place == kind.rawValue) }
        }
    }

    @Test func everyKindRestsOnAConsent() {
        #expect(ConsentPurpose.sensitive.kept == [.identity, .health])
        #expect(ConsentPurpose.contact.kept == [.phone, .address, .emergency])
        #expect(ConsentPurpose.mail.kept == [])
        for kind in PersonalKind.allCases { #expect(ConsentPurpose.named(kind.consent.id) == kind.consent) }
    }
}

@Suite struct LookReasonTests {
    @Test func wordsAreNeededAndHoldNothingPersonal() throws {
        #expect(try LookReason(.contact, words: " 联系核查时间 ").words == "联系核查时间")
        #expect(throws: Never.self) { try LookReason(.duty, words: "案卷 2026-17") }
        for words in ["", " ", "要", "两行\n字", "电话 1381234", "13 81-23 4", "问 a@b.cn", "１３８１２３４"] {
            #expect(throws: Refusal.self, "\(words)") { try LookReason(.contact, words: words) }
        }
        #expect(throws: Never.self) { try LookReason(.contact, words: String(repeating: "字", count: 200)) }
        #expect(throws: Refusal.self) { try LookReason(.contact, words: String(repeating: "字", count: 201)) }
    }
}
