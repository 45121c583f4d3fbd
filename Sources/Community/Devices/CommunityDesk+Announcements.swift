import Commons
import Rulebook
import Secrets

extension CommunityDesk {
    /// What the gateway announced and has not taken back; it is asked for when the gateway comes.
    public func announcements(by login: DeviceLogin) async throws -> [KeptAnnouncement] {
        guard login.announces else { return [] }
        return try await store.readCommunity { try $0.deviceAnnouncements(by: login.device) }
    }

    /// Enters what a gateway announces, as one of the devices behind it.
    func take(
        _ said: DeviceAnnouncement, _ rights: SenderRights, at now: Instant, _ records: any CommunityRecords
    ) throws -> Intake.Outcome {
        guard let gateway = rights.device else { return .refused(.unknownDevice) }
        if gateway.isRevoked { return .refused(.revoked) }
        guard gateway.announces, let item = try records.item(gateway.id) else { return .refused(.unknownDevice) }
        let known = try records.deviceAnnouncement(by: gateway.id, on: said.topic)
        guard let announced = said.device else {
            // The device stays, with all that it has told: it may come again.
            return try records.removeDeviceAnnouncement(by: gateway.id, on: said.topic) ? .taken : .repeated
        }
        if let known, known.text == said.text, known.number == announced.number { return .repeated }
        let kept = try records.countDeviceAnnouncements(by: gateway.id)
        let characters = kept.characters - (known?.text.unicodeScalars.count ?? 0) + said.text.unicodeScalars.count
        guard known != nil || kept.count < CommunityLimits.announcements,
            characters <= CommunityLimits.announcedText
        else { return .refused(.quota) }
        let device: Item
        switch try self.device(of: announced, behind: item, records) {
        case .success(let there?): device = there
        case .success(nil): device = try enter(announced, behind: item, at: now, records)
        case .failure(let reason): return .refused(reason)
        }
        try extend(modelOf: device, by: announced, at: now, records)
        if let firmware = announced.firmware { try told(firmware, of: device.id, at: now, records) }
        try records.put(
            KeptAnnouncement(
                gateway: gateway.id, topic: said.topic, text: said.text, device: device.id, number: announced.number))
        return .taken
    }

    /// The device that this gateway announced before; nil: there is none yet.
    private func device(
        of announced: DeviceAnnouncement.Announced, behind gateway: Item, _ records: any CommunityRecords
    ) throws -> Result<Item?, RefusedReading.Reason> {
        let contents = try devices.contents(records)
        let today = surroundings.now().day.description
        // Under another number, if people have given it one.
        let id = try records.announcedDevice(announced.number, by: gateway.id) ?? contents.devices[announced.number]?.id
        guard let id else {
            // Those that it took back are there still.
            let count = contents.devices(through: gateway.id, on: today).count
            return count <= CommunityLimits.announcements ? .success(nil) : .failure(.quota)
        }
        // Somebody else's device is not taken over, nor one that is behind this gateway no more.
        guard contents.connects(gateway.id, id, on: today), let device = try records.item(id) else {
            return .failure(.unknownDevice)
        }
        return device.state == DeviceShelf.revoked ? .failure(.revoked) : .success(device)
    }

    private func enter(
        _ announced: DeviceAnnouncement.Announced, behind gateway: Item, at now: Instant,
        _ records: any CommunityRecords
    ) throws -> Item {
        let home = home(of: gateway)
        let code = Self.code(of: announced, home)
        if try models.catalog(records).model(code) == nil { try enterModel(code, announced, home, at: now, records) }
        let day = now.day.description
        let device = try enter(
            Estate.device,
            [
                "name": announced.name.cut(to: 100), "code": announced.number, "model": code,
                "serial": announced.serial.cut(to: 60), "installedOn": day,
            ], place: gateway.place, home: home, at: now, records)
        _ = try enter(
            Estate.service,
            ["relation": Estate.connecting, "device": gateway.id, "target": device.id, "since": day], place: nil,
            home: home, at: now, records)
        return device
    }

    // MARK: Models

    /// What gateways of one organisation announce changes nothing for another's devices.
    private static func code(of announced: DeviceAnnouncement.Announced, _ home: Home) -> String {
        announcedModels + SHA256Digest.hex(of: Array("\(home.handler)\n\(announced.make)".utf8)).prefix(12)
    }

    /// What codes of announced models begin with.
    private static let announcedModels = "ha-"

    private func enterModel(
        _ code: String, _ announced: DeviceAnnouncement.Announced, _ home: Home, at now: Instant,
        _ records: any CommunityRecords
    ) throws {
        let query = ItemQuery(
            kind: Estate.model.id, reach: [.all], text: Self.announcedModels, order: .number, limit: 1_000)
        let own = try records.items(query).filter { $0.head.handler == home.handler }
        guard own.count < CommunityLimits.announcedModels else {
            throw Refusal(
                .tooMany, zh: "本单位网关登记的型号已满 \(CommunityLimits.announcedModels) 个",
                en: "gateways of this organisation have announced \(CommunityLimits.announcedModels) models already")
        }
        let text = try ThingModel.adding(announced, to: "")
        _ = try enter(
            Estate.model, ["name": announced.title.cut(to: 100), "code": code, "definition": text], place: nil,
            home: home, at: now, records)
    }

    /// Adds what was announced to the model of the device, if that is one of those that gateways announce: what people
    /// have written is theirs.
    private func extend(
        modelOf device: Item, by announced: DeviceAnnouncement.Announced, at now: Instant,
        _ records: any CommunityRecords
    ) throws {
        guard let code = device.fields["model"]?.text, code.hasPrefix(Self.announcedModels) else { return }
        let query = ItemQuery(
            kind: Estate.model.id, reach: [.all], states: [Estate.model.firstState], text: code, order: .number,
            limit: 10)
        guard let model = try records.items(query).first(where: { $0.head.number == code }),
            model.owner == nil, model.head.handler == device.head.handler, let before = model.fields["definition"]?.text
        else { return }
        let after = try ThingModel.adding(announced, to: before)
        guard after != before else { return }
        let form = Form(try forms.current(Estate.model, records).fields.filter { $0.id == "definition" })
        let act = ItemEntry(
            act: KindAct.edit, edition: try forms.edition(Estate.model, records),
            fields: try form.read { _ in [after] }, state: model.state)
        try append(act, to: model, Estate.model, id: surroundings.newID(), by: nil, at: now, records)
    }
}
