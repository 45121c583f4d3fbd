import Commons
import Community
import Rulebook

/// Guards walk routes from point to point and show that they were there; what was missed is told.
extension Security {
    static let patrol = [checkpoint, route, round, check]

    static let name = Field(
        "name", zh: "名称", en: "Name", .line(most: 100), isRequired: true, isListed: true)
    static let code = Field("code", zh: "编号", en: "Number", .line(most: 60), isRequired: true)
    private static let words = Field("words", zh: "情况", en: "What was seen", .words(most: 1000))

    static let kept: [LifeCycle.State] = [
        .init("current", zh: "启用", en: "In use"), .init("closed", zh: "停用", en: "Closed", isFinal: true),
    ]
    static let keeping = [
        KindAct("close", zh: "停用", en: "Close", in: ["current"], to: "closed", .handle),
        KindAct("reopen", zh: "启用", en: "Reopen", in: ["closed"], to: "current", .handle),
    ]
    static let keepers: [Kind.Right] = [
        .init(.manager, .organisation, .read, .create, .edit, .handle, .export), .init(.duty, .organisation, .read),
        .init(.worker, .organisation, .read), .init(.regulator, .region, .read),
    ]
    static let walkers: [Kind.Right] = [
        .init(.manager, .organisation, .read, .create, .handle, .work, .export),
        .init(.duty, .organisation, .read, .create, .handle),
        .init(.worker, .organisation, .read, .work), .init(.regulator, .region, .read),
    ]

    // MARK: Where and when

    static let checkpoint = Kind(
        "checkpoint", zh: "巡查点", en: "Checkpoint",
        form: Form([
            name, code,
            Field(
                "tag", zh: "标签内容", en: "Tag", .line(most: 100),
                note: .init(zh: "贴在现场的二维码或感应标签的内容，到点时扫描", en: "what the code or tag on the spot holds"),
                // Masked on pages: nobody scans it from there.
                isRequired: true, secrecy: .personal),
            Field("watch", zh: "检查内容", en: "What to look at", .words(most: 1000)),
        ]), title: "name", placing: .required, numbering: .field("code"), states: kept, acts: keeping,
        rights: keepers + [.init(.manager, .organisation, .look)])

    static let shifts: [Field.Option] = [
        .init("day", zh: "早班（7:00）", en: "Day (7:00)"), .init("evening", zh: "中班（15:00）", en: "Evening (15:00)"),
        .init("night", zh: "夜班（23:00）", en: "Night (23:00)"),
    ]

    static let route = Kind(
        "route", zh: "巡查路线", en: "Patrol route",
        form: Form([
            name, code,
            Field(
                "shifts", zh: "班次", en: "Shifts", .choices(shifts), isRequired: true, isListed: true,
                isFiltered: true),
            Field(
                "points", zh: "巡查点", en: "Checkpoints", .references(kind: "checkpoint", most: 100),
                isRequired: true),
        ]), title: "name", placing: .required, numbering: .field("code"), states: kept, acts: keeping,
        rights: keepers)

    // MARK: What is walked

    /// One walk along a route; made by the clock, taken up by a guard.
    static let round = Kind(
        "round", zh: "巡查任务", en: "Patrol",
        form: Form([
            Field("title", zh: "任务", en: "Patrol", .line(most: 200), isRequired: true, isListed: true),
            Field("route", zh: "路线", en: "Route", .reference(kind: "route"), isRequired: true),
        ]), title: "title", placing: .required, numbering: .counted(prefix: "PT"),
        states: [
            .init("planned", zh: "待巡查", en: "To be walked", minutes: 60),
            .init("walking", zh: "巡查中", en: "Being walked", minutes: 120),
            .init("done", zh: "已完成", en: "Done", isFinal: true),
            .init("missed", zh: "未巡查", en: "Missed", isFinal: true),
        ],
        acts: [
            KindAct("start", zh: "开始巡查", en: "Start", in: ["planned"], to: "walking", .work),
            KindAct("finish", zh: "结束巡查", en: "Finish", in: ["walking"], to: "done", .work, form: Form([words])),
            KindAct("miss", zh: "记为未巡查", en: "Missed", in: ["planned"], to: "missed", .handle),
        ], rights: walkers)

    /// A guard at a point: when, who, what was seen, with the tag on the spot as proof.
    static let check = Kind(
        "check", zh: "巡查记录", en: "Check",
        form: Form([
            Field("title", zh: "巡查点", en: "Checkpoint", .line(most: 200), isRequired: true, isListed: true),
            Field("checkpoint", zh: "点位", en: "Point", .reference(kind: "checkpoint"), isRequired: true),
            Field("round", zh: "任务", en: "Patrol", .reference(kind: "round"), isRequired: true),
        ]), title: "title", placing: .required, numbering: .counted(prefix: "PC"),
        states: [
            .init("due", zh: "待到点", en: "Due", minutes: 120), .init("done", zh: "已到点", en: "Done", isFinal: true),
            .init("missed", zh: "漏检", en: "Missed", isFinal: true),
        ],
        acts: [
            KindAct(
                "scan", zh: "扫描到点", en: "Scan", in: ["due"], to: "done", .work,
                form: Form([
                    Field("tag", zh: "标签内容", en: "Tag", .line(most: 100), isRequired: true), words,
                    Field("photos", zh: "现场照片", en: "Photographs", .files(most: 9), isRequired: true),
                ]), matches: .init("tag", of: "checkpoint", field: "tag")),
            KindAct("miss", zh: "记为漏检", en: "Missed", in: ["due"], to: "missed", .handle),
        ], rights: walkers)
}
