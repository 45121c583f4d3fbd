import Commons
import Rulebook

extension CommunityDesk {
    /// The model of a device as of this transaction.
    func model(of device: Item, _ records: any CommunityRecords) throws -> DeviceModel? {
        try device.fields["model"]?.text.flatMap(models.catalog(records).model)
    }

    /// Looks for models that were added elsewhere, until the task is cancelled.
    public func watchModels() async {
        while !Task.isCancelled {
            guard let changes = try? await store.announcements(on: Self.channel) else {
                try? await Task.sleep(for: .seconds(1))
                continue
            }
            _ = try? await store.readCommunity { try models.catalog($0) }
            for await change in changes where change.hasPrefix("\(Estate.model.id)/") {
                _ = try? await store.readCommunity { try models.catalog($0) }
            }
        }
    }

    /// A model that was entered, changed or retired.
    func heedModel(_ change: Change, _ records: any CommunityRecords) throws {
        let catalog = models.catalog
        let model = try DeviceModel(change.after, catalog)
        let isCurrent = change.after.state == Estate.model.firstState
        if change.before == nil {
            let others = try models.read(records).models.filter { $0.id == model.id }
            // It is one of them itself, if the program does not declare it.
            let isDeclared = catalog.domains.contains { $0.models.contains { $0.id == model.id } }
            guard !isDeclared, others.count <= 1 else {
                throw Refusal(.invalid, zh: "已有这一型号编码", en: "there is a model of this code", place: "code")
            }
        }
        if let before = change.before {
            let old = try DeviceModel(before, catalog)
            guard old.id == model.id else {
                throw Refusal(.invalid, zh: "型号编码不能修改", en: "a model's code stays", place: "code")
            }
            if isCurrent, let lost = model.lost(from: old) {
                throw Refusal(
                    .invalid, zh: "不能删去“\(lost)”或改变它的类型，以免已有数据失去含义；请另建型号",
                    en: "'\(lost)' can be neither left out nor made another type: what was measured would lose its "
                        + "meaning. Make another model.", place: "definition")
            }
        }
        if !isCurrent {
            let using = ItemQuery(
                kind: Estate.device.id, reach: [.all], values: [.init("model", model.id)], order: .number, limit: 1)
            guard try records.items(using).isEmpty else {
                throw Refusal(.locked, zh: "还有设备用这一型号", en: "there are devices of this model")
            }
        }
        guard try models.read(records).models.count <= CommunityLimits.models else {
            throw Refusal(
                .tooMany, zh: "最多 \(CommunityLimits.models) 个型号", en: "at most \(CommunityLimits.models) models")
        }
        try records.raiseModelVersion()
        // What is known of devices and what rules look at depends on it.
        try records.raiseDeviceVersion()
        try records.raiseRuleVersion()
        let now = try models.read(records)
        let choosing = [Estate.device.id, Estate.provisioning.id, Estate.rule.id]
        for kind in now.kinds where choosing.contains(kind.id) {
            try forms.keep(kind, at: change.at, records)
        }
        try records.announce("\(Estate.model.id)/\(change.after.id)", on: CommunityDesk.channel)
    }
}
