import Commons
import PortalKit
import Rulebook
import Testing

@testable import Community
@testable import CommunityPortal

/// Bringing tables in and taking them out.
@Suite struct ItemTablesTests {
    private static let path = "/community/thing/import"

    @Test func aTableIsBroughtInWholeAndOnce() async throws {
        try await ItemScene.with { scene in
            let table = Array("编码,名称,类别,标记,位置,电话,负责人\nT1,泵一,甲,甲；乙,H1,13812345678,wes\n\nT2,'=泵二,b,,,,\n".utf8)
            let done = try await scene.send(Self.path, [("_id", "imp1")], file: table)
            #expect(done["Location"] == "/community/thing?done=thing.import", "\(done.text)")
            #expect(try await scene.send(Self.path, [("_id", "imp1")], file: table).status == 303)
            let found = try await scene.desk.list(
                ItemQuery(kind: "thing", reach: [], order: .number), scene.visitor("mia"))
            #expect(found.items.map(\.head.number) == ["T1", "T2"] && found.items.map(\.head.title) == ["泵一", "=泵二"])
            #expect(found.items[0].fields["marks"] == .list(["a", "b"]))
            #expect(found.items[0].fields["keeper"] == .text("wes") && found.items[0].place != nil)
        }
    }

    @Test func nothingIsEnteredWhereOneRowIsWrong() async throws {
        try await ItemScene.with { scene in
            let rows = ["code,Name,count,Place", "T1,一,3,H1", "T2,,99,H1", "T1,二,1,nowhere"]
            let table = Array(rows.joined(separator: "\r\n").utf8)
            let answer = try await scene.send(Self.path, [], file: table)
            #expect(answer.status == 422 && answer.text.contains("3 行中有 2 行需要修改"), "\(answer.text)")
            for text in ["“名称”必填", "应是 1 到 20 之间的整数", "没有这一位置：nowhere"] {
                #expect(answer.text.contains(text), "\(text)")
            }
            #expect(answer.text.contains("<span class=\"value\">4</span>"))
            let list = try await scene.desk.list(ItemQuery(kind: "thing", reach: []), scene.visitor("mia"))
            #expect(list.items.isEmpty)
            let file = try await scene.send(Self.path, [("problems", "1")], file: table)
            #expect(file["Content-Type"] == "text/csv; charset=utf-8" && file.text.contains("3,名称,“名称”必填"))
        }
    }

    @Test(
        arguments: [
            ("", "请选择文件"), ("\n", "文件是空的"), ("编码,名称", "表头之后没有数据行"), ("编码\nT1", "缺少列：名称"),
            ("编码,名称,颜色\nT1,一,红", "不认识的列“颜色”"), ("编码,code,名称\nT1,T1,一", "不止一个"),
            ("编码,名称,照片\nT1,一,a.jpg", "不能随表格导入"), ("PK\u{3}\u{4}", "id=\"f-file-error\""), ("\"编码", "没有结束"),
        ])
    func whatIsNoTableIsToldSo(_ text: String, _ reason: String) async throws {
        try await ItemScene.with { scene in
            let answer = try await scene.send(Self.path, [], file: Array(text.utf8))
            #expect(answer.status == 422 && answer.text.contains(reason), "\(answer.text)")
        }
    }

    @Test func whatWasTakenOutCanBeBroughtInAgain() async throws {
        try await ItemScene.with { scene in
            try await scene.create(
                "thing",
                [
                    "name": "泵", "code": "T1", "count": "3", "weight": "-0.50", "price": "10", "on": "2026-03-01",
                    "at": "2026-03-01 09:30", "sort": "b", "marks": "a;b", "ready": "true", "keeper": "wes",
                    "position": "120.1,30.2", "phone": "13812345678",
                ], place: "H1")
            let csv = try await scene.get("/community/thing/export/csv?sort=b")
            #expect(csv.status == 200 && csv["Content-Disposition"]?.contains("thing-2026-03-01.csv") == true)
            #expect(csv.text.contains("T1,新,H1,泵,T1,,3,-0.50,10.00,2026-03-01,2026-03-01 09:30,乙,甲; 乙,是,138****5678"))
            #expect(try await scene.get("/community/thing/export/csv?sort=a").text.contains("T1") == false)
            #expect(try await scene.get("/community/thing/export/pdf").status == 404)
            #expect(try await scene.get("/community/thing/export/csv", as: "wes").status == 403)
            let again = csv.text.replacing("T1", with: "T2").replacing("138****5678", with: "")
            let done = try await scene.send(Self.path, [], file: Array(again.utf8))
            #expect(done.status == 303, "\(done.text)")
            let xlsx = try await scene.get("/community/thing/export/xlsx?q=T2")
            let found = try await scene.desk.list(ItemQuery(kind: "thing", reach: [], text: "T2"), scene.visitor("mia"))
            #expect(
                found.items.first?.fields["weight"] == .number(-50)
                    && found.items.first?.fields["marks"] == .list(["a", "b"]))
            // A number that is there already is all that is wrong with it.
            let twice = try await scene.send(Self.path, [], file: xlsx.body, name: "a.xlsx")
            #expect(twice.status == 409 || twice.status == 422, "\(twice.text)")
            #expect(twice.text.contains("“T2”已经有了") && twice.text.contains("1 行中有 1 行需要修改"), "\(twice.text)")
        }
    }

    @Test func theTemplateIsAWorkbookWithItsColumns() async throws {
        try await ItemScene.with { scene in
            let template = try await scene.get("/community/thing/import/template")
            #expect(template.status == 200 && template.body.starts(with: [0x50, 0x4B]))
            let answer = try await scene.send(Self.path, [], file: template.body, name: "a.xlsx")
            #expect(answer.status == 422 && answer.text.contains("表头之后没有数据行"), "\(answer.text)")
            let page = try await scene.get(Self.path).text
            #expect(page.contains("甲、乙；多个用分号隔开") && page.contains("enctype=\"multipart/form-data\""))
            #expect(try await scene.get(Self.path, as: "wes").status == 403)
        }
    }

    @Test func spacesMayNameThoseAbove() async throws {
        try await ItemScene.with { scene in
            let table = "名称,编码,类型,位置\n甲楼,X1,楼栋,E\n甲一,X11,单元,X1\n"
            let done = try await scene.send("/community/space/import", [], file: Array(table.utf8))
            #expect(done.status == 303, "\(done.text)")
            let list = try await scene.get("/community/space?within=E").text
            #expect(list.contains("甲楼") && list.contains("甲一"))
        }
    }
}
