import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

extension CommunityPortal {
    /// When resources are free, where the domains have any.
    var bookingEndpoints: [Endpoint] {
        guard let resource = desk.catalog.kind(Estate.resource.id) else { return [] }
        let read = Endpoint.Access.function(resource.function(.read))
        return [
            .page(
                CommunityRoutes.calendar, read, Phrase(zh: "预约日历", en: "When a resource is free"),
                handler: timetablePage),
            .api(
                .get, CommunityAPIRoutes.slots, read,
                Phrase(
                    zh: "资源何时空闲：开放时间分成若干段，每段给出已约和可约的个数，不含他人姓名",
                    en: "When a resource is free: its opening hours in pieces, with how many are taken and free in "
                        + "each; nobody is named"),
                group: CommunityPortal.group,
                parameters: [
                    .query(
                        "from", .string(pattern: .day, format: "date"), zh: "从这一天起，默认今天",
                        en: "From this day; today if nothing is said"),
                    .query("days", .integer(1...62), zh: "几天，默认 7", en: "How many days; 7"),
                ],
                output: .init(SlotsJSON.schema), refusals: [.forbidden, .invalid, .missing], handler: slots),
        ]
    }

    /// The day that an address begins at; today if it says none.
    func day(_ call: Call) throws(Refusal) -> Day {
        guard let text = try call.query.filled("from") else { return now.day }
        guard let day = Day(text) else {
            throw Refusal(
                .invalid, zh: "日期应写作 2026-03-01：\(text)", en: "no day such as 2026-03-01: \(text)", place: "from")
        }
        return day
    }
}
