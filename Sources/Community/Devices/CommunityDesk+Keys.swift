public import Commons
import Rulebook
import Secrets

extension CommunityDesk {
    /// While one key takes the place of another, both count.
    public static let mostDeviceKeys = 2

    /// A device that has proved who it is.
    public struct DeviceLogin: Hashable, Sendable {
        /// The device's item.
        public var device: String
        public var number: String
        public var key: String
        /// It may enter devices behind it.
        public var announces: Bool

        public init(device: String, number: String, key: String, announces: Bool = false) {
            self.device = device
            self.number = number
            self.key = key
            self.announces = announces
        }
    }

    /// What can have keys: a device, or a batch of those to come.
    private func keyHolder(_ id: String, _ records: any CommunityRecords) throws -> Item {
        guard CommunityDesk.isID(id), let item = try records.item(id),
            [Estate.device.id, Estate.provisioning.id].contains(item.head.kind)
        else { throw CommunityDesk.missing }
        return item
    }

    /// It is given new keys if it ever comes back.
    static func isOver(_ item: Item) -> Bool {
        switch item.head.kind {
        case Estate.device.id: item.state == DeviceShelf.revoked
        case Estate.provisioning.id: item.state != Estate.provisioning.firstState
        default: false
        }
    }

    /// Makes a key of the device, or of a batch of devices to come.
    /// - Returns: its text, which is shown this once.
    public func makeKey(of device: String, by visitor: Visitor) async throws -> (key: DeviceKey, text: String) {
        let now = surroundings.now()
        let token = Token()
        return try await store.writeCommunity { records in
            let item = try keyHolder(device, records)
            try demand(CommunityFunction.deviceKeys, visitor, item)
            guard !Self.isOver(item) else {
                throw Refusal(
                    .locked, zh: "已停用或结束，请先恢复使用", en: "it was taken out of service or is closed; put it back first")
            }
            guard try records.deviceKeys(of: device).count < Self.mostDeviceKeys else {
                throw Refusal(
                    .tooMany, zh: "已有 \(Self.mostDeviceKeys) 个密钥，请先删除不用的一个",
                    en: "there are \(Self.mostDeviceKeys) keys already; remove the one that is not used")
            }
            let key = DeviceKey(
                id: surroundings.newID(), device: device, digest: token.digest, madeAt: now,
                madeBy: visitor.person?.id ?? "")
            try records.add(key)
            return (key, token.text)
        }
    }

    /// Ends a key; a connection that was opened with it is closed.
    public func removeKey(_ id: String, of device: String, by visitor: Visitor) async throws {
        try await store.writeCommunity { records in
            let item = try keyHolder(device, records)
            try demand(CommunityFunction.deviceKeys, visitor, item)
            guard try records.removeDeviceKey(id, of: device) else {
                throw Refusal(.missing, zh: "没有这个密钥", en: "there is no such key")
            }
            try records.announce("\(Estate.device.id)/\(device)", on: CommunityDesk.channel)
        }
    }

    /// The device whose number and key these are; nil: there is none, or it was taken out of service.
    public func logIn(device number: String, key text: String) async throws -> DeviceLogin? {
        guard let token = Token(text) else { return nil }
        let digest = token.digest
        return try await store.readCommunity { records in
            guard let key = try records.deviceKey(digest: digest) else { return nil }
            let device = try devices.contents(records).devices[number]
            let login = DeviceLogin(
                device: key.device, number: number, key: key.id, announces: device?.announces ?? false)
            return try isValid(login, records) ? login : nil
        }
    }

    /// Notes that a key is in use, where nobody else says so: a broker asks who somebody is, and tells no more of them.
    public func came(_ login: DeviceLogin) async throws {
        let now = surroundings.now()
        let isNew = try await store.readCommunity { records in
            try records.deviceKeys(of: login.device).contains { $0.id == login.key && $0.usedAt == nil }
        }
        guard isNew else { return }
        try await store.writeCommunity { records in
            let key = try records.deviceKeys(of: login.device).first { $0.id == login.key }
            if let key { try records.used(key, at: now) }
        }
    }

    /// Which of these count no longer: their key was removed, or their device taken out of service or renamed, or
    /// it may announce now or no longer.
    public func ended(_ logins: [DeviceLogin]) async throws -> [DeviceLogin] {
        try await store.readCommunity { records in
            try logins.filter { login in
                let hasKey = try records.deviceKeys(of: login.device).contains { $0.id == login.key }
                return try !hasKey || !isValid(login, records)
            }
        }
    }

    private func isValid(_ login: DeviceLogin, _ records: any CommunityRecords) throws -> Bool {
        guard let device = try devices.contents(records).devices[login.number] else { return false }
        return device.id == login.device && !device.isRevoked && device.announces == login.announces
    }

    /// The device itself and those that it connects today: their ids by number.
    public func spokenFor(by login: DeviceLogin) async throws -> [String: String] {
        let today = surroundings.now().day.description
        return try await store.readCommunity { records in
            let all = try devices.contents(records).devices(through: login.device, on: today)
            return Dictionary(all.map { ($0.number, $0.id) }) { first, _ in first }
        }
    }
}
