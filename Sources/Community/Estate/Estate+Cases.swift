import Commons
import Rulebook

extension Estate {
    private static let proof = [
        Field("words", zh: "处理情况", en: "What was done", .words(most: 2000), isRequired: true),
        Field("proof", zh: "现场照片", en: "Photographs", .files(most: 9), isRequired: true),
    ]

    static let levels = EventKind.Level.allCases.map {
        Field.Option($0.rawValue, zh: $0.title.zh, en: $0.title.en)
    }

    // MARK: Alarm

    public static let alarm = Kind(
        "alarm", zh: "告警", en: "Alarm",
        form: Form([
            Field("title", zh: "告警内容", en: "What happened", .line(most: 200), isRequired: true, isListed: true),
            Field("event", zh: "事件类型", en: "Kind of event", .line(most: 60), isRequired: true, isFiltered: true),
            Field(
                "level", zh: "级别", en: "Level", .choice(levels), isRequired: true, isListed: true, isFiltered: true),
            Field("device", zh: "设备", en: "Device", .reference(kind: "device"), isListed: true),
            Field("at", zh: "发生时间", en: "Happened at", .moment, isRequired: true, isListed: true),
            Field("text", zh: "说明", en: "Details", .words(most: 2000)),
            Field("order", zh: "工单", en: "Work order", .reference(kind: "order")),
            Field("drill", zh: "演练", en: "Drill", .flag, isFiltered: true),
        ]),
        title: "title", placing: .optional, numbering: .counted(prefix: "AL"),
        states: [
            .init("open", zh: "待确认", en: "Open", minutes: 3),
            .init("acknowledged", zh: "处置中", en: "Being handled", minutes: 60),
            .init("closed", zh: "已关闭", en: "Closed", isFinal: true),
            .init("false", zh: "误报", en: "False alarm", isFinal: true),
        ],
        acts: [
            KindAct("acknowledge", zh: "确认", en: "Acknowledge", in: ["open"], to: "acknowledged", .work),
            KindAct(
                "note", zh: "补充说明", en: "Add a note", in: ["open", "acknowledged"], .work,
                form: Form([Field("words", zh: "说明", en: "Note", .words(most: 2000), isRequired: true)])),
            KindAct(
                "close", zh: "关闭", en: "Close", in: ["acknowledged"], to: "closed", .work,
                form: Form([
                    Field("words", zh: "处理情况", en: "What was done", .words(most: 2000), isRequired: true),
                    Field("proof", zh: "现场照片", en: "Photographs", .files(most: 9)),
                ])),
            KindAct(
                "dismiss", zh: "判为误报", en: "False alarm", in: ["open", "acknowledged"], to: "false", .work,
                form: Form([Field("words", zh: "依据", en: "Why", .words(most: 1000), isRequired: true)])),
        ],
        rights: [
            .init(.manager, .organisation, .read, .handle, .work, .export),
            .init(.duty, .organisation, .read, .work), .init(.worker, .organisation, .read),
            .init(.regulator, .region, .read),
        ])

    // MARK: Work order

    public static let order = Kind(
        "order", zh: "工单", en: "Work order",
        form: Form([
            Field("title", zh: "事项", en: "What is the matter", .line(most: 200), isRequired: true, isListed: true),
            Field(
                "type", zh: "类别", en: "Type",
                .choice([
                    .init("repair", zh: "报修", en: "Repair"), .init("complaint", zh: "投诉", en: "Complaint"),
                    .init("alarm", zh: "告警处置", en: "Alarm"), .init("inspection", zh: "巡检", en: "Inspection"),
                    .init("other", zh: "其他", en: "Other"),
                ]), isRequired: true, isListed: true, isFiltered: true),
            Field(
                "level", zh: "紧急程度", en: "Urgency", .choice(levels), isListed: true, isFiltered: true),
            Field("words", zh: "详细情况", en: "Details", .words(most: 2000)),
            Field("photos", zh: "照片", en: "Photographs", .files(most: 9)),
            Field("device", zh: "设备", en: "Device", .reference(kind: "device")),
            Field("contact", zh: "联系电话", en: "Telephone", .personal(.phone)),
            Field("drill", zh: "演练", en: "Drill", .flag, isFiltered: true),
        ]),
        title: "title", placing: .required, numbering: .counted(prefix: "WO"),
        states: [
            .init("open", zh: "待派单", en: "Open", minutes: 30),
            .init("assigned", zh: "待接单", en: "Handed over", minutes: 60),
            .init("working", zh: "处理中", en: "In work", minutes: 24 * 60),
            .init("done", zh: "待评价", en: "Done", term: 5),
            .init("closed", zh: "已办结", en: "Closed", isFinal: true),
            .init("cancelled", zh: "已取消", en: "Cancelled", isFinal: true),
        ],
        acts: [
            KindAct(
                "assign", zh: "派单", en: "Hand over", in: ["open", "assigned", "working"], to: "assigned", .handle,
                form: Form([
                    Field("worker", zh: "处理人", en: "To whom", .person, isRequired: true),
                    Field("words", zh: "要求", en: "What to do", .words(most: 1000)),
                ]), assigns: "worker"),
            KindAct("start", zh: "接单", en: "Take it up", in: ["assigned"], to: "working", .work),
            KindAct(
                "note", zh: "补充说明", en: "Add a note", in: ["open", "assigned", "working"], .work,
                form: Form([Field("words", zh: "说明", en: "Note", .words(most: 2000), isRequired: true)])),
            KindAct("finish", zh: "完工", en: "Finish", in: ["working"], to: "done", .work, form: Form(proof)),
            KindAct(
                "redo", zh: "返工", en: "Do it again", in: ["done"], to: "assigned", .handle,
                form: Form([Field("words", zh: "原因", en: "Why", .words(most: 1000), isRequired: true)])),
            KindAct(
                "rate", zh: "评价并办结", en: "Rate and close", in: ["done"], to: "closed", .create,
                form: Form([
                    Field("stars", zh: "满意度（1-5）", en: "Stars (1-5)", .integer(1...5), isRequired: true),
                    Field("words", zh: "意见", en: "Remarks", .words(most: 1000)),
                ])),
            KindAct("close", zh: "办结", en: "Close", in: ["done"], to: "closed", .handle),
            KindAct(
                "cancel", zh: "取消", en: "Cancel", in: ["open", "assigned"], to: "cancelled", .handle,
                form: Form([Field("words", zh: "原因", en: "Why", .words(most: 1000), isRequired: true)])),
        ],
        facets: [
            .outside(
                OutsideFacet(
                    zh: "扫码报修", en: "Report a fault", fields: ["title", "words", "photos", "contact"],
                    presets: ["type": "repair"], acts: ["rate"]))
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .work, .export, .look),
            .init(.duty, .organisation, .read, .create, .handle, .look),
            .init(.worker, .assigned, .read, .work, .look), .init(.worker, .own, .read, .create),
            .init(.resident, .own, .read, .create),
            .init(.regulator, .region, .read),
        ])
}
