import Commons
import Rulebook

/// Who lives and works here.
extension Estate {
    public static let parties = [household, resident, company, tenure, service, team, membership]

    /// What every archive of people has: it is entered, checked, current, and put away when they have left.
    static let archived: [LifeCycle.State] = [
        .init("entered", zh: "待审核", en: "To be reviewed"), .init("current", zh: "在册", en: "Current"),
        .init("archived", zh: "已归档", en: "Archived", isFinal: true),
    ]

    private static let archiving = [
        KindAct("review", zh: "审核通过", en: "Approve", in: ["entered"], to: "current", .handle),
        KindAct(
            "archive", zh: "归档", en: "Archive", in: ["entered", "current"], to: "archived", .handle,
            form: Form([Field("reason", zh: "原因", en: "Why", .line(most: 200), isRequired: true)])),
        KindAct("restore", zh: "恢复在册", en: "Restore", in: ["archived"], to: "current", .handle),
    ]

    private static func code(_ zh: String, _ en: String) -> Field {
        Field(
            "code", zh: zh, en: en, .line(most: 60), note: .init(zh: "可沿用原有档案的编号", en: "as in the files there are"),
            isRequired: true)
    }

    static let remark = Field("remark", zh: "备注", en: "Remark", .words(most: 1000))

    // MARK: Household

    public static let household = Kind(
        "household", zh: "住户", en: "Household",
        form: Form([
            code("户号", "Household number"),
            Field(
                "use", zh: "居住方式", en: "Use of the home",
                .choice([
                    .init("owner", zh: "自住", en: "Lived in by its owner"), .init("let", zh: "出租", en: "Let"),
                    .init("empty", zh: "空置", en: "Empty"), .init("other", zh: "其他", en: "Other"),
                ]), isRequired: true, isListed: true, isFiltered: true),
            Field("persons", zh: "常住人数", en: "People living there", .integer(0...50), isListed: true),
            remark,
        ]),
        title: "code", placing: .required, numbering: .field("code"), states: archived, acts: archiving,
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export),
            .init(.duty, .organisation, .read), .init(.worker, .organisation, .read),
            .init(.resident, .home, .read),
        ])

    // MARK: Company

    public static let company = Kind(
        "company", zh: "驻区单位", en: "Company",
        form: Form([
            Field("name", zh: "单位名称", en: "Name", .line(most: 100), isRequired: true, isListed: true),
            code("单位编号", "Company number"),
            Field(
                "type", zh: "单位类型", en: "Type",
                .choice([
                    .init("shop", zh: "商户", en: "Shop"), .init("office", zh: "企业", en: "Business"),
                    .init("public", zh: "机关事业单位", en: "Public body"),
                    .init("association", zh: "社会组织", en: "Association"), .init("other", zh: "其他", en: "Other"),
                ]), isRequired: true, isListed: true, isFiltered: true),
            Field("credit", zh: "统一社会信用代码", en: "Credit code", .line(most: 18)),
            Field("contact", zh: "联系人", en: "Contact", .line(most: 40), isFiltered: true, secrecy: .personal),
            Field("phone", zh: "联系电话", en: "Telephone", .personal(.phone), isFiltered: true), remark,
        ]),
        title: "name", placing: .optional, numbering: .field("code"), states: archived, acts: archiving,
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export, .look),
            .init(.duty, .organisation, .read, .look), .init(.worker, .organisation, .read),
            .init(.regulator, .region, .read),
        ])

    // MARK: Resident

    static let purposes: [Field.Option] = [
        .init("contact", zh: "通知与联系", en: "Notices and contact"),
        .init("care", zh: "关爱帮扶服务", en: "Care and support"),
        .init("identity", zh: "身份核验（单独同意）", en: "Checking who one is (consent of its own)"),
        .init("health", zh: "健康照护（单独同意）", en: "Allowing for one's health (consent of its own)"),
    ]

    private static let ways: [Field.Option] = [
        .init("written", zh: "书面", en: "In writing"), .init("online", zh: "线上", en: "Online"),
        .init("spoken", zh: "口头", en: "By word of mouth"),
    ]

    private static let way = Field("way", zh: "同意方式", en: "How consent was given", .choice(ways))

    public static let resident = Kind(
        "resident", zh: "居民", en: "Resident",
        form: Form([
            Field(
                "name", zh: "姓名", en: "Name", .line(most: 40), isRequired: true, isFiltered: true, secrecy: .personal),
            code("档案编号", "File number"),
            Field("household", zh: "所属住户", en: "Household", .reference(kind: "household"), isListed: true),
            Field(
                "sex", zh: "性别", en: "Sex",
                .choice([.init("female", zh: "女", en: "Female"), .init("male", zh: "男", en: "Male")])),
            Field(
                "residence", zh: "人口类型", en: "Kind of residence",
                .choice([
                    .init("permanent", zh: "常住人口", en: "Permanent"), .init("floating", zh: "流动人口", en: "Temporary"),
                    .init("lodging", zh: "寄住人口", en: "Lodging"), .init("abroad", zh: "境外人员", en: "From abroad"),
                ]), isListed: true, isFiltered: true),
            Field("born", zh: "出生日期", en: "Born on", .day, secrecy: .personal),
            Field(
                "purposes", zh: "同意的用途", en: "Agreed purposes", .choices(purposes),
                note: .init(
                    zh: "逐项征得本人同意；没有同意的用途，对应内容不能填写", en: "each asked for; nothing is kept for what was not agreed to"),
                isFiltered: true),
            way,
            Field("phone", zh: "电话", en: "Telephone", .personal(.phone), isFiltered: true),
            Field("identity", zh: "身份证号", en: "Identity number", .personal(.identity), isFiltered: true),
            Field(
                "groups", zh: "服务类别", en: "Groups",
                .choices([
                    .init("elder", zh: "老年人", en: "Elderly"), .init("alone", zh: "独居", en: "Living alone"),
                    .init("child", zh: "儿童", en: "Child"), .init("disabled", zh: "残疾人", en: "Disabled"),
                    .init("sick", zh: "病患", en: "Ill"), .init("pregnant", zh: "孕产妇", en: "Expecting or with a baby"),
                    .init("veteran", zh: "退役军人", en: "Veteran"),
                    .init("key", zh: "重点管理人口", en: "Under special care of the authorities"),
                    .init("volunteer", zh: "志愿者", en: "Volunteer"), .init("party", zh: "党员", en: "Party member"),
                ]), isListed: true, isFiltered: true),
            Field("emergency", zh: "紧急联系人", en: "Emergency contact", .personal(.emergency)),
            Field("health", zh: "健康情况", en: "Health", .personal(.health)),
            Field("person", zh: "本人账号", en: "Own log-in", .person), remark,
        ]),
        title: "name", placing: .optional, numbering: .field("code"), owner: "person", states: archived,
        acts: archiving + consenting,
        facets: [
            .consent(
                ConsentFacet(
                    purposes: "purposes", way: "way",
                    keeps: [
                        "contact": ["phone"], "care": ["groups", "emergency"], "identity": ["identity"],
                        "health": ["health"],
                    ]))
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .work, .export, .look),
            .init(.duty, .organisation, .read, .look), .init(.worker, .organisation, .read),
            .init(.resident, .own, .read, .work),
        ])

    /// Whoever agreed can say so and take it back themselves, in every state.
    private static let consenting: [KindAct] = {
        let asked = Field("purposes", zh: "用途", en: "Purposes", .choices(purposes), isRequired: true)
        var how = way
        how.isRequired = true
        return [
            KindAct(
                "consent", zh: "登记同意", en: "Note a consent", in: ["entered", "current"], .work,
                form: Form([asked, how, Field("proof", zh: "凭证", en: "Proof", .files(most: 3))]), writes: ["way"]),
            KindAct(
                "withdraw", zh: "撤回同意", en: "Withdraw a consent", in: archived.map(\.id), .work,
                form: Form([asked, Field("words", zh: "说明", en: "Remarks", .line(most: 200))])),
        ]
    }()
}
