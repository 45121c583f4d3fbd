import Commons
import Rulebook

extension Estate {
    private static let audience = Field(
        "roles", zh: "发给", en: "For",
        .choices(
            [Role.resident, .worker, .duty, .manager].map {
                .init($0.rawValue, zh: $0.title.zh, en: $0.title.en)
            }), isRequired: true, isListed: true)

    private static func until(isRequired: Bool) -> Field {
        Field("until", zh: isRequired ? "截止时间" : "有效期至", en: "Until", .moment, isRequired: isRequired, isListed: true)
    }

    private static let secret = Field(
        "secret", zh: "不记名", en: "Secret", .flag,
        note: .init(
            zh: "只显示合计，截止后可见，谁答了什么任何人都看不到", en: "only totals, once it is over; nobody sees who answered what"),
        isFiltered: true)

    private static func kind(
        _ id: String, zh: String, en: String, prefix: String, fields: [Field], asks: AudienceFacet.Asks? = nil
    ) -> Kind {
        let why = Form([Field("words", zh: "原因", en: "Why", .words(most: 1000), isRequired: true)])
        return Kind(
            id, zh: zh, en: en, form: Form(fields), title: "title", placing: .nowhere,
            numbering: .counted(prefix: prefix),
            states: [
                .init("draft", zh: "草稿", en: "Draft"), .init("published", zh: "已发布", en: "Published"),
                .init("ended", zh: "已结束", en: "Ended", isFinal: true),
                .init("withdrawn", zh: "已撤回", en: "Withdrawn", isFinal: true),
            ],
            acts: [
                KindAct("publish", zh: "发布", en: "Publish", in: ["draft"], to: "published", .handle),
                KindAct("end", zh: "结束", en: "End", in: ["published"], to: "ended", .handle),
                KindAct(
                    "withdraw", zh: "撤回", en: "Withdraw", in: ["draft", "published"], to: "withdrawn", .handle,
                    form: why),
            ],
            facets: [.audience(AudienceFacet(roles: "roles", state: "published", asks: asks))],
            rights: [.init(.manager, .organisation, .read, .create, .edit, .handle, .export)])
    }

    // MARK: Notice

    public static let announcement = kind(
        "announcement", zh: "通知公告", en: "Announcement", prefix: "NO",
        fields: [
            Field("title", zh: "标题", en: "Title", .line(most: 200), isRequired: true, isListed: true),
            Field(
                "type", zh: "类别", en: "Type",
                .choice([
                    .init("notice", zh: "社区公告", en: "Announcement"),
                    .init("repair", zh: "公共设施维修", en: "Repair of what is common"),
                    .init("emergency", zh: "应急提醒", en: "Emergency"), .init("care", zh: "关爱提醒", en: "Care"),
                    .init("service", zh: "服务信息", en: "Services"),
                ]), isListed: true, isFiltered: true),
            Field("text", zh: "正文", en: "Text", .words(most: 20_000), isRequired: true),
            Field("files", zh: "附件", en: "Files", .files(most: 9)), audience, until(isRequired: false),
        ])

    // MARK: Poll

    public static let poll = kind(
        "poll", zh: "投票", en: "Poll", prefix: "PO",
        fields: [
            Field("title", zh: "问题", en: "Question", .line(most: 200), isRequired: true, isListed: true),
            Field("text", zh: "说明", en: "Details", .words(most: 20_000)),
            Field(
                "options", zh: "选项", en: "Answers", .words(most: 5000), note: .init(zh: "每行一个", en: "a line each"),
                isRequired: true),
            Field("several", zh: "可多选", en: "Several may be chosen", .flag), secret,
            Field("files", zh: "附件", en: "Files", .files(most: 9)), audience, until(isRequired: true),
        ], asks: .options("options", several: "several"))

    // MARK: Survey

    public static let survey = kind(
        "survey", zh: "问卷", en: "Survey", prefix: "SU",
        fields: [
            Field("title", zh: "标题", en: "Title", .line(most: 200), isRequired: true, isListed: true),
            Field("text", zh: "说明", en: "Details", .words(most: 20_000)),
            Field(
                "questions", zh: "问题", en: "Questions", .words(most: 20_000),
                note: .init(
                    zh: "每行一个；竖线后写答法：星级、文字，或用 / 分开的选项，如“您常走哪个门 | 北门/南门”；不写为星级",
                    en: "a line each; after a bar how it is answered: stars, words, or answers with / between them, "
                        + "such as 'Which gate? | North/South'; stars if nothing stands there"), isRequired: true),
            secret, Field("files", zh: "附件", en: "Files", .files(most: 9)), audience, until(isRequired: true),
        ], asks: .questions("questions"))
}
