public import Commons
import Rulebook
import Secrets

extension CommunityDesk {
    /// What a device says of itself when it asks to be entered.
    public struct Provision: Sendable {
        /// Of the batch, as somebody put it into the device.
        public var key: String
        /// The number it wants to have: 1 to 60 characters.
        public var number: String
        /// nil: its model and number.
        public var name: String?
        /// The maker's number.
        public var serial: String?

        public init(key: String, number: String, name: String? = nil, serial: String? = nil) {
            self.key = key
            self.number = number
            self.name = name
            self.serial = serial
        }
    }

    /// Keys of a batch, and how many devices have come by it.
    public struct ProvisioningKeys: Sendable {
        public var batch: Item
        public var keys: [DeviceKey]
        public var count: Int
        /// People by id.
        public var names: [String: String]
        public var mayChange: Bool
    }

    public func provisioningKeys(of batch: String, _ visitor: Visitor) async throws -> ProvisioningKeys {
        try await store.readCommunity { records in
            let item = try found(batch, of: Estate.provisioning, records)
            try demand(CommunityFunction.deviceKeys, visitor, item)
            let keys = try records.deviceKeys(of: batch)
            let names = try records.people(Set(keys.map(\.madeBy))).map { ($0.id, $0.name) }
            return ProvisioningKeys(
                batch: item, keys: keys, count: try provisioned(by: batch, records),
                names: Dictionary(names) { first, _ in first }, mayChange: item.state == Estate.provisioning.firstState)
        }
    }

    private func provisioned(by batch: String, _ records: any CommunityRecords) throws -> Int {
        let query = ItemQuery(
            kind: Estate.device.id, reach: [.all], values: [.init("provisioning", batch)], order: .number)
        return try records.countItems(query).values.reduce(0, +)
    }

    /// Enters a device that shows the key of a batch. One that has lost the answer may ask again, until it has used its
    /// key.
    /// - Returns: its number as it is kept, and the text of its own key, which is shown this once.
    public func provision(_ asked: Provision) async throws -> (number: String, key: String) {
        let now = surroundings.now()
        let unknown = Refusal(
            .forbidden, zh: "接入密钥无效、已结束或已过期", en: "the key is not valid, or its time is over", place: "key")
        guard let token = Token(asked.key) else { throw unknown }
        let own = Token()
        var asked = asked
        // As the form keeps it: without blanks at its ends.
        asked.number = try Estate.device.form["code"]?.read([asked.number])?.text ?? ""
        guard !asked.number.isEmpty else {
            throw Refusal(.invalid, zh: "请给出设备编号", en: "say which number it has", place: "number")
        }
        let wanted = asked
        try await store.writeCommunity { records in
            guard let key = try records.deviceKey(digest: token.digest), let batch = try records.item(key.device),
                batch.head.kind == Estate.provisioning.id, batch.state == Estate.provisioning.firstState,
                let until = batch.fields["until"]?.text, now.day.description <= until
            else { throw unknown }
            try check(wanted, batch)
            try records.used(key, at: now)
            let device: String
            if let known = try devices.contents(records).devices[wanted.number] {
                let keys = try records.deviceKeys(of: known.id)
                // Only what came by this batch and was never there: else whoever has its key could become any device,
                // or give back a key that somebody took from it.
                guard try records.item(known.id)?.fields["provisioning"]?.text == batch.id, !known.isRevoked,
                    !keys.isEmpty, keys.allSatisfy({ $0.usedAt == nil && $0.madeBy == key.madeBy }),
                    try records.presence(of: known.id) == nil
                else {
                    throw Refusal(
                        .conflict, zh: "设备已登记，请用它自己的密钥", en: "the device is entered already; it has a key of its own",
                        place: "number")
                }
                try records.removeDeviceKeys(of: known.id)
                device = known.id
            } else {
                device = try enter(wanted, batch, at: now, records).id
            }
            try records.add(
                DeviceKey(
                    id: surroundings.newID(), device: device, digest: own.digest, madeAt: now, madeBy: key.madeBy))
        }
        return (asked.number, own.text)
    }

    private func check(_ asked: Provision, _ batch: Item) throws {
        let prefix = batch.fields["prefix"]?.text ?? ""
        guard asked.number.hasPrefix(prefix) else {
            throw Refusal(
                .invalid, zh: "设备编号应以 \(prefix) 开头", en: "the number begins with \(prefix)", place: "number")
        }
    }

    private func enter(
        _ asked: Provision, _ batch: Item, at now: Instant, _ records: any CommunityRecords
    ) throws -> Item {
        let most = if case .number(let most) = batch.fields["most"] { most } else { 0 }
        guard try provisioned(by: batch.id, records) < most else {
            throw Refusal(.tooMany, zh: "这一批次的设备数已满", en: "no more devices come by this key", place: "key")
        }
        let model = batch.fields["model"]?.text ?? ""
        let title = try models.catalog(records).model(model)?.title.zh ?? model
        let texts = [
            "name": asked.name ?? "\(title) \(asked.number)".cut(to: 100), "code": asked.number, "model": model,
            "serial": asked.serial ?? "", "installedOn": now.day.description,
        ]
        return try enter(
            Estate.device, texts, program: ["provisioning": .text(batch.id)], place: batch.place, home: home(of: batch),
            at: now, records)
    }
}
