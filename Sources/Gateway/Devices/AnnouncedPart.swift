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
        let title =
            AnnouncedName.line(entity.name ?? "", most: 60).map { Phrase(zh: $0, en: $0) }
            ?? entity.deviceClass.flatMap { AnnouncedPart.classes[$0] } ?? Phrase(zh: name, en: name)
        if entity.stateTopic != nil, entity.stateObstacle == nil || entity.isSettable,
            let content = entity.content.flatMap(AnnouncedPart.content)
        {
            property = DeviceModel.Property(
                name, zh: title.zh, en: title.en, content, unit: AnnouncedName.line(entity.unit ?? "", most: 20) ?? "",
                silence: entity.expireAfter.flatMap { (1...31_536_000).contains($0) ? $0 : nil })
            isSetting = entity.isSettable
        }
        let known = Set(entity.commands.map(\.action))
        commands = entity.commands.map { command in
            let words = AnnouncedPart.words(command.action)
            return DeviceModel.Command(
                id(command.action), zh: "\(title.zh)：\(words.zh)", en: "\(title.en): \(words.en)",
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

    /// What Home Assistant calls kinds of things that have no name of their own.
    private static let classes: [String: Phrase] = [
        "apparent_power": Phrase(zh: "视在功率", en: "Apparent power"), "battery": Phrase(zh: "电量", en: "Battery"),
        "carbon_dioxide": Phrase(zh: "二氧化碳", en: "Carbon dioxide"),
        "carbon_monoxide": Phrase(zh: "一氧化碳", en: "Carbon monoxide"), "current": Phrase(zh: "电流", en: "Current"),
        "distance": Phrase(zh: "距离", en: "Distance"), "door": Phrase(zh: "门", en: "Door"),
        "energy": Phrase(zh: "电能", en: "Energy"), "frequency": Phrase(zh: "频率", en: "Frequency"),
        "gas": Phrase(zh: "燃气", en: "Gas"), "humidity": Phrase(zh: "湿度", en: "Humidity"),
        "illuminance": Phrase(zh: "照度", en: "Illuminance"), "moisture": Phrase(zh: "浸水", en: "Moisture"),
        "motion": Phrase(zh: "移动", en: "Motion"), "occupancy": Phrase(zh: "有人", en: "Occupancy"),
        "pm10": Phrase(zh: "PM10", en: "PM10"), "pm25": Phrase(zh: "PM2.5", en: "PM2.5"),
        "power": Phrase(zh: "功率", en: "Power"), "power_factor": Phrase(zh: "功率因数", en: "Power factor"),
        "pressure": Phrase(zh: "压力", en: "Pressure"), "safety": Phrase(zh: "危险", en: "Unsafe"),
        "signal_strength": Phrase(zh: "信号强度", en: "Signal strength"), "smoke": Phrase(zh: "烟雾", en: "Smoke"),
        "sound_pressure": Phrase(zh: "噪声", en: "Sound level"), "tamper": Phrase(zh: "被拆动", en: "Tampered with"),
        "temperature": Phrase(zh: "温度", en: "Temperature"), "vibration": Phrase(zh: "振动", en: "Vibration"),
        "voltage": Phrase(zh: "电压", en: "Voltage"),
        "volatile_organic_compounds": Phrase(zh: "挥发性有机物", en: "Volatile organic compounds"),
        "water": Phrase(zh: "用水量", en: "Water used"), "window": Phrase(zh: "窗", en: "Window"),
    ]

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
