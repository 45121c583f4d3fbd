public import Commons
public import Community

extension EstatePlan {
    /// Puts the estate into an installation through the desk that everybody uses.
    /// `manager`: somebody who may enter places and devices.
    public func plant(_ desk: CommunityDesk, by manager: Visitor) async throws {
        try await desk.importItems(try desk.kind("space"), spaceDrafts, by: manager)
        try await desk.importItems(try desk.kind("device"), deviceDrafts, by: manager)
        for some in settling { try await desk.importItems(try desk.kind(some.kind), some.drafts, by: manager) }
        try await plantLife(desk, by: manager)
        if desk.catalog.kind(Estate.bill.id) != nil { try await plantMoney(desk, by: manager) }
    }

    var spaceDrafts: [CommunityDesk.Draft] {
        spaces.map { space in
            var texts = ["name": [space.name], "code": [space.code], "level": [space.level]]
            if !space.uses.isEmpty { texts["use"] = space.uses }
            if !space.outline.isEmpty {
                texts["outline"] = [space.outline.map(\.description).joined(separator: " ")]
            }
            if let position = space.position { texts["position"] = [position.description] }
            if let floor = space.floor { texts["floor"] = ["\(floor)"] }
            if let area = space.area { texts["area"] = [area] }
            return CommunityDesk.Draft(texts, place: space.outer)
        }
    }

    var deviceDrafts: [CommunityDesk.Draft] {
        devices.map { device in
            var texts = ["name": [device.name], "code": [device.code], "model": [device.model]]
            if let position = device.position { texts["position"] = [position.description] }
            return CommunityDesk.Draft(texts, place: device.place)
        }
    }
}
