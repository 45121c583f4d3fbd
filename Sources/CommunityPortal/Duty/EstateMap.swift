import Commons
import Community
import Markup
import PortalKit
import Rulebook

/// The places of the estate as they lie, with what is open in them.
struct EstateMap {
    var language: PageLanguage
    var spaces: [Item]
    var alarms: [DutyPicture.Alarm]
    var now: Instant

    /// More names than this hide one another: then only buildings with an alarm show theirs.
    static let mostNames = 40

    /// nil: there is nothing to draw.
    var html: HTML? {
        let areas = areas
        guard !areas.isEmpty || !marks.isEmpty || !points.isEmpty else { return nil }
        let open = alarms.count
        return Chart.map(
            language("社区地图", "Map of the community"),
            description: language(
                "\(areas.count) 处楼栋和区域，\(open) 件未关闭的告警",
                "\(areas.count) buildings and areas, \(open) open \(open == 1 ? "alarm" : "alarms")"),
            districts: areas, places: points + marks,
            legends: [
                (
                    language("告警", "Alarms"),
                    [
                        (.tone(.bad), language("紧急、较重", "urgent, serious")), (.tone(.warn), language("一般", "general")),
                    ]
                )
            ], language: language)
    }

    static func nothing(_ language: PageLanguage) -> HTML {
        HTML.emptyState(
            language("还没有地图", "There is no map yet"),
            language("给楼栋填写轮廓或坐标后，这里会画出社区。", "Once buildings have outlines or positions, they are drawn here."),
            action: HTML.linkButton(language("空间", "Spaces"), KindRoutes(Estate.space).list.path()))
    }

    private func level(_ space: Item) -> String { space.fields["level"]?.text ?? "" }

    private typealias Open = [String: (worst: EventKind.Level, count: Int)]

    /// The worst of the alarms in each space, and how many there are.
    private var open: Open {
        EstateMap.open(alarms) { alarm in Set(alarm.path.map(\.id)).union(alarm.guarded.map(\.id)) }
    }

    /// The same for the ground, which is in alarm only where a device guards it, or every alarm would be all over it.
    private var zones: Open { EstateMap.open(alarms) { Set($0.guarded.map(\.id)) } }

    private static func open(_ alarms: [DutyPicture.Alarm], _ spaces: (DutyPicture.Alarm) -> Set<String>) -> Open {
        var open: Open = [:]
        for alarm in alarms {
            for space in spaces(alarm) {
                let before = open[space]
                open[space] = (max(before?.worst ?? .info, alarm.level), (before?.count ?? 0) + 1)
            }
        }
        return open
    }

    private var areas: [Chart.District] {
        let (open, zones) = (open, zones)
        let buildings = spaces.count { level($0) == "building" }
        let ground = ["community", "zone"]
        let order = CommunityDesk.drawnLevels
        let sorted = spaces.enumerated().sorted { one, other in
            (order.firstIndex(of: level(one.element)) ?? 0, one.offset)
                < (order.firstIndex(of: level(other.element)) ?? 0, other.offset)
        }.map(\.element)
        return sorted.compactMap { space -> Chart.District? in
            guard let ring = EstateMap.ring(space) else { return nil }
            let isOnGround = ground.contains(level(space))
            let here = isOnGround ? zones[space.id] : open[space.id]
            // A zone in alarm is drawn like any other place in alarm.
            let isGround = isOnGround && here == nil
            var district = Chart.District(
                space.head.title, rings: [ring],
                text: isGround ? "" : here.map { language("\($0.count) 件告警", "\($0.count) open") } ?? "",
                swatch: isGround ? nil : here.map { .tone(AlarmCard.tone($0.worst)) } ?? .tone(.neutral),
                href: isGround ? nil : KindRoutes(Estate.space).item.path(space.id))
            district.isNamed =
                !isGround && (buildings <= EstateMap.mostNames || here != nil) || isGround && buildings == 0
            return district
        }
    }

    /// Buildings of which only the position is known.
    private var points: [Chart.Place] {
        let open = open
        return spaces.compactMap { space in
            guard EstateMap.ring(space) == nil, let position = EstateMap.position(space) else { return nil }
            let here = open[space.id]
            return Chart.Place(
                space.head.title, at: position,
                text: here.map { language("\($0.count) 件告警", "\($0.count) open") } ?? "",
                here.map { .tone(AlarmCard.tone($0.worst)) } ?? .none,
                href: KindRoutes(Estate.space).item.path(space.id))
        }
    }

    /// Where alarms are: at their device, or in the middle of the innermost space around that is drawn.
    private var marks: [Chart.Place] {
        // The worst is drawn last, on top.
        alarms.reversed().compactMap { alarm in
            let around = alarm.path.reversed().lazy.compactMap(EstateMap.middle)
            guard let position = alarm.device.flatMap(EstateMap.position) ?? around.first else { return nil }
            let state = Estate.alarm.lifeCycle.state(alarm.item.state).map { language($0.title) } ?? ""
            var place = Chart.Place(
                alarm.item.head.title, at: position, text: "\(language(alarm.level.title)) · \(state)",
                .tone(AlarmCard.tone(alarm.level)), href: KindRoutes(Estate.alarm).item.path(alarm.item.id))
            place.isNew = AlarmCard.isFresh(alarm.item, now)
            return place
        }
    }

    // MARK: Places

    static func position(_ item: Item) -> Chart.Position? {
        item.fields["position"]?.text.flatMap { GeoPosition($0) }.map(position)
    }

    static func ring(_ item: Item) -> [Chart.Position]? {
        item.fields["outline"]?.text.flatMap(GeoPosition.outline)?.map(position)
    }

    private static func position(_ position: GeoPosition) -> Chart.Position {
        Chart.Position(Double(position.longitude) / 1_000_000, Double(position.latitude) / 1_000_000)
    }

    /// The position of a space, or the middle of the corners of its outline.
    static func middle(_ item: Item) -> Chart.Position? {
        if let position = position(item) { return position }
        guard let ring = ring(item), !ring.isEmpty else { return nil }
        let count = Double(ring.count)
        return Chart.Position(
            ring.map(\.x).reduce(0, +) / count, ring.map(\.y).reduce(0, +) / count)
    }
}
