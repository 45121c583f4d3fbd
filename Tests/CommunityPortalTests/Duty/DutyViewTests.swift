import Commons
import Markup
import Testing

@testable import Community
@testable import CommunityPortal

@Suite struct DutyViewTests {
    private func view(_ picture: DutyPicture, _ language: PageLanguage = .chinese) -> DutyView {
        DutyView(language: language, picture: picture, csrf: "token", newID: { "fresh" })
    }

    @Test func anOpenAlarmCanBeAcknowledgedFromTheBoard() {
        var alarm = DutySample.alarm("a1", .urgent, opened: 420)
        (alarm.count, alarm.mayAcknowledge) = (3, true)
        let order = DutySample.item(Estate.order, "o1", "处置", state: "assigned")
        (alarm.device, alarm.order) = (DutySample.detector, order)
        let html = view(DutyPicture(alarms: [alarm], counts: ["open": 1], now: DutySample.now)).board.string
        for part in [
            "action=\"/community/alarm/a1/acts/acknowledge\"", "name=\"_csrf\" value=\"token\"",
            "name=\"_id\" value=\"fresh\"", "name=\"_version\" value=\"3\"", "name=\"_back\" value=\"/duty\"",
            "href=\"/community/alarm/a1\"", "href=\"/community/order/o1\"", "晴川里 / 1 号楼 · 烟感 301", "已 7 分钟",
            "重复 3 次", "待确认", "紧急",
        ] { #expect(html.contains(part), "lacks \(part)") }
    }

    @Test func whoMayNotActSeesNoButton() {
        let alarm = DutySample.alarm("a1", .general, state: "acknowledged")
        let html = view(DutyPicture(alarms: [alarm], now: DutySample.now)).board.string
        #expect(!html.contains("<form") && html.contains("处置中"))
    }

    @Test func whatIsNewOverdueOrADrillIsSaid() {
        let alarms = [
            DutySample.alarm("a1", .urgent, opened: 5),
            DutySample.alarm("a2", .serious, opened: 500, isDrill: true, due: DutySample.now.adding(seconds: -1)),
        ]
        let html = view(DutyPicture(alarms: alarms, now: DutySample.now)).board.string
        #expect(html.contains("class=\"alarm bad waits fresh\" id=\"alarm-a1\""))
        #expect(html.contains("class=\"alarm bad waits\" id=\"alarm-a2\""))
        #expect(html.contains("超时") && html.contains("演练"))
        // The newest one is what is read aloud.
        let since = alarms[0].item.head.openedAt.milliseconds
        #expect(html.contains("<span data-said=\"\(since)\" hidden>新告警（紧急）：火警，晴川里，1 号楼</span>"))
    }

    @Test func figuresAreOnTop() {
        let picture = DutyPicture(
            counts: ["open": 2, "acknowledged": 5, "closed": 70], closedToday: 9, answeredToday: [30_000, 90_000],
            now: DutySample.now)
        let html = view(picture, .english).board.string
        for part in [
            "<span class=\"value\">2</span>", "<span class=\"value\">5</span>", "<span class=\"value\">9</span>",
            "<span class=\"value\">1 min</span>", "of 2",
        ] { #expect(html.contains(part), "lacks \(part)") }
    }

    @Test func moreThanIsShownIsSaid() {
        let picture = DutyPicture(
            alarms: [DutySample.alarm("a1", .general)], counts: ["open": 300], now: DutySample.now)
        #expect(view(picture).board.string.contains("共 300 件，此处显示 1 件"))
    }

    @Test func whatPeopleWroteIsText() {
        var alarm = DutySample.alarm("a1", .urgent, title: DutySample.nasty)
        alarm.mayAcknowledge = true
        let silent = SilentDevice(id: "d1", title: DutySample.nasty, lastAt: nil)
        let html = view(DutyPicture(alarms: [alarm], spaces: [DutySample.first], now: DutySample.now))
            .body(actions: [], silent: [silent]).string
        #expect(!html.contains("<script") && html.contains("&lt;script&gt;"))
        #expect(html.contains("data-live=\"/duty/events\" data-fragment=\"/duty/board\""))
        #expect(html.contains("静默设备 1 台") && html.contains("href=\"/community/device/d1/readings\""))
    }

    @Test(arguments: [
        (Int64(0), "0 毫秒", "0 ms"), (999, "999 毫秒", "999 ms"), (59_999, "59 秒", "59 s"),
        (60_000, "1 分钟", "1 min"), (3_600_000, "1 小时", "1 h"), (11_100_000, "3 小时 5 分", "3 h 5 min"),
        (86_400_000, "1 天", "1 d"), (187_200_000, "2 天 4 小时", "2 d 4 h"), (-5, "0 毫秒", "0 ms"),
    ])
    func lapses(_ milliseconds: Int64, _ zh: String, _ en: String) {
        let lapse = Lapse(milliseconds: milliseconds)
        #expect(lapse.text(.chinese) == zh && lapse.text(.english) == en)
    }
}

@Suite struct EstateMapTests {
    private func html(_ spaces: [DutyItem], _ alarms: [DutyPicture.Alarm] = []) -> String? {
        EstateMap(language: .chinese, spaces: spaces, alarms: alarms, now: DutySample.now).html?.string
    }

    @Test func buildingsWithAnAlarmStandOut() throws {
        var alarm = DutySample.alarm("a1", .urgent, opened: 5)
        alarm.device = DutySample.detector
        let drawn = try #require(
            html([DutySample.first, DutySample.second, DutySample.ground], [alarm, DutySample.alarm("a2", .general)]))
        #expect(drawn.contains("aria-label=\"1 号楼：2 件告警\"><path class=\"district bad\""))
        // The ground lies below the buildings and is no link.
        let ground = try #require(drawn.firstRange(of: "<title>晴川里</title>"))
        let building = try #require(drawn.firstRange(of: "<title>1 号楼：2 件告警</title>"))
        #expect(ground.lowerBound < building.lowerBound)
        #expect(!drawn.contains("href=\"/community/space/e\""))
        // Of the second building only the position is known.
        #expect(drawn.contains("href=\"/community/space/b2\" aria-label=\"2 号楼\""))
        #expect(drawn.contains("aria-label=\"火警：紧急 · 待确认\""))
        #expect(drawn.contains("<circle class=\"ring bad\""))
    }

    @Test func alarmsWithoutAPositionStandInTheirBuilding() throws {
        let middle = try #require(EstateMap.middle(DutySample.first))
        #expect(abs(middle.x - 120.002) < 1e-9 && abs(middle.y - 30.002) < 1e-9)
        let drawn = try #require(html([DutySample.first], [DutySample.alarm("a1", .serious)]))
        #expect(drawn.contains("href=\"/community/alarm/a1\""))
    }

    @Test func theGroundIsInAlarmOnlyWhereADeviceGuardsIt() throws {
        var alarm = DutySample.alarm("a1", .serious)
        let calm = try #require(html([DutySample.first, DutySample.ground], [alarm]))
        #expect(!calm.contains("href=\"/community/space/e\""))
        alarm.guarded = [DutySample.ground]
        let drawn = try #require(html([DutySample.first, DutySample.ground], [alarm]))
        #expect(drawn.contains("aria-label=\"晴川里：1 件告警\"><path class=\"district bad\""))
        #expect(drawn.contains("href=\"/community/space/e\""))
    }

    @Test func withoutPositionsThereIsNoMap() {
        #expect(html([]) == nil)
        #expect(html([DutySample.space("b", "楼", "building", ["outline": .text("nonsense")])]) == nil)
        #expect(EstateMap.nothing(.english).string.contains("There is no map yet"))
    }

    @Test func manyNamesAreLeftOut() throws {
        let many = (0...EstateMap.mostNames).map { index -> DutyItem in
            let west = 120 + Double(index) / 1000
            let outline = "\(west),30.0 \(west + 0.0005),30.0 \(west + 0.0005),30.001"
            return DutySample.space("s\(index)", "楼 \(index)", "building", ["outline": .text(outline)])
        }
        let crowded = try #require(html(many))
        let few = try #require(html(Array(many.prefix(3))))
        #expect(!crowded.contains("class=\"label\"") && few.contains("class=\"label\""))
    }
}
