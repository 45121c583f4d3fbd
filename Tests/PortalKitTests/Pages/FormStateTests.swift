import Commons
import Markup
import PortalKit
import Rulebook
import Testing

@Suite struct FormStateTests {
    @Test func errorsStandAtTheirFields() {
        let refusal = Refusal(
            .invalid, zh: "有误", en: "wrong",
            details: [
                .init("name", Phrase(zh: "必填", en: "is missing")), .init("mail", Phrase(zh: "不对", en: "is wrong")),
                .init("name", Phrase(zh: "太短", en: "is short")),
            ])
        let form = FormState(Fields([.init("name", "x")]), refusal)
        #expect(form["name"] == "x")
        #expect(form["mail"] == "")
        #expect(form.error("name", .chinese) == "必填；太短")
        #expect(form.error("mail", .english) == "is wrong")
        #expect(form.error("login", .english) == nil)
        #expect(form.summary(.chinese).string.contains("#f-name"))
    }

    @Test func aRefusalWithoutAPlaceStandsOnTop() {
        let form = FormState(Fields(), Refusal(.conflict, zh: "他人刚刚作了修改", en: "changed"))
        #expect(form.summary(.chinese).string.contains("他人刚刚作了修改"))
        #expect(form.summary(.chinese).string.contains("role=\"alert\""))
        #expect(FormState().summary(.chinese).isEmpty)
    }

    @Test(
        arguments: zip(
            [
                Refusal.Kind.invalid, .forbidden, .locked, .missing, .conflict, .unversioned, .tooLarge, .tooMany,
                .unavailable,
            ],
            [422, 422, 423, 404, 409, 428, 413, 429, 503]))
    func everyRefusalHasItsStatus(_ kind: Refusal.Kind, _ status: Int) {
        #expect(FormState(Fields(), Refusal(kind, zh: "", en: "")).status == status)
        #expect(FormState().status == 200)
    }
}
