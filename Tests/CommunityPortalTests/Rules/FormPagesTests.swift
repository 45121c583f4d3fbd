import Commons
import Markup
import Rulebook
import Testing

@testable import Community
@testable import CommunityPortal
@testable import PortalKit

/// Fields that administrators add, from the form to everything that is derived from it.
@Suite struct FormPagesTests {
    private static let path = "/community/thing/form"
    private static let colour = [
        ("zh", "颜色"), ("en", "Colour"), ("sort", "choice"), ("options", "红 | Red\n绿"), ("listed", "true"),
        ("filtered", "true"), ("_edition", "1"),
    ]

    @Test func aFieldIsAddedAndAskedEverywhere() async throws {
        try await ItemScene.with { scene in
            let answer = try await scene.post(Self.path, Self.colour, as: "adm")
            #expect(answer["Location"] == Self.path + "?done=thing.edit", "\(answer.text)")
            let page = try await scene.get(Self.path, as: "adm").text
            for part in ["第 2 版", "增加“颜色”", "名-adm", "id=\"field-added1\"", "红 | Red", "对使用本系统的所有单位生效"] {
                #expect(page.contains(part), "lacks \(part)")
            }
            #expect(try await scene.get("/community/forms", as: "adm").text.contains("颜色"))
            let form = try await scene.get("/community/thing/new").text
            #expect(form.contains("name=\"added1\"") && form.contains("<option value=\"o2\">绿</option>"))
            let id = try await scene.create("thing", ["name": "泵", "code": "T1", "added1": "Red"])
            let list = try await scene.get("/community/thing?added1=o1").text
            #expect(list.contains("T1") && list.contains("颜色") && list.contains("红"))
            #expect(try await !scene.get("/community/thing?added1=o2").text.contains("T1"))
            let json = try await scene.call("GET", "/api/v1/community/thing/\(id)")
            #expect(json.json?["fields"]?["added1"]?.text == "o1")
            let changed = try await scene.call(
                "PATCH", "/api/v1/community/thing/\(id)", headers: [("If-Match", "*")],
                json: #"{"fields": {"added1": "绿"}}"#)
            #expect(changed.json?["fields"]?["added1"]?.text == "o2", "\(changed.text)")
            let table = Array("编码,名称,颜色\nT2,泵二,红\n".utf8)
            #expect(try await scene.send("/community/thing/import", [], file: table).status == 303)
            #expect(try await scene.get("/community/thing/export/csv?added1=o1").text.contains("T2"))
            // Retired, it is asked no longer, and told in the history.
            let retired = try await scene.post(Self.path + "/added1/retire", [("_edition", "2")], as: "adm")
            #expect(retired.status == 303)
            #expect(try await !scene.get("/community/thing/new").text.contains("added1"))
            #expect(try await scene.get("/community/thing/\(id)/history").text.contains("颜色"))
            #expect(try await scene.get(Self.path, as: "adm").text.contains("停用“颜色”"))
        }
    }

    @Test func whatIsWrongIsToldAndTheFormKeepsWhatWasTyped() async throws {
        try await ItemScene.with { scene in
            let bad = try await scene.post(
                Self.path, [("zh", "名称"), ("sort", "choice"), ("_edition", "1")], as: "adm")
            #expect(bad.status == 422 && bad.text.contains("已有名为“名称”的字段") && bad.text.contains("请填写选项"))
            #expect(bad.text.contains("value=\"名称\""))
            _ = try await scene.post(Self.path, Self.colour, as: "adm")
            let late = try await scene.post(Self.path, [("zh", "备注"), ("sort", "words"), ("_edition", "1")], as: "adm")
            #expect(late.status == 409 && late.text.contains("他人刚刚修改了这个表单"))
            let changed = try await scene.post(
                Self.path + "/added1",
                [
                    ("zh", "色彩"), ("sort", "choice"), ("option.o1", "深红 | Crimson"), ("option.o2", "绿"),
                    ("options", "蓝"),
                    ("_edition", "2"),
                ], as: "adm")
            #expect(changed.status == 303, "\(changed.text)")
            let form = try await scene.get("/community/thing/new").text
            #expect(
                form.contains("<option value=\"o1\">深红</option>") && form.contains("<option value=\"o3\">蓝</option>"))
            #expect(try await scene.post(Self.path + "/name/retire", [("_edition", "3")], as: "adm").status == 423)
        }
    }

    @Test func onlyAdministratorsComeHere() async throws {
        try await ItemScene.with { scene in
            let allowed = try await scene.get(Self.path, as: "adm")
            #expect(allowed.status == 200)
            for person in ["mia", "dan", "exp"] {
                #expect(try await scene.get(Self.path, as: person).status == 403, "\(person)")
                #expect(try await scene.get("/community/forms", as: person).status == 403)
                #expect(try await scene.post(Self.path, Self.colour, as: person).status == 403)
                #expect(try await scene.call("GET", "/api/v1" + Self.path, as: person).status == 403)
            }
            #expect(try await scene.get("/community/thing", as: "adm").status == 403)
        }
    }

    @Test func theAPIGivesEditionsAndTakesFields() async throws {
        try await ItemScene.with { scene in
            let path = "/api/v1" + Self.path
            let before = try await scene.call("GET", path, as: "adm")
            #expect(before["ETag"] == "\"1\"" && before.json?["added"] == [])
            let json = #"{"title": {"zh": "电话二", "en": "Phone 2"}, "type": "phone", "required": true}"#
            #expect(try await scene.call("POST", path, as: "adm", json: json).status == 428)
            let made = try await scene.call("POST", path, as: "adm", headers: [("If-Match", "\"1\"")], json: json)
            #expect(made.status == 200 && made["ETag"] == "\"2\"", "\(made.text)")
            let endpoint = try #require(scene.portal.endpoints.first { $0.name == "POST " + path })
            let schema = try #require(endpoint.output?.schema)
            #expect(schema.problems(of: try #require(made.json)).isEmpty)
            #expect(made.json?["added"] == ["added1"] && made.json?["editions"]?.items?.count == 2)
            let field = made.json?["fields"]?.items?.last
            #expect(field?["masked"] == true && field?["required"] == true && field?["type"]?.text == "personal")
            let late = try await scene.call("POST", path, as: "adm", headers: [("If-Match", "\"1\"")], json: json)
            #expect(late.status == 412, "\(late.text)")
            let bad = try await scene.call(
                "POST", path, as: "adm", headers: [("If-Match", "*")],
                json: #"{"title": {"zh": "甲", "en": "A"}, "type": "choice"}"#)
            #expect(bad.status == 422 && bad.json?["place"]?.text == "options")
        }
    }

    @Test func aFieldThatNamesSeveralIsFilledInAndShown() async throws {
        var inputs = FieldInputs(language: .chinese)
        let field = Field("spots", zh: "点位", en: "Spots", .references(kind: "space", most: 3))
        inputs.candidates.items["space"] = [.init("s1", "甲"), .init("s2", "乙")]
        inputs.state = FormState(["spots": "s2"])
        let boxes = inputs.html(field).string
        #expect(boxes.contains("value=\"s2\" checked") && boxes.contains("value=\"s1\"") && boxes.contains("最多 3 项"))
        inputs.candidates = Candidates()
        #expect(inputs.html(field).string.contains("<textarea") && inputs.html(field).string.contains("每行一个编号"))
        #expect(try field.read(["H1; H2", "H3"]) == .list(["H1", "H2", "H3"]))
        #expect(throws: Refusal.self) { try field.read(["H1;H2;H3;H4"]) }
    }
}
