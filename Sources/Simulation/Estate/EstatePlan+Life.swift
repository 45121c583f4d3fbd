import Commons
import Community

extension EstatePlan {
    /// What people of the estate book, read and vote on.
    func plantLife(_ desk: CommunityDesk, by manager: Visitor) async throws {
        try await desk.importItems(
            desk.kind(Estate.resource.id),
            [
                CommunityDesk.Draft(
                    [
                        "name": ["邻里活动室"], "type": ["activity"], "opens": ["9"], "closes": ["21"], "minutes": ["60"],
                        "most": ["3"], "rules": ["用后请关灯、归位桌椅。"],
                    ], place: "HDL-Y"),
                CommunityDesk.Draft(
                    [
                        "name": ["地下车库快充桩"], "type": ["charger"], "capacity": ["4"], "minutes": ["120"], "most": ["2"],
                    ], place: "HDL-P"),
                CommunityDesk.Draft(
                    [
                        "name": ["上门维修师傅"], "type": ["service"], "opens": ["8"], "closes": ["18"], "minutes": ["60"],
                        "confirms": ["true"], "rules": ["确认后请留人在家；材料费按公示价另收。"],
                    ], place: "HDL"),
            ], by: manager)
        let everybody = ["resident", "worker", "duty"]
        let end = desk.surroundings.now().adding(seconds: 14 * 86_400)
        try await publish(
            Estate.announcement,
            [
                "title": ["电梯年检安排"],
                "text": ["本周六 9 时至 17 时分栋进行电梯年检，每栋约停梯 40 分钟，请合理安排出行。\n\n行动不便的住户请提前联系值班室。"],
                "roles": everybody,
            ], desk, by: manager)
        try await publish(
            Estate.poll,
            [
                "title": ["中心花园东侧空地怎么用"], "text": ["面积约 120 平方米，改造费用从公共收益列支。"],
                "options": ["口袋花园\n儿童活动区\n非机动车棚\n保持现状"], "roles": everybody, "until": [end.shown],
            ], desk, by: manager)
    }

    private func publish(
        _ kind: Kind, _ texts: [String: [String]], _ desk: CommunityDesk, by manager: Visitor
    ) async throws {
        let id = desk.surroundings.newID()
        let made = try await desk.create(try desk.kind(kind.id), .init(texts), id: id, by: manager)
        guard let publish = made.kind.act("publish") else { return }
        _ = try await desk.perform(
            publish, on: id, of: made.kind, .init(), entry: desk.surroundings.newID(),
            expected: made.item.head.sequence, by: manager)
    }
}
