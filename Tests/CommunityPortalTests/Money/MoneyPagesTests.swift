import Commons
import Community
import PortalKit
import Rulebook
import Testing

@testable import CommunityPortal

@Suite struct MoneyPagesTests {
    private func withBills<T: Sendable>(_ body: (ItemScene, _ home: String) async throws -> T) async throws -> T {
        try await ItemScene.with { scene in
            let home = try await scene.create(
                "space", ["name": "一<b>室", "code": "H2", "level": "home", "area": "100.01"], place: "B1")
            try await scene.create(
                "tariff",
                [
                    "name": "物业费", "code": "T", "charge": "property", "basis": "area", "price": "1.5",
                    "level": "home", "from": "2026-01-01", "days": "30",
                ])
            return try await body(scene, home)
        }
    }

    @Test func aRunIsLookedAtBeforeItIsDone() async throws {
        try await withBills { scene, _ in
            let form = try await scene.get("/community/money/run").text
            #expect(form.contains("<option value=\"T\">物业费") && form.contains("value=\"2026-03\""))
            let preview = try await scene.get("/community/money/run?tariff=T&period=2026-03").text
            #expect(preview.contains("¥150.02") && preview.contains("没有登记建筑面积") && preview.contains("一&lt;b&gt;室"))
            #expect(try await scene.get("/community/bill").text.contains("¥150.02") == false)
            let wrong = try await scene.get("/community/money/run?tariff=T&period=2025-12")
            #expect(wrong.status == 422 && wrong.text.contains("在该账期内无效"))
            func run(_ fen: String) async throws -> Int {
                try await scene.post(
                    "/community/money/run",
                    [("tariff", "T"), ("period", "2026-03"), ("within", ""), ("count", "1"), ("fen", fen)]
                ).status
            }
            #expect(try await run("15001") == 409)
            #expect(try await run("15002") == 303)
            #expect(try await run("15002") == 303)
            let bills = try await scene.get("/community/bill?period=2026-03").text
            #expect(bills.contains("¥150.02") && bills.contains("待缴费"))
            #expect(bills.contains("<span class=\"count\">1</span>"))
        }
    }

    @Test func statementsShowWhatIsOwed() async throws {
        try await withBills { scene, home in
            _ = try await scene.post(
                "/community/money/run", [("tariff", "T"), ("period", "2026-03"), ("count", "1"), ("fen", "15002")])
            try await scene.create(
                "payment", ["amount": "200.02", "way": "wechat", "reference": "=42"], place: "H2")
            let path = "/community/money/homes/\(home)"
            #expect(try await scene.get("/community/money/homes?q=H2").status == 303)
            #expect(try await scene.get("/community/money/homes?q=nowhere").status == 404)
            let page = try await scene.get(path).text
            #expect(page.contains("房屋账户：一&lt;b&gt;室") && page.contains("无欠费，预收 ¥50.00") && page.contains("-¥50.00"))
            #expect(page.contains("=42") && !page.contains("wechat:"))
            let file = try await scene.get(path + "/csv").text
            let lines = file.split(separator: "\r\n").map(String.init)
            #expect(lines.count == 3 && lines[1].hasSuffix("150.02,,150.02") && lines[2].contains("'=42"))
            #expect(lines[2].hasSuffix(",200.02,-50.00"))
            let overview = try await scene.get("/community/money").text
            #expect(overview.contains("账目核对无误") && overview.contains("收缴率 100.0%") && overview.contains("微信支付"))
            let account = try #require(overview.firstMatch(of: /\/community\/money\/accounts\/\w+/)).output
            #expect(try await scene.get(String(account)).text.contains("¥200.02"))
            for path in [path, "/community/money", "/community/money/run", String(account), path + "/csv"] {
                #expect(try await scene.get(path, as: "dan").status == 403, "\(path)")
                #expect(try await scene.get(path, as: nil).status == 303, "\(path)")
            }
            #expect(try await scene.get(path, as: "max").status == 404)
            #expect(try await scene.get(String(account), as: "max").status == 404)
        }
    }

    @Test func shareIsNeverRoundedUp() {
        #expect(MoneyView.share(999, of: 1000) == "99.9%" && MoneyView.share(9_999, of: 10_000) == "99.9%")
        #expect(MoneyView.share(0, of: 0) == "—" && MoneyView.share(5, of: 5) == "100.0%")
        #expect(MoneyView.share(.max, of: .max) == "100.0%")
    }

    @Test func nobodyIsAskedForWhatTheProgramWrites() async throws {
        try await withBills { scene, _ in
            let form = try await scene.get("/community/bill/new").text
            #expect(form.contains("name=\"amount\"") && !form.contains("name=\"paid\""))
            #expect(!form.contains("name=\"tariff\""))
        }
    }
}
