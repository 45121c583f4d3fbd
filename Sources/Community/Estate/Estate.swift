public import Commons
import Rulebook

/// What every community has: its places, its devices, alarms and work orders. Other domains build on these.
public enum Estate {
    public static let domain = CommunityDomain(
        "estate", zh: "社区基础", en: "Estate",
        kinds: [space, device, model, provisioning, alarm, order, rule] + parties
            + [resource, booking, announcement, poll, survey],
        models: [gateway], events: [fault, notCarriedOut, flood], rules: [faultOrder], metrics: metrics, starts: starts)

    // MARK: Space

    public static let spaceLevels: [Field.Option] = [
        .init("community", zh: "社区", en: "Community"), .init("zone", zh: "分区", en: "Zone"),
        .init("building", zh: "楼栋", en: "Building"), .init("unit", zh: "单元", en: "Unit"),
        .init("storey", zh: "楼层", en: "Storey"), .init("home", zh: "房屋", en: "Home"),
        .init("area", zh: "公共区域", en: "Common area"), .init("gate", zh: "出入口", en: "Gate"),
        .init("parking", zh: "车位", en: "Parking space"), .init("point", zh: "点位", en: "Point"),
    ]

    /// What a place is for, where that asks for something of it.
    public static let spaceUses: [Field.Option] = [
        .init("entrance", zh: "出入口", en: "Entrance"), .init("road", zh: "主干道", en: "Main road"),
        .init("lane", zh: "消防通道", en: "Fire lane"), .init("lift", zh: "电梯间", en: "Lift lobby"),
        .init("plant", zh: "重要设备间", en: "Plant room"), .init("refuge", zh: "避难层", en: "Refuge floor"),
        .init("crowd", zh: "人员密集区域", en: "Crowded area"), .init("accident", zh: "事故多发区域", en: "Accident-prone area"),
        .init("perimeter", zh: "周界", en: "Perimeter"), .init("roof", zh: "楼顶出入口", en: "Exit to the roof"),
        .init("garage", zh: "地下车库", en: "Underground garage"), .init("control", zh: "监控中心", en: "Control room"),
    ]

    public static let space = Kind(
        "space", zh: "空间", en: "Space",
        form: Form([
            Field("name", zh: "名称", en: "Name", .line(most: 100), isRequired: true, isListed: true),
            Field("code", zh: "编码", en: "Code", .line(most: 60), isRequired: true),
            Field(
                "level", zh: "类型", en: "Type", .choice(spaceLevels), isRequired: true, isListed: true,
                isFiltered: true),
            Field(
                "use", zh: "重点部位", en: "Use", .choices(spaceUses),
                note: .init(zh: "需要重点监视或管控的部位，可多选", en: "what has to be watched or controlled"),
                isFiltered: true),
            Field("position", zh: "坐标", en: "Position", .position),
            Field("outline", zh: "轮廓", en: "Outline", .outline),
            Field("floor", zh: "所在层", en: "Floor", .integer(-20...200)),
            Field("area", zh: "建筑面积", en: "Floor area", .decimal(decimals: 2, 0...1_000_000_000), unit: "m²"),
            Field("ifc", zh: "模型构件号", en: "IFC GUID", .line(most: 22)),
            Field("remark", zh: "备注", en: "Remark", .words(most: 1000)),
        ]),
        title: "name", placing: .tree, numbering: .field("code"),
        states: [
            .init("current", zh: "启用", en: "In use"), .init("closed", zh: "停用", en: "Closed", isFinal: true),
        ],
        acts: [
            KindAct("close", zh: "停用", en: "Close", in: ["current"], to: "closed", .handle),
            KindAct("reopen", zh: "启用", en: "Reopen", in: ["closed"], to: "current", .handle),
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export),
            .init(.duty, .organisation, .read), .init(.worker, .organisation, .read),
            .init(.resident, .home, .read), .init(.regulator, .region, .read),
        ])

    // MARK: Device

    static let fault = EventKind("fault", zh: "设备故障", en: "Device fault", .general)

    /// What connects other devices, and measures nothing itself.
    static let gateway = DeviceModel("gateway", zh: "网关", en: "Gateway", events: ["fault"])

    static let notCarriedOut = EventKind(
        "command.failed", zh: "控制未执行", en: "A command was not carried out", .serious)

    static let flood = EventKind("device.flood", zh: "设备上报异常", en: "A device floods", .serious)

    static let faultOrder = Rule(
        "fault", zh: "设备故障派单", en: "A faulty device becomes work", when: .event(["fault"]),
        then: [.open(kind: "order", fields: ["title": "{title}", "type": "repair", "level": "general"])])

    public static let device = Kind(
        "device", zh: "设备", en: "Device",
        form: Form([
            Field("name", zh: "名称", en: "Name", .line(most: 100), isRequired: true, isListed: true),
            Field(
                "code", zh: "设备编号", en: "Device number", .line(most: 60),
                note: .init(zh: "设备上报数据时用它", en: "it is what readings name"),
                isRequired: true),
            Field(
                "model", zh: "设备型号", en: "Model", .line(most: 60), isRequired: true, isListed: true, isFiltered: true),
            Field("serial", zh: "出厂编号", en: "Serial number", .line(most: 60)),
            Field("installedOn", zh: "安装日期", en: "Installed on", .day),
            Field("position", zh: "坐标", en: "Position", .position),
            Field(
                "discovery", zh: "准许自动发现", en: "May announce devices", .flag,
                note: .init(
                    zh: "网关按 Home Assistant 的 MQTT 自动发现格式登记其后的设备",
                    en: "a gateway enters the devices behind it by Home Assistant's MQTT discovery")),
            Field("remark", zh: "备注", en: "Remark", .words(most: 1000)),
            Field(
                "provisioning", zh: "接入批次", en: "Provisioning", .reference(kind: "provisioning"), writer: .program),
        ]),
        title: "name", placing: .required, numbering: .field("code"),
        states: [
            .init("active", zh: "在用", en: "Active"), .init("maintenance", zh: "维护中", en: "Under maintenance"),
            .init("revoked", zh: "已停用", en: "Revoked", isFinal: true),
        ],
        acts: [
            KindAct("maintain", zh: "开始维护", en: "Begin maintenance", in: ["active"], to: "maintenance", .handle),
            KindAct("restore", zh: "恢复使用", en: "Back to use", in: ["maintenance", "revoked"], to: "active", .handle),
            KindAct(
                "revoke", zh: "停用", en: "Revoke", in: ["active", "maintenance"], to: "revoked", .handle,
                form: Form([Field("reason", zh: "原因", en: "Reason", .words(most: 500), isRequired: true)])),
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export),
            .init(.duty, .organisation, .read), .init(.worker, .organisation, .read),
            .init(.regulator, .region, .read),
        ])
}
