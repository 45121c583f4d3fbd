import Commons
import Markup
import PortalKit
import Rulebook
import Testing

@testable import Community
@testable import CommunityPortal

@Suite struct ReadingPagesTests {
    private func day(_ ago: Int, _ least: Double, _ most: Double) -> ReadingDay {
        let last = DutySample.now.adding(seconds: -Int64(ago) * 86_400 - 3000)
        return ReadingDay(
            day: last.day.ordinal, series: 1, count: 4, sum: least * 2 + most * 2, least: least, most: most,
            firstAt: last.adding(seconds: -60), first: least, lastAt: last, last: most)
    }

    private func property(_ id: String, _ days: [ReadingDay], _ values: [Double]) throws -> DeviceReadings.Property {
        let readings = values.enumerated().map { index, value in
            Reading(series: 1, at: DutySample.now.adding(seconds: Int64(index - values.count) * 1800), value: value)
        }
        return DeviceReadings.Property(
            property: try #require(DutySample.smoke.property(id)), last: days.last, days: days, readings: readings)
    }

    @Test func everyPropertyHasItsLastWordAndItsDay() throws {
        let readings = DeviceReadings(
            device: DutySample.detector, model: DutySample.smoke,
            properties: [
                try property("smoke", [day(3, 1, 2), day(0, 4, 8.5)], [4, 8.5]),
                try property("ok", [day(0, 0, 1)], [0, 1]), try property("mode", [day(0, 0, 1)], [0, 1]),
            ], now: DutySample.now)
        let html = DeviceReadingsView(language: .chinese, readings: readings).body.string
        for part in [
            "8.5 %", "6.25 %", "2026-03-01 11:10", "正常", "烟雾 · 最近 30 天（北京时间）", "烟雾 · 最近 24 小时",
            "1 % 至 2 %，平均 1.5 %", "“是”占 50 %", "最近的状态", "<span class=\"value\">乙</span>",
        ] { #expect(html.contains(part), "lacks \(part)") }
        #expect(!html.contains("模式 · 最近"))
    }

    @Test func silenceIsSaid() throws {
        var property = try property("smoke", [day(2, 1, 2)], [])
        let readings = DeviceReadings(
            device: DutySample.detector, model: DutySample.smoke, properties: [property], now: DutySample.now)
        #expect(DeviceReadingsView(language: .english, readings: readings).body.string.contains("silent for 2 d"))
        property.last = nil
        #expect(PropertyCard(language: .english, property: property, now: DutySample.now).card == nil)
    }

    @Test func aDeviceWithoutPropertiesSaysSo() {
        let readings = DeviceReadings(device: DutySample.detector, model: nil, properties: [], now: DutySample.now)
        #expect(DeviceReadingsView(language: .english, readings: readings).body.string.contains("measures nothing"))
    }

    @Test func whatWasKeptApartHasAReasonAndARemedy() {
        let one = RefusedReading(
            id: 7, receivedAt: DutySample.now, sender: "gus", organisation: "keeper", line: 3, reason: .outOfRange,
            text: DutySample.nasty)
        let view = RefusedView(
            language: .chinese, counts: [.outOfRange: 1, .future: 4], reason: .outOfRange, readings: [one],
            hasMore: true)
        let html = view.body.string
        #expect(html.contains("超出量程") && html.contains("单位换算错误") && html.contains("时间在将来"))
        #expect(html.contains("href=\"/duty/refused?reason=outOfRange&amp;after=7\""))
        #expect(!html.contains("<script"))
        let empty = RefusedView(language: .english, counts: [:], readings: []).body.string
        #expect(empty.contains("Nothing was kept apart"))
    }

    @Test(arguments: RefusedReading.Reason.allCases)
    func everyReasonIsExplained(_ reason: RefusedReading.Reason) {
        for phrase in [reason.title, reason.meaning] { #expect(!phrase.zh.isEmpty && !phrase.en.isEmpty) }
        #expect(reason.title != reason.meaning)
    }

    @Test func theEstateAtAGlance() {
        let overview = EstateOverview(
            picture: DutyPicture(spaces: [DutySample.first], now: DutySample.now),
            counts: [
                "space": ["current": 9], "device": ["active": 4, "revoked": 2], "alarm": ["open": 1, "closed": 5],
            ],
            levels: ["building": 2, "home": 6],
            byEvent: [ResponseFigures(key: "fire", title: "fire", times: [1000, 61_000, nil])],
            byBuilding: [ResponseFigures(key: "", title: "", times: [nil])],
            byPerson: [ResponseFigures(key: "dan", title: "单", times: [1000])])
        let view = EstateView(language: .chinese, catalog: DutySample.catalog, overview: overview, mayWatch: true)
        let html = view.body.string
        for part in [
            "<span class=\"value\">2</span>", "<span class=\"value\">6</span>", "<span class=\"value\">4</span>",
            "href=\"/community/device\"", "31 秒", "没有位置", "单", "href=\"/duty\"", "社区基础",
        ] { #expect(html.contains(part), "lacks \(part)") }
        #expect(!html.contains("href=\"/community/order\""))
    }
}

@Suite struct ReadingJSONTests {
    @Test(arguments: [
        ("application/x-ndjson", ReadingFormat.lines), ("application/json; charset=utf-8", .json),
        ("Text/CSV;header=present", .csv),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", .xlsx),
    ])
    func typesAreKnown(_ type: String, _ format: ReadingFormat) {
        #expect(ReadingFormat(contentType: type) == format)
    }

    @Test func otherTypesAreNot() { #expect(ReadingFormat(contentType: "text/plain") == nil) }

    @Test func bodiesAreRead() throws {
        let line = "{\"device\":\"S1\",\"property\":\"smoke\",\"at\":1,\"value\":2}\n"
        let lines = try ReadingFormat.lines.batch(Array((line + "nonsense\n").utf8), now: DutySample.now)
        #expect(lines.rows.count == 1 && lines.malformed.map(\.line) == [2])
        let table = Array("device,property,at,value\nS1,smoke,2026-03-01 11:00,2\n".utf8)
        #expect(try ReadingFormat.csv.batch(table, now: DutySample.now).rows.count == 1)
        for (format, bytes) in [(ReadingFormat.csv, Array("a,b\n1,2\n".utf8)), (.xlsx, [1, 2, 3])] {
            let refusal = #expect(throws: Refusal.self) { try format.batch(bytes, now: DutySample.now) }
            #expect(refusal?.kind == .invalid)
        }
    }

    @Test func aReportCountsAndExplains() {
        let report = ReadingReport(
            taken: 5, repeated: 1, refused: [.future: 2, .unknownDevice: 1],
            examples: [
                RefusedReading(
                    receivedAt: DutySample.now, sender: "gus", organisation: "keeper", line: 4, reason: .future,
                    text: "S1 x")
            ])
        let json = ReadingReportJSON.json(report, .en)
        #expect(json["taken"]?.integer == 5 && json["repeated"]?.integer == 1 && json["refused"]?.integer == 3)
        #expect(json["reasons"] == .object([.init("unknownDevice", 1), .init("future", 2)]))
        let example = json["examples"]?.items?.first
        #expect(example?["line"]?.integer == 4 && example?["reason"]?.text == "future")
        #expect(example?["meaning"]?.text == RefusedReading.Reason.future.meaning.en)
    }

    @Test func eventsAreReadAndAnswered() throws {
        let draft = try EventJSON.read([
            "kind": "fire", "device": "S1", "at": "2026-03-01T12:00:00+08:00", "text": "烟", "drill": true,
        ])
        #expect(
            draft == EventDraft(kind: "fire", device: "S1", at: DutySample.now, text: "烟", isDrill: true))
        #expect(throws: Refusal.self) { try EventJSON.read(["kind": "fire", "at": "soon"]) }
        let event = Event(
            id: 9, kind: "fire", device: "d1", place: nil, at: DutySample.now, receivedAt: DutySample.now,
            level: .urgent)
        let alarm = DutySample.alarm("a1", .urgent).item
        #expect(EventJSON.json(event, alarm)["alarm"]?["number"]?.text == "N-a1")
        #expect(EventJSON.json(event, nil)["alarm"] == .null)
        #expect(EventJSON.json(event, nil)["event"]?["at"]?.text == "2026-03-01T12:00:00.000+08:00")
    }

    @Test(arguments: [
        ("smoke", 21.5, JSON.number("21.5")), ("smoke", 20, 20), ("smoke", 1e300, .number("1e+300")),
        ("ok", 1, true), ("ok", 0, false), ("mode", 1, "b"), ("mode", 7, .null), ("smoke", .infinity, .null),
    ])
    func valuesAreAsTheyWereSent(_ property: String, _ value: Double, _ json: JSON) throws {
        #expect(SeriesJSON.json(value, try #require(DutySample.smoke.property(property))) == json)
    }

    @Test func aSeriesSaysWhereItGoesOn() throws {
        let property = try #require(DutySample.smoke.property("smoke"))
        var excerpt = SeriesExcerpt(
            property: property, readings: [Reading(series: 1, at: DutySample.now, value: 3)],
            next: DutySample.now.adding(seconds: 1))
        excerpt.days = [
            ReadingDay(
                day: 20_513, series: 1, count: 2, sum: 5, least: 2, most: 3, firstAt: DutySample.now, first: 2,
                lastAt: DutySample.now, last: 3)
        ]
        let json = SeriesJSON.json(excerpt)
        #expect(json["readings"]?.items?.first?["value"]?.integer == 3)
        #expect(json["next"]?.text == "2026-03-01T12:00:01.000+08:00")
        #expect(json["days"]?.items?.first?["mean"] == .number("2.5"))
        #expect(json["days"]?.items?.first?["day"]?.text == "2026-03-01")
    }

    @Test func momentsOfAQuestionMustMakeSense() throws {
        let query = Fields([.init("from", "2026-03-01T12:00:00Z"), .init("until", "yesterday")])
        #expect(try SeriesJSON.moment("from", query) == DutySample.now.adding(seconds: 8 * 3600))
        #expect(throws: Refusal.self) { try SeriesJSON.moment("until", query) }
        #expect(try SeriesJSON.moment("other", query) == nil)
    }
}
