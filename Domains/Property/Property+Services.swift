import Commons
import Community

/// What is done for those who live here beyond the usual.
extension Property {
    // MARK: Parcel

    static let parcel = Kind(
        "parcel", zh: "快件代收", en: "Parcel",
        form: Form([
            Field("name", zh: "快件", en: "Parcel", .line(most: 100), isRequired: true, isListed: true),
            Field("courier", zh: "快递公司", en: "Courier", .line(most: 40), isListed: true),
            Field("tracking", zh: "运单号", en: "Tracking number", .line(most: 60), isFiltered: true),
            Field("shelf", zh: "存放位置", en: "Shelf", .line(most: 40), isListed: true), phone,
            Field(
                "code", zh: "取件码", en: "Pick-up code", .line(most: 12), isListed: true, isFiltered: true,
                writer: .program),
            remark,
        ]),
        title: "name", placing: .required, numbering: .counted(prefix: "PK"),
        states: [
            .init("waiting", zh: "待取", en: "Waiting", minutes: 3 * 24 * 60),
            .init("taken", zh: "已取", en: "Taken", isFinal: true),
            .init("returned", zh: "已退回", en: "Returned", isFinal: true),
        ],
        acts: [
            KindAct("take", zh: "取件", en: "Hand out", in: ["waiting"], to: "taken", .work),
            KindAct("return", zh: "退回", en: "Send back", in: ["waiting"], to: "returned", .work, form: why),
        ],
        facets: [.code(CodeFacet("code"))],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .work, .export, .look),
            .init(.duty, .organisation, .read, .create, .work, .look),
            .init(.worker, .organisation, .read, .create, .work),
            .init(.resident, .home, .read),
        ])

    // MARK: Permit

    static let permit = Kind(
        "permit", zh: "装修与放行", en: "Permit",
        form: Form([
            Field("title", zh: "事由", en: "What for", .line(most: 200), isRequired: true, isListed: true),
            Field(
                "type", zh: "类别", en: "Type",
                .choice([
                    .init("fitout", zh: "装修", en: "Fit-out"), .init("movein", zh: "搬入", en: "Moving in"),
                    .init("moveout", zh: "搬出", en: "Moving out"),
                    .init("goods", zh: "大件物品放行", en: "Large goods"),
                ]), isRequired: true, isListed: true, isFiltered: true),
            Field("from", zh: "开始时间", en: "From", .moment, isRequired: true, isListed: true),
            Field("until", zh: "结束时间", en: "Until", .moment, isRequired: true, isListed: true),
            Field("words", zh: "内容", en: "Details", .words(most: 2000)),
            Field("company", zh: "施工单位", en: "Contractor", .line(most: 100)),
            Field("vehicle", zh: "车牌号", en: "Vehicle", .line(most: 20)), phone, photos,
            Field("deposit", zh: "押金", en: "Deposit", .reference(kind: "deposit")),
            Field(
                "code", zh: "放行码", en: "Pass code", .line(most: 12), isListed: true, isFiltered: true,
                writer: .program),
        ]),
        title: "title", placing: .required, numbering: .counted(prefix: "PM"),
        states: [
            .init("requested", zh: "待审批", en: "Asked for", term: 3),
            .init("granted", zh: "已批准", en: "Granted"),
            .init("inspected", zh: "已完成", en: "Done", isFinal: true),
            .init("refused", zh: "未批准", en: "Refused", isFinal: true),
            .init("cancelled", zh: "已取消", en: "Cancelled", isFinal: true),
        ],
        acts: [
            KindAct("grant", zh: "批准", en: "Grant", in: ["requested"], to: "granted", .handle, form: Form([words])),
            KindAct("refuse", zh: "不批准", en: "Refuse", in: ["requested"], to: "refused", .handle, form: why),
            KindAct(
                "pass", zh: "登记放行", en: "Let through", in: ["granted"], .work,
                form: Form([Field("words", zh: "放行情况", en: "What passed", .words(most: 1000), isRequired: true)])),
            KindAct(
                "inspect", zh: "验收并办结", en: "Inspect and close", in: ["granted"], to: "inspected", .handle,
                form: Form([
                    Field("words", zh: "验收情况", en: "What was found", .words(most: 1000), isRequired: true),
                    Field("proof", zh: "现场照片", en: "Photographs", .files(most: 9)),
                ])),
            KindAct(
                "cancel", zh: "取消", en: "Cancel", in: ["requested", "granted"], to: "cancelled", .create,
                form: Form([words])),
        ],
        facets: [.code(CodeFacet("code", on: "grant"))],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .work, .export, .look),
            .init(.duty, .organisation, .read, .create, .work), .init(.worker, .organisation, .read, .work),
            .init(.resident, .own, .read, .create), .init(.resident, .home, .read),
        ])
}
