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
            try? await store.readCommunity { try models.refresh($0) }
            for await change in changes where change.hasPrefix("\(Estate.model.id)/") {
                try? await store.readCommunity { try models.refresh($0) }
            }
        }
    }

    /// A model that was entered, changed or retired.
    func heedModel(_ change: Change, _ records: any CommunityRecords) throws {
        let catalog = models.declared
        let model = try DeviceModel(change.after, catalog)
        let isCurrent = change.after.state == Estate.model.firstState
        if change.before == nil, catalog.model(model.id) != nil {
            throw Refusal(.invalid, zh: "程序已有这一型号编码", en: "the program has a model of this code", place: "code")
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
            guard try !rules.contents(records).all.contains(where: { $0.names(model: model.id) }) else {
                throw Refusal(.locked, zh: "还有启用的规则用这一型号", en: "there are rules that name this model")
            }
        }
        try records.raiseModelVersion()
        // What is known of devices and what rules look at depends on it.
        try records.raiseDeviceVersion(for: nil, at: change.at)
        try records.raiseRuleVersion()
        let now = try models.catalog(records)
        guard now.models.count <= CommunityLimits.models else {
            throw Refusal(
                .tooMany, zh: "最多 \(CommunityLimits.models) 个型号", en: "at most \(CommunityLimits.models) models")
        }
        let choosing = [Estate.device.id, Estate.provisioning.id, Estate.rule.id]
        for kind in now.kinds where choosing.contains(kind.id) {
            try forms.keep(kind, at: change.at, records)
        }
        try records.announce("\(Estate.model.id)/\(change.after.id)", on: CommunityDesk.channel)
    }
}

extension Rule {
    /// Whether it looks at devices of this model or commands them.
    fileprivate func names(model: String) -> Bool {
        switch trigger {
        case .reading(model, _, _), .silence(model): return true
        default: break
        }
        return actions.contains { if case .command(model, _, _) = $0 { true } else { false } }
    }
}
