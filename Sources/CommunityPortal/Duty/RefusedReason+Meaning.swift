import Community
import Rulebook

extension RefusedReading.Reason {
    /// In a few words.
    var title: Phrase {
        switch self {
        case .unknownDevice: Phrase(zh: "没有这台设备", en: "Unknown device")
        case .revoked: Phrase(zh: "设备已停用", en: "Out of service")
        case .unknownProperty: Phrase(zh: "没有这个属性", en: "Unknown property")
        case .wrongType: Phrase(zh: "数值类型不符", en: "Wrong type")
        case .outOfRange: Phrase(zh: "超出量程", en: "Out of range")
        case .future: Phrase(zh: "时间在将来", en: "In the future")
        case .past: Phrase(zh: "时间过早", en: "Too old")
        case .malformed: Phrase(zh: "格式不正确", en: "Malformed")
        case .contradiction: Phrase(zh: "与已有数据矛盾", en: "Contradiction")
        case .unknownEvent: Phrase(zh: "没有这种事件", en: "Unknown event")
        case .unknownCommand: Phrase(zh: "没有这条命令", en: "Unknown command")
        case .quota: Phrase(zh: "超出每日限额", en: "Beyond the day's quota")
        case .quarantine: Phrase(zh: "设备在隔离中", en: "In quarantine")
        }
    }

    /// What it means, and what to do about it.
    var meaning: Phrase {
        switch self {
        case .unknownDevice:
            Phrase(
                zh: "没有这个编号的设备，或发送者无权替它上报。请先登记设备，并核对编号；"
                    + "设备与发送账号应属于同一单位。",
                en: "No device has this number, or the sender may not speak for it. Enter the device first and compare "
                    + "its number; device and sender belong to one organisation.")
        case .revoked:
            Phrase(
                zh: "设备已停用，不再采纳它的数据。若仍在使用，请在设备页面“恢复使用”；"
                    + "否则请让它停止上报。",
                en: "The device was taken out of service. If it is in use, put it back on its page; if not, see that "
                    + "it stops sending.")
        case .unknownProperty:
            Phrase(
                zh: "设备型号没有声明这个属性。请核对属性名称，或核对设备登记的型号。",
                en: "The device's model has no such property. Compare the property's name, and the model it was "
                    + "entered with.")
        case .wrongType:
            Phrase(
                zh: "数值不是该属性应有的类型：数字、是或否、或规定的状态之一。请修改采集端的转换。",
                en: "Not what the property holds: a number, a yes or no, or one of its states. Put right what the "
                    + "sender makes of it.")
        case .outOfRange:
            Phrase(
                zh: "数值超出设备能测的范围，多为单位换算错误或传感器故障。请核对单位，必要时检修。",
                en: "Beyond what the device can measure: mostly a wrong unit or a broken sensor. Compare the unit, "
                    + "have it looked at.")
        case .future:
            Phrase(
                zh: "时间超前本系统 5 分钟以上。请校准采集端的时钟与时区。",
                en: "More than 5 minutes ahead of this system. Set the sender's clock and time zone.")
        case .past:
            Phrase(
                zh: "时间早于 400 天，不再采纳。历史数据请另行归档。",
                en: "Older than 400 days. Keep history of that age elsewhere.")
        case .malformed:
            Phrase(
                zh: "这一行不是一条数据：缺少设备、属性、数值，或时间、JSON 写法有误。请对照接口说明修改。",
                en: "The line is no reading: device, property or value is missing, or its time or JSON makes no sense. "
                    + "Compare it with the description of the interface.")
        case .contradiction:
            Phrase(
                zh: "同一时刻已有另一个数值，原有数据保持不变。请检查是否有两个来源在上报同一设备。",
                en: "There is another value for the same moment, which stays. See whether two senders speak for the "
                    + "device.")
        case .unknownEvent:
            Phrase(
                zh: "平台没有这种事件类型。请对照事件类型清单，修改设备端的 kind。",
                en: "There is no such kind of event. Compare the list of kinds and correct what the device sends.")
        case .unknownCommand:
            Phrase(
                zh: "答复的命令编号不存在，或不是发给这台设备的。请原样带回命令中的 id。",
                en: "No such command was given to this device. Send the id back as it came with the command.")
        case .quota:
            Phrase(
                zh: "设备的一个属性一天最多 \(CommunityLimits.readingsADay) 条数据。请加大采集间隔，或检查设备是否失常。",
                en:
                    "One property of a device takes \(CommunityLimits.readingsADay) readings a day. Read less "
                    + "often, or see whether the device is out of order.")
        case .quarantine:
            Phrase(
                zh: "设备上报的事件过多，已隔离：不触发告警和联动，保存前 1000 条，其后只计数。安静 10 分钟后自动解除，也可在"
                    + "设备的“接入与控制”页面解除。",
                en: "The device told more events than can be meant: they set nothing off; the first thousand are kept, "
                    + "the rest is counted. It is let out "
                    + "after 10 quiet minutes, or on its page of connection.")
        }
    }
}
