import Commons
import Community
import HomeAssistant
import Rulebook

/// One thing of an announced device, as a part of the device's model.
struct AnnouncedPart {
    let entity: DiscoveredEntity
    /// Of the property, or of the setting.
    let name: String
    /// What it tells; nil: nothing that can be kept.
    private(set) var property: DeviceModel.Property?
    /// It can be set to what it tells.
    private(set) var isSetting = false
    private(set) var commands: [DeviceModel.Command] = []

    /// nil: nothing of it can be kept, and it does nothing.
    init?(_ entity: DiscoveredEntity, name: String) {
        self.entity = entity
        self.name = name
        let title = AnnouncedName.line(entity.name ?? entity.deviceClass ?? "", most: 60) ?? name
        if entity.stateTopic != nil, entity.stateObstacle == nil || entity.isSettable,
            let content = entity.content.flatMap(AnnouncedPart.content)
        {
            property = DeviceModel.Property(
                name, zh: title, en: title, content, unit: AnnouncedName.line(entity.unit ?? "", most: 20) ?? "",
                silence: entity.expireAfter.flatMap { (1...31_536_000).contains($0) ? $0 : nil })
            isSetting = entity.isSettable
        }
        let known = Set(entity.commands.map(\.action))
        commands = entity.commands.map { command in
            let words = AnnouncedPart.words(command.action)
            return DeviceModel.Command(
                id(command.action), zh: "\(title)：\(words.zh)", en: "\(title): \(words.en)",
                opposite: command.action.opposite.flatMap { known.contains($0) ? id($0) : nil })
        }
        if property == nil, commands.isEmpty { return nil }
    }

    private func id(_ action: EntityCommand.Action) -> String { "\(name)-\(action.rawValue)" }

    private static func content(_ content: EntityContent) -> DeviceModel.Property.Content? {
        switch content {
        case .number(let range): .number(range ?? -1e12...1e12)
        case .anything: .number(-1e12...1e12)
        case .flag: .flag
        case .options(let options):
            (1...100).contains(options.count) && Set(options).count == options.count
                && options.allSatisfy { (1...60).contains($0.utf8.count) }
                ? .state(options.map { Field.Option($0, zh: $0, en: $0) }) : nil
        // What can be any text can be kept in no series.
        case .text: nil
        }
    }

    private static func words(_ action: EntityCommand.Action) -> Phrase {
        switch action {
        case .on: Phrase(zh: "开", en: "on")
        case .off: Phrase(zh: "关", en: "off")
        case .lock: Phrase(zh: "上锁", en: "lock")
        case .unlock: Phrase(zh: "开锁", en: "unlock")
        case .open: Phrase(zh: "打开", en: "open")
        case .close: Phrase(zh: "关闭", en: "close")
        case .stop: Phrase(zh: "停止", en: "stop")
        case .press: Phrase(zh: "按下", en: "press")
        case .activate: Phrase(zh: "启用", en: "activate")
        }
    }

    /// What a message says of it; nil: nothing, or nothing that it can be.
    func value(_ message: TemplateMessage) -> ReadingBatch.Value? {
        guard let property, let value = entity.reading(from: message) else { return nil }
        switch (property.content, value) {
        case (.number, .number(let number)): return .number(number)
        case (.flag, .flag(let flag)): return .flag(flag)
        case (.state, .text(let text)): return .text(text)
        default: return nil
        }
    }

    /// The message by which it does what the command says; nil: it is not this part's.
    func message(for command: String) -> [UInt8]? {
        entity.commands.first { id($0.action) == command }.flatMap { entity.message(for: $0.action) }
    }

    /// The message by which it is set so; nil: it cannot be.
    func message(setting value: ReadingBatch.Value) -> [UInt8]? {
        guard isSetting else { return nil }
        switch value {
        case .number(let number): return entity.message(setting: .number(number))
        case .flag(let flag): return entity.message(setting: .flag(flag))
        case .text(let text): return entity.message(setting: .text(text))
        }
    }
}
