import Commons
import PortalKit
import Rulebook
import Testing

@testable import Community
@testable import CommunityPortal

@Suite struct ItemPagesTests {
    @Test func anEmptyListSaysWhatToDo() async throws {
        try await ItemScene.with { scene in
            let list = try await scene.get("/community/thing").text
            #expect(list.contains("还没有物品") && list.contains("href=\"/community/thing/new\""))
            #expect(list.contains("href=\"/community/thing/import\"") && list.contains("/community/thing/export/csv"))
            let worker = try await scene.get("/community/thing", as: "wes").text
            #expect(worker.contains("还没有物品") && !worker.contains("/community/thing/new"))
            #expect(try await scene.get("/community/thing", as: "exp").status == 403)
            #expect(try await scene.get("/community/thing", as: nil).status == 303)
        }
    }

    @Test func listsShowNarrowAndGoOn() async throws {
        try await ItemScene.with { scene in
            for number in 1...60 {
                scene.clock.pass(seconds: 1)
                try await scene.create(
                    "thing",
                    [
                        "name": "泵<\(number)>", "code": "T\(number)", "sort": number % 2 == 0 ? "a" : "b",
                        "count": "\(number % 3 + 1)", "phone": "13812345678",
                    ], place: number == 7 ? "H1" : nil)
            }
            let first = try await scene.get("/community/thing").text
            #expect(first.contains("泵&lt;60&gt;</a>") && !first.contains("泵<60>") && !first.contains("泵&lt;10&gt;"))
            #expect(first.contains("<span class=\"count\">60</span>") && first.contains("rel=\"next\""))
            let next = try #require(first.firstMatch(of: /rel="next" href="([^"]+)"/)?.1)
            let second = try await scene.get(String(next.replacing("&amp;", with: "&"))).text
            #expect(second.contains("泵&lt;10&gt;") && second.contains("回到第一页") && !second.contains("rel=\"next\""))
            let some = try await scene.get("/community/thing?sort=b&count=2").text
            #expect(some.contains("泵&lt;1&gt;") && !some.contains("泵&lt;2&gt;"))
            let there = try await scene.get("/community/thing?within=E").text
            #expect(there.contains("泵&lt;7&gt;") && !there.contains("泵&lt;8&gt;") && there.contains("H1 空间H1"))
            #expect(try await scene.get("/community/thing?state=used").text.contains("没有符合条件的物品"))
            let lost = try await scene.get("/community/thing?within=nowhere")
            #expect(lost.status == 200 && lost.text.contains("找不到：nowhere"))
            scene.clock.pass(seconds: 3600)
            #expect(try await scene.get("/community/thing").text.contains("逾期：应于"))
        }
    }

    @Test func oneEntersAThingOnce() async throws {
        try await ItemScene.with { scene in
            let page = try await scene.get("/community/thing/new")
            #expect(page.status == 200 && page.text.contains("name=\"_id\" value=\"01"))
            #expect(page.text.contains("空间E / 空间B1 / 空间H1</option>"))
            let file = try await scene.upload("%PDF-1.7 a")
            let h1 = try #require(page.text.firstMatch(of: /<option value="(\w+)">空间E \/ 空间B1 \/ 空间H1/)?.1)
            let form: [(String, String)] = [
                ("_id", "abc"), ("name", "水泵"), ("code", "T1"), ("words", "一\r\n二"), ("count", "3"), ("weight", "1.5"),
                ("price", "0.10"), ("on", "2026-03-01"), ("at", "2026-03-01T09:30"), ("sort", "a"), ("marks", "a"),
                ("marks", "b"), ("phone", "138 1234 5678"), ("part", ""), ("keeper", "wes"), ("photos", ""),
                ("photos-upload", file.location), ("place", String(h1)),
            ]
            let answer = try await scene.post("/community/thing", form)
            #expect(answer.status == 303, "\(answer.text)")
            #expect(answer["Location"] == "/community/thing/abc?done=thing.create")
            #expect(try await scene.post("/community/thing", form)["Location"] == answer["Location"])
            let shown = try await scene.get("/community/thing/abc?done=thing.create").text
            for text in [
                "已登记", "<h1>水泵", #"<p class="words">一<br>二</p>"#,
                "3 台", "1.50 kg", "¥0.10", "2026-03-01 09:30", "甲、乙", "138****5678",
                "名-wes", "H1 空间H1", "否", "/community/thing/abc/files/\(file.digest)",
            ] { #expect(shown.contains(text), "\(text)") }
            #expect(!shown.contains("13812345678"))
        }
    }

    @Test func whatIsWrongIsToldAtItsField() async throws {
        try await ItemScene.with { scene in
            let answer = try await scene.post(
                "/community/thing", [("name", "水泵"), ("count", "99"), ("on", "gestern"), ("place", "nowhere")])
            #expect(answer.status == 422)
            #expect(answer.text.contains("id=\"f-code-error\"") && answer.text.contains("id=\"f-count-error\""))
            #expect(answer.text.contains("value=\"水泵\"") && answer.text.contains("href=\"#f-on\""))
            try await scene.create("thing", ["name": "一", "code": "T1"])
            let twice = try await scene.post("/community/thing", [("name", "二"), ("code", "T1")])
            #expect(twice.status == 409 && twice.text.contains("id=\"f-code-error\""))
            let strange = try await scene.post("/community/thing", [("_id", "a/b"), ("name", "二"), ("code", "T2")])
            #expect(strange.status == 422)
        }
    }

    @Test func aChangeRestsOnAVersion() async throws {
        try await ItemScene.with { scene in
            let id = try await scene.create(
                "thing", ["name": "水泵", "code": "T1", "phone": "13812345678", "marks": "a"], place: "H1")
            let page = try await scene.get("/community/thing/\(id)/edit").text
            #expect(page.contains("value=\"水泵\"") && page.contains("name=\"_version\" value=\"1\""))
            #expect(!page.contains("13812345678"))
            let place = try #require(page.firstMatch(of: /<option value="(\w+)" selected>空间E/)?.1)
            let form: [(String, String)] = [
                ("_version", "1"), ("name", "风机"), ("code", "T1"), ("phone", ""), ("place", String(place)),
            ]
            let saved = try await scene.post("/community/thing/\(id)", form)
            #expect(saved.status == 303, "\(saved.text)")
            let opened = try await scene.desk.open(id, of: ItemScene.thing, scene.visitor("mia"))
            #expect(opened.item.head.title == "风机" && opened.item.fields["phone"] == .text("13812345678"))
            #expect(opened.item.fields["marks"] == nil && opened.item.fields["ready"] == nil)
            let late = try await scene.post(
                "/community/thing/\(id)", [("_version", "1"), ("name", "水塔"), ("code", "T1")])
            #expect(late.status == 409 && late.text.contains("value=\"水塔\"") && late.text.contains("风机</dd>"))
            #expect(late.text.contains("name=\"_version\" value=\"2\""))
            let cleared = try await scene.post(
                "/community/thing/\(id)",
                [("_version", "2"), ("name", "风机"), ("code", "T1"), ("phone-clear", "true"), ("place", String(place))])
            #expect(cleared.status == 303)
            let after = try await scene.desk.open(id, of: ItemScene.thing, scene.visitor("mia"))
            #expect(after.item.fields["phone"] == nil && after.item.place == String(place))
            #expect(try await scene.get("/community/thing/\(id)/edit", as: "wes").status == 403)
        }
    }

    @Test func actsAreFormsOfTheirOwn() async throws {
        try await ItemScene.with { scene in
            let id = try await scene.create("thing", ["name": "水泵", "code": "T1"])
            let page = try await scene.get("/community/thing/\(id)").text
            #expect(page.contains("action=\"/community/thing/\(id)/acts/use\""))
            #expect(page.contains("name=\"scrap.why\"") && page.contains("<option value=\"wes\">名-wes · 作业人员"))
            let empty = try await scene.post("/community/thing/\(id)/acts/scrap", [("_version", "1"), ("_id", "x")])
            #expect(empty.status == 422 && empty.text.contains("id=\"f-scrap.why-error\""))
            #expect(empty.text.contains("id=\"do-scrap\" open"))
            let stale = try await scene.post("/community/thing/\(id)/acts/use", [("_version", "9")])
            #expect(stale.status == 409 && stale.text.contains("他人刚刚作了修改"))
            let file = try await scene.upload("%PDF-1.7 b")
            let done = try await scene.post(
                "/community/thing/\(id)/acts/scrap",
                [
                    ("_version", "1"), ("_id", "y"), ("scrap.why", "坏了"), ("scrap.by", "wes"),
                    ("scrap.proof-upload", file.location),
                ])
            #expect(done["Location"] == "/community/thing/\(id)?done=thing.scrap", "\(done.text)")
            let after = try await scene.get("/community/thing/\(id)?done=thing.scrap").text
            #expect(after.contains("完成：报废") && !after.contains("/acts/use") && after.contains(">报废</span>"))
            #expect(try await scene.post("/community/thing/\(id)/acts/use", [], as: "wes").status == 403)
            #expect(try await scene.post("/community/thing/\(id)/acts/fly", []).status == 404)
            let history = try await scene.get("/community/thing/\(id)/history").text
            for text in ["坏了", "名-wes", "名-mia", "报废 <small>#2</small>", "登记 <small>#1</small>", file.digest] {
                #expect(history.contains(text), "\(text)")
            }
            let proof = try await scene.get("/community/thing/\(id)/files/\(file.digest)")
            #expect(proof.status == 200 && proof.text == "%PDF-1.7 b")
        }
    }

    @Test func aDigestAloneGivesNobodyAFile() async throws {
        try await ItemScene.with { scene in
            let file = try await scene.upload("%PDF-1.7 secret", by: "max")
            let id = try await scene.create("thing", ["name": "水泵", "code": "T1"])
            #expect(try await scene.get("/community/thing/\(id)/files/\(file.digest)").status == 404)
            let edited = try await scene.post(
                "/community/thing/\(id)",
                [("_version", "1"), ("name", "水泵"), ("code", "T1"), ("photos-kept", file.digest)])
            #expect(edited.status == 303)
            #expect(try await scene.get("/community/thing/\(id)/files/\(file.digest)").status == 404)
            let stolen = try await scene.post(
                "/community/thing/\(id)",
                [("_version", "1"), ("name", "水泵"), ("code", "T1"), ("photos-upload", file.location)])
            #expect(stolen.status == 422 && stolen.text.contains("id=\"f-photos-error\""))
            let named = try await scene.post(
                "/community/thing/\(id)", [("_version", "1"), ("name", "水泵"), ("code", "T1"), ("photos", "a.jpg")])
            #expect(named.status == 422 && named.text.contains("请等待文件上传完成"))
        }
    }

    @Test func spacesShowWhatIsInThem() async throws {
        try await ItemScene.with { scene in
            try await scene.create("device", ["name": "门禁一", "code": "D1", "model": "door"], place: "B1")
            let spaces = try await scene.get("/community/space?q=B1").text
            let path = try #require(spaces.firstMatch(of: /href="(\/community\/space\/[0-9a-z]+)">空间B1/)?.1)
            let page = try await scene.get(String(path)).text
            #expect(page.contains("空间H1") && page.contains("门禁一") && page.contains("<nav class=\"breadcrumbs\""))
            #expect(page.contains("/community/order?within=") && page.contains("/community/device/new?place="))
        }
    }

    @Test func wordsOfWhatWasDoneAreKnown() {
        let catalog = ItemScene.catalog
        #expect(CommunityPortal.flash("thing.scrap", catalog)?.zh == "完成：报废")
        #expect(CommunityPortal.flash("space.close", catalog)?.zh == "完成：停用")
        #expect(CommunityPortal.flash("thing.import", catalog)?.zh == "已全部导入")
        #expect(CommunityPortal.flash("thing.fly", catalog) == nil)
        #expect(CommunityPortal.flash("<b>", catalog) == nil)
    }
}
