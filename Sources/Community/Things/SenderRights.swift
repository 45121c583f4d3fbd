import Commons

/// For which devices somebody may speak, on a day.
struct SenderRights {
    /// As people know the sender: a log-in, or a device's number.
    let name: String
    /// Whose what it sends is, where nothing else says so.
    let organisation: String
    /// The sender, if it is a device that is there.
    let device: DeviceShelf.Known?
    private let contents: DeviceShelf.Contents
    private let visitor: (Visitor, Policy)?
    private let day: String
    /// Devices of an estate are alike in whose they are.
    private var decided: [Subject: Bool] = [:]

    init(_ sender: Delivery.Sender, _ contents: DeviceShelf.Contents, _ policy: Policy, on day: String) {
        self.contents = contents
        self.day = day
        switch sender {
        case .visitor(let visitor):
            self.visitor = (visitor, policy)
            device = nil
            name = visitor.person?.login ?? ""
            organisation = visitor.memberships.first { $0.organisation.isActive }?.organisation.id ?? ""
        case .device(let number):
            visitor = nil
            device = contents.devices[number]
            name = number
            organisation = device?.handler ?? ""
        }
    }

    /// The device of this number, which the sender may speak for; else why not.
    mutating func device(_ number: String) -> Result<DeviceShelf.Known, RefusedReading.Reason> {
        if let device, device.isRevoked { return .failure(.revoked) }
        guard let found = contents.devices[number], speaks(for: found) else { return .failure(.unknownDevice) }
        return found.isRevoked ? .failure(.revoked) : .success(found)
    }

    private mutating func speaks(for found: DeviceShelf.Known) -> Bool {
        if let device { return contents.connects(device.id, found.id, on: day) }
        guard let (visitor, policy) = visitor else { return false }
        if let known = decided[found.subject] { return known }
        let isAllowed = policy.decide(visitor, CommunityFunction.sendReadings, on: found.subject).isAllowed
        decided[found.subject] = isAllowed
        return isAllowed
    }
}
