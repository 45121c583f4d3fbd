import Commons
import Community
import Rulebook

/// What is done when it happens, and that it was tried.
extension Security {
    private static let risks: [Field.Option] = [
        .init("crime", zh: "治安事件", en: "Crime"), .init("terror", zh: "恐怖事件", en: "Terrorism"),
        .init("fire", zh: "火灾", en: "Fire"), .init("weather", zh: "自然灾害", en: "Natural disaster"),
        .init("health", zh: "公共卫生事件", en: "Public health"), .init("plant", zh: "设施设备事故", en: "Failure of plant"),
        .init("other", zh: "其他", en: "Other"),
    ]

    private static let reviewed = Field("reviewed", zh: "审定日期", en: "Reviewed on", .day, isListed: true)

    static let emergencyPlan = Kind(
        "emergencyplan", zh: "应急预案", en: "Emergency plan",
        form: Form([
            name, code,
            Field(
                "risk", zh: "风险类型", en: "Risk", .choice(risks), isRequired: true, isListed: true, isFiltered: true),
            Field("words", zh: "处置要点", en: "What is done", .words(most: 10_000), isRequired: true),
            Field("files", zh: "预案文件", en: "Documents", .files(most: 9)), reviewed,
        ]), title: "name", placing: .nowhere, numbering: .field("code"),
        states: [
            .init("draft", zh: "草案", en: "Draft"), .init("current", zh: "现行", en: "In force"),
            .init("retired", zh: "已废止", en: "Retired", isFinal: true),
        ],
        acts: [
            KindAct(
                "adopt", zh: "审定发布", en: "Adopt", in: ["draft"], to: "current", .handle, form: review,
                writes: ["reviewed"]),
            KindAct("review", zh: "复审", en: "Review", in: ["current"], .handle, form: review, writes: ["reviewed"]),
            KindAct("retire", zh: "废止", en: "Retire", in: ["draft", "current"], to: "retired", .handle, isGrave: true),
        ],
        rights: keepers)

    private static let review: Form = {
        var day = reviewed
        day.isRequired = true
        return Form([day, Field("words", zh: "意见", en: "Remarks", .words(most: 1000))])
    }()

    static let exercise = Kind(
        "exercise", zh: "应急演练", en: "Emergency exercise",
        form: Form([
            Field("title", zh: "演练名称", en: "Name", .line(most: 200), isRequired: true, isListed: true),
            Field(
                "plan", zh: "演练的预案", en: "Plan", .reference(kind: "emergencyplan"), isRequired: true, isListed: true),
            Field(
                "on", zh: "演练日期", en: "Held on", .day, isRequired: true, isListed: true, isFiltered: true),
            Field(
                "alarm", zh: "演练告警", en: "Drill", .reference(kind: "alarm"),
                note: .init(zh: "在系统中组织的演练，填其告警编号", en: "the alarm, where the drill was run here")),
            Field("people", zh: "参加人数", en: "People", .integer(0...100_000), isListed: true),
        ]), title: "title", placing: .optional, numbering: .counted(prefix: "EX"), happensOn: "on",
        states: [
            .init("planned", zh: "计划中", en: "Planned"), .init("held", zh: "已演练", en: "Held", isFinal: true),
            .init("cancelled", zh: "已取消", en: "Called off", isFinal: true),
        ],
        acts: [
            KindAct(
                "hold", zh: "登记演练情况", en: "Held", in: ["planned"], to: "held", .work,
                form: Form([
                    Field("people", zh: "参加人数", en: "People", .integer(1...100_000), isRequired: true),
                    Field("words", zh: "演练经过与总结", en: "How it went", .words(most: 5000), isRequired: true),
                    Field("photos", zh: "照片或视频", en: "Photographs or videos", .files(most: 9), isRequired: true),
                ]), writes: ["people"]),
            KindAct("cancel", zh: "取消", en: "Call off", in: ["planned"], to: "cancelled", .handle),
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .work, .export),
            .init(.duty, .organisation, .read, .create, .work), .init(.worker, .organisation, .read),
            .init(.regulator, .region, .read),
        ])
}
