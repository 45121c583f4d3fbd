public import Commons
import Rulebook

extension CommunityDesk {
    /// Wishes that a device be set so: it is told at once, or when it comes.
    /// `values`: as people write them, by setting.
    public func wish(_ values: [String: String], of device: String, by visitor: Visitor) async throws {
        let now = surroundings.now()
        try await store.writeCommunity { records in
            let item = try found(device, of: Estate.device, records)
            try demand(CommunityFunction.command, visitor, item)
            let model = try model(of: item, records)
            let known = Dictionary(
                try records.settings(of: device).map { ($0.setting, $0) }, uniquingKeysWith: { first, _ in first })
            var details: [Refusal.Detail] = []
            for (name, text) in values.sorted(by: { $0.key < $1.key }) {
                guard let setting = model?.setting(name), let value = setting.read(text) else {
                    details.append(Refusal.Detail(name, Phrase(zh: "不是可设的值：\(text)", en: "cannot be set to \(text)")))
                    continue
                }
                var wanted = known[name] ?? DeviceSetting(device: device, setting: name)
                if wanted.wished == value.text { continue }
                wanted.wished = value.text
                wanted.wishedAt = now
                wanted.wishedBy = visitor.person?.id
                try records.put(wanted)
            }
            guard details.isEmpty else {
                throw Refusal(.invalid, Phrase(zh: "有设置项不正确", en: "some settings are wrong"), details: details)
            }
            try records.announce("wish/\(device)", on: CommunityDesk.channel)
        }
    }

    /// What a device says of itself.
    func take(
        _ state: DeviceState, _ rights: SenderRights, at now: Instant, _ records: any CommunityRecords
    ) throws -> Intake.Outcome {
        var rights = rights
        let device: DeviceShelf.Known
        switch rights.device(state.device ?? rights.name) {
        case .success(let found): device = found
        case .failure(let reason): return .refused(reason)
        }
        if let firmware = state.firmware { try told(firmware, of: device.id, at: now, records) }
        var known: [String: DeviceSetting] = [:]
        if !state.settings.isEmpty {
            for one in try records.settings(of: device.id) { known[one.setting] = one }
        }
        var refused: RefusedReading.Reason?
        for (name, value) in state.settings.sorted(by: { $0.key < $1.key }) {
            guard let setting = device.model?.setting(name) else {
                refused = .unknownProperty
                continue
            }
            if case .failure(let reason) = setting.value(value) {
                refused = reason
                continue
            }
            var one = known[name] ?? DeviceSetting(device: device.id, setting: name)
            one.told = value.text
            one.toldAt = now
            try records.put(one)
        }
        try records.announce("\(Estate.device.id)/\(device.id)/told", on: CommunityDesk.channel)
        return refused.map { .refused($0) } ?? .taken
    }
}

extension CommunityDesk {
    /// Which firmware a device has, as it or its gateway says.
    func told(
        _ firmware: String, of device: String, at now: Instant, _ records: any CommunityRecords
    ) throws {
        var presence = try records.presence(of: device) ?? DevicePresence(device: device, since: now)
        presence.firmware = firmware.cut(to: CommunityLimits.firmware)
        presence.seenAt = now
        try records.put([presence])
    }
}

extension ReadingBatch.Value {
    /// As it is kept.
    public var text: String {
        switch self {
        case .number(let number): DeviceModel.Property.digits(number)
        case .flag(let flag): flag ? "true" : "false"
        case .text(let text): text
        }
    }
}

extension DeviceModel {
    public func setting(_ id: String) -> Property? { settings.first { $0.id == id } }
}

extension DeviceModel.Property {
    /// What somebody wrote, if the device can be set so.
    func read(_ text: String) -> ReadingBatch.Value? {
        let value: ReadingBatch.Value? =
            switch content {
            case .number: Double(text).map { .number($0) }
            case .flag: text == "true" ? .flag(true) : text == "false" ? .flag(false) : nil
            case .state: .text(text)
            }
        guard let value, case .success = self.value(value) else { return nil }
        return value
    }
}
