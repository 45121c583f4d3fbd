import Commons
import Community
import PortalKit
import Rulebook

/// What a log of events is narrowed by, as its address says it.
struct EventFilter: Sendable {
    var kind: String?
    /// Id or number.
    var within: String?
    var device: String?
    /// The first day and the last one, Beijing time.
    var from: Day?
    var until: Day?
    /// Where the page before ended.
    var before: Int?

    private static let day = Schema.string(pattern: .day, format: "date")
    static let parameters: [Parameter] = [
        .query("kind", .string(1...64), zh: "事件类型", en: "Of this kind"),
        .query("within", .string(1...400), zh: "空间的编码或 id：其中及其内部", en: "Id or number of a space: in it and within"),
        .query("device", .string(1...400), zh: "设备的编号或 id", en: "Id or number of a device"),
        .query("from", day, zh: "从这一天起（北京时间）", en: "From this day on (Beijing time)"),
        .query("until", day, zh: "到这一天为止", en: "Until this day, included"),
        .query("before", .integer(1...Int.max), zh: "早于这一条", en: "Older than this one"),
        .query("limit", .integer(1...EventQuery.most), zh: "最多几条", en: "How many at most"),
    ]

    init(_ query: Fields) throws(Refusal) {
        kind = try query.filled("kind")
        within = try query.filled("within")
        device = try query.filled("device")
        from = try EventFilter.day("from", query)
        until = try EventFilter.day("until", query)
        before = try query.filled("before").flatMap { Int($0) }
    }

    private static func day(_ name: String, _ query: Fields) throws(Refusal) -> Day? {
        guard let text = try query.filled(name) else { return nil }
        guard let day = Day(text) else {
            throw Refusal(.invalid, zh: "没有这一天：\(text)", en: "there is no such day: \(text)", place: name)
        }
        return day
    }

    func query(limit: Int) -> EventQuery {
        EventQuery(
            kinds: kind.map { [$0] } ?? [], device: device, within: within, from: from.map { Instant($0) },
            until: until.map { Instant($0.adding(days: 1)) }, before: before, limit: limit)
    }

    /// For addresses.
    func pairs(before: Int? = nil) -> [(name: String, value: String)] {
        [
            (name: "kind", value: kind), (name: "within", value: within), (name: "device", value: device),
            (name: "from", value: from?.description), (name: "until", value: until?.description),
            (name: "before", value: before.map { String($0) }),
        ].compactMap { pair in pair.value.map { (name: pair.name, value: $0) } }
    }
}
