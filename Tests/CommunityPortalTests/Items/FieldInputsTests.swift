import Commons
import Markup
import PortalKit
import Rulebook
import Testing

@testable import Community
@testable import CommunityPortal

@Suite struct FieldInputsTests {
    private static func field(_ id: String) -> Field { ItemScene.everything[id] ?? Field("x", zh: "", en: "", .flag) }

    private func html(
        _ id: String, _ values: KeyValuePairs<String, String> = [:], _ change: (inout FieldInputs) -> Void = { _ in }
    ) -> String {
        var inputs = FieldInputs(language: .chinese)
        inputs.state = FormState(values)
        change(&inputs)
        return inputs.html(Self.field(id)).string
    }

    @Test(
        arguments: [
            ("name", "<input type=\"text\" id=\"f-name\" name=\"name\" required value=\"\" maxlength=\"40\">"),
            ("words", "<textarea id=\"f-words\" name=\"words\" rows=\"4\" maxlength=\"100\">"),
            ("count", "type=\"number\" id=\"f-count\" name=\"count\" value=\"\" min=\"1\" max=\"20\" step=\"1\""),
            ("count", "<span class=\"unit\">台</span>"),
            ("weight", "min=\"-5.00\" max=\"10000.00\" step=\"0.01\" inputmode=\"decimal\""),
            ("price", "step=\"0.01\""), ("price", "<span class=\"unit\">元</span>"), ("on", "<input type=\"date\""),
            ("at", "<input type=\"datetime-local\""), ("sort", "<option value=\"a\">甲</option>"),
            ("marks", "<input type=\"checkbox\" name=\"marks\" value=\"b\">"),
            ("marks", "<fieldset class=\"field\" id=\"f-marks\"><legend>标记</legend>"),
            ("ready", "<input type=\"checkbox\" id=\"f-ready\" name=\"ready\" value=\"true\">"),
            ("phone", "<input type=\"tel\""), ("phone", "手机号，或带区号的固定电话"), ("phone", "autocomplete=\"off\""),
            ("owner", "<input type=\"text\""), ("part", "填编号"), ("keeper", "填登录名"),
            ("position", "经度,纬度"), ("outline", "<textarea"),
            ("photos", "<input type=\"file\" id=\"f-photos\" name=\"photos\""),
            ("photos", "multiple data-upload=\"/uploads\""), ("photos", "正面一张；最多 3 个文件"),
        ])
    func everyContentHasItsControl(_ id: String, _ wanted: String) {
        let html = html(id)
        #expect(html.contains(wanted), "\(html)")
        let label = ["marks", "ready"].contains(id) ? "" : "<label for=\"f-\(id)\""
        #expect(label.isEmpty || html.contains(label))
    }

    @Test func whatWasTypedStandsThereAgain() {
        #expect(html("name", ["name": "a\"<b>"]).contains("value=\"a&quot;&lt;b&gt;\""))
        #expect(html("at", ["at": "2026-03-01 09:30"]).contains("value=\"2026-03-01T09:30\""))
        #expect(html("sort", ["sort": "b"]).contains("<option value=\"b\" selected>"))
        #expect(html("ready", ["ready": "true"]).contains(" checked>"))
        #expect(html("marks", ["marks": "a", "marks": "b"]).components(" checked>") == 2)
        #expect(html("count", ["count": "viel"]).contains("<input type=\"text\" id=\"f-count\""))
    }

    @Test func whatIsOfPeopleIsNeverPutIntoAPageAgain() {
        let before: [String: FormValue] = ["phone": .text("13812345678"), "owner": .text("王芳芳")]
        let phone = html("phone") { $0.before = before }
        #expect(phone.contains("现为 138****5678，不填则不变") && !phone.contains("13812345678"))
        #expect(phone.contains("name=\"phone-clear\""))
        #expect(!html("owner") { $0.before = before }.contains("芳"))
        let form = FormState(ItemScene.everything, before, place: nil)
        #expect(form.values.isEmpty)
    }

    @Test func whatIsNamedIsChosenFromAListOrTyped() {
        let named = ["t1": CommunityDesk.Named(Person(id: "t1", name: "水泵", login: "T-1"))]
        #expect(html("part", ["part": "t1"]) { $0.named = named }.contains("value=\"T-1\""))
        let list = html("part", ["part": "t1"]) {
            $0.candidates.items["thing"] = [Choice("t2", "风机", note: "T-2")]
            $0.named = named
        }
        #expect(list.contains("<option value=\"t1\" selected>水泵 · T-1</option>"))
        #expect(list.contains("<option value=\"t2\">风机 · T-2</option>"))
        let people = html("keeper", ["keeper": "p"]) { $0.candidates.people = [Choice("p", "李工", note: "作业人员")] }
        #expect(people.contains("<option value=\"p\" selected>李工 · 作业人员</option>"))
    }

    @Test func placesAreChosenOrTyped() throws {
        var inputs = FieldInputs(language: .chinese)
        #expect(try #require(inputs.place(Estate.device)).string.contains("填空间的编码"))
        inputs.candidates.spaces = [Choice("s1", "社区 / 1 幢")]
        let html = try #require(inputs.place(Estate.device)).string
        #expect(html.contains("<option value=\"s1\">社区 / 1 幢</option>") && html.contains(" required>"))
        #expect(try #require(inputs.place(Estate.space)).string.contains("最外层"))
        let nowhere = Kind(
            "n", zh: "", en: "", form: Form([Field("a", zh: "", en: "", .flag)]), title: "a", placing: .nowhere,
            numbering: .counted(prefix: "N"), states: [.init("s", zh: "", en: "")], rights: [])
        #expect(inputs.place(nowhere) == nil)
    }

    @Test func errorsStandAtTheirFields() {
        let refusal = Refusal(
            .invalid, .same(""), details: [.init("scrap.why", Phrase(zh: "必填", en: "is missing"))])
        var inputs = FieldInputs(language: .english)
        inputs.state = FormState(Fields(), refusal)
        inputs.prefix = "scrap."
        let html = inputs.html(Field("why", zh: "原因", en: "Why", .line(most: 9), isRequired: true)).string
        #expect(html.contains("id=\"f-scrap.why\" name=\"scrap.why\" aria-describedby=\"f-scrap.why-error\""))
        #expect(html.contains("<span>is missing</span>"))
        #expect(inputs.state.summary(.english).string.contains("href=\"#f-scrap.why\""))
    }

    @Test func filesThatAreThereCanBeKeptAndThoseThatArrivedGoAlong() {
        let digest = String(repeating: "a", count: 64)
        let html = html("photos") {
            $0.before = ["photos": .list([digest])]
            $0.file = { "/f/" + $0.prefix(3) }
            $0.state.values.pairs = [.init("photos-upload", "/uploads/u1")]
        }
        #expect(html.contains("name=\"photos-kept\" value=\"\(digest)\" checked"))
        #expect(html.contains("href=\"/f/aaa\"") && html.contains("name=\"photos-upload\" value=\"/uploads/u1\""))
    }
}

extension String {
    /// How often a text is in it.
    fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
