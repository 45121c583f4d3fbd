import Commons
import Community

/// What people say, and what comes of it.
extension Property {
    // MARK: Complaint

    static let complaint = Kind(
        "complaint", zh: "投诉建议", en: "Complaint or suggestion",
        form: Form([
            Field("title", zh: "事项", en: "What is the matter", .line(most: 200), isRequired: true, isListed: true),
            Field(
                "type", zh: "类别", en: "Type",
                .choice([
                    .init("complaint", zh: "投诉", en: "Complaint"), .init("suggestion", zh: "建议", en: "Suggestion"),
                    .init("question", zh: "咨询", en: "Question"),
                ]), isRequired: true, isListed: true, isFiltered: true),
            Field(
                "about", zh: "涉及", en: "About",
                .choice([
                    .init("service", zh: "服务态度", en: "Service"), .init("cleaning", zh: "环境卫生", en: "Cleaning"),
                    .init("security", zh: "秩序安全", en: "Security"), .init("noise", zh: "噪声扰民", en: "Noise"),
                    .init("facility", zh: "设施设备", en: "Facilities"), .init("charge", zh: "收费", en: "Charges"),
                    .init("other", zh: "其他", en: "Other"),
                ]), isListed: true, isFiltered: true),
            Field("words", zh: "详细情况", en: "Details", .words(most: 2000)), photos, phone,
        ]),
        title: "title", placing: .required, numbering: .counted(prefix: "CP"),
        states: [
            .init("open", zh: "待受理", en: "To be taken up", minutes: 24 * 60),
            .init("accepted", zh: "处理中", en: "Being handled", minutes: 72 * 60),
            .init("answered", zh: "待评价", en: "Answered", term: 7),
            .init("closed", zh: "已办结", en: "Closed", isFinal: true),
            .init("withdrawn", zh: "已撤回", en: "Withdrawn", isFinal: true),
        ],
        acts: [
            KindAct(
                "accept", zh: "受理", en: "Take it up", in: ["open"], to: "accepted", .handle,
                form: Form([Field("person", zh: "处理人", en: "In whose hands", .person)]), assigns: "person"),
            KindAct(
                "note", zh: "补充说明", en: "Add a note", in: ["open", "accepted"], .work,
                form: Form([Field("words", zh: "说明", en: "Note", .words(most: 2000), isRequired: true)])),
            KindAct(
                "answer", zh: "答复", en: "Answer", in: ["open", "accepted"], to: "answered", .work,
                form: Form([
                    Field("words", zh: "答复内容", en: "Answer", .words(most: 2000), isRequired: true),
                    Field("proof", zh: "处理照片", en: "Photographs", .files(most: 9)),
                ])),
            KindAct(
                "rate", zh: "评价并办结", en: "Rate and close", in: ["answered"], to: "closed", .create,
                form: Form([
                    Field("stars", zh: "满意度（1-5）", en: "Stars (1-5)", .integer(1...5), isRequired: true),
                    Field("words", zh: "意见", en: "Remarks", .words(most: 1000)),
                ])),
            KindAct("close", zh: "办结", en: "Close", in: ["answered"], to: "closed", .handle),
            KindAct("reopen", zh: "重新处理", en: "Take it up again", in: ["answered"], to: "accepted", .handle, form: why),
            KindAct("withdraw", zh: "撤回", en: "Withdraw", in: ["open"], to: "withdrawn", .create, form: Form([words])),
        ],
        facets: [
            .outside(
                OutsideFacet(
                    zh: "扫码投诉建议", en: "Complain or suggest", fields: ["title", "type", "words", "photos", "phone"],
                    acts: ["rate"]))
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .work, .export, .look),
            .init(.duty, .organisation, .read, .create, .handle, .work, .look),
            .init(.worker, .assigned, .read, .work, .look), .init(.resident, .own, .read, .create),
            .init(.regulator, .region, .read),
        ])

    // MARK: Hotline

    static let hotline = Kind(
        "hotline", zh: "热线登记", en: "Hotline call",
        form: Form([
            Field(
                "title", zh: "来电事项", en: "What the call is about", .line(most: 200), isRequired: true, isListed: true),
            Field(
                "type", zh: "类别", en: "Type",
                .choice([
                    .init("question", zh: "咨询", en: "Question"), .init("repair", zh: "报修", en: "Repair"),
                    .init("complaint", zh: "投诉", en: "Complaint"), .init("help", zh: "求助", en: "Help"),
                    .init("other", zh: "其他", en: "Other"),
                ]), isRequired: true, isListed: true, isFiltered: true),
            Field("caller", zh: "来电人", en: "Caller", .line(most: 40), secrecy: .personal), phone,
            Field("words", zh: "通话内容", en: "What was said", .words(most: 2000)),
            Field("order", zh: "转工单", en: "Became the order", .reference(kind: "order")),
            Field("complaint", zh: "转投诉建议", en: "Became the complaint", .reference(kind: "complaint")),
        ]),
        title: "title", placing: .optional, numbering: .counted(prefix: "HL"),
        states: [
            .init("open", zh: "待回复", en: "To be answered", minutes: 24 * 60),
            .init("answered", zh: "已回复", en: "Answered", isFinal: true),
            .init("passed", zh: "已转办", en: "Passed on", isFinal: true),
        ],
        acts: [
            KindAct(
                "answer", zh: "回复", en: "Answer", in: ["open"], to: "answered", .work,
                form: Form([Field("words", zh: "回复内容", en: "Answer", .words(most: 2000), isRequired: true)])),
            KindAct("pass", zh: "转办", en: "Pass on", in: ["open"], to: "passed", .work, form: Form([words])),
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .work, .export, .look),
            .init(.duty, .organisation, .read, .create, .edit, .work, .look),
        ])

    static let rules: [Rule] = [
        Rule(
            "complaint.late", zh: "投诉超时未受理", en: "A complaint that nobody takes up",
            when: .overdue(kind: "complaint", state: "open"), then: [.notify(.manager)]),
        Rule(
            "complaint.unanswered", zh: "投诉超时未答复", en: "A complaint that nobody answers",
            when: .overdue(kind: "complaint", state: "accepted"), then: [.notify(.manager)]),
        Rule(
            "hotline.late", zh: "来电超时未回复", en: "A call that nobody answers",
            when: .overdue(kind: "hotline", state: "open"), then: [.notify(.manager)]),
    ]
}
