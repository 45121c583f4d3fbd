public import Commons
public import Community

extension EstatePlan {
    /// Puts the estate into an installation through the desk that everybody uses.
    /// `manager`: somebody who may enter places and devices.
    public func plant(_ desk: CommunityDesk, by manager: Visitor) async throws {
        let (space, device) = (try desk.kind("space"), try desk.kind("device"))
        try await desk.importItems(
            space,
            spaces.map { space in
                var texts = ["name": [space.name], "code": [space.code], "level": [space.level]]
                if !space.outline.isEmpty {
                    texts["outline"] = [space.outline.map(\.description).joined(separator: " ")]
                }
                if let position = space.position { texts["position"] = [position.description] }
                if let floor = space.floor { texts["floor"] = ["\(floor)"] }
                return CommunityDesk.Draft(texts, place: space.outer)
            }, by: manager)
        try await desk.importItems(
            device,
            devices.map { device in
                var texts = ["name": [device.name], "code": [device.code], "model": [device.model]]
                if let position = device.position { texts["position"] = [position.description] }
                return CommunityDesk.Draft(texts, place: device.place)
            }, by: manager)
    }
}
