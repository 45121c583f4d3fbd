import Commons
import Community
import Rulebook

/// What is inspected how often, and what was found.
extension Security {
    /// `w1` to `w7`: that day of each week, from Monday; `m1`: that day of each month.
    private static let every: [Field.Option] = [
        .init("daily", zh: "每天", en: "Every day"), .init("w1", zh: "每周一", en: "Mondays"),
        .init("w2", zh: "每周二", en: "Tuesdays"), .init("w3", zh: "每周三", en: "Wednesdays"),
        .init("w4", zh: "每周四", en: "Thursdays"), .init("w5", zh: "每周五", en: "Fridays"),
        .init("w6", zh: "每周六", en: "Saturdays"), .init("w7", zh: "每周日", en: "Sundays"),
        .init("m1", zh: "每月 1 日", en: "The 1st of each month"),
        .init("m10", zh: "每月 10 日", en: "The 10th of each month"),
        .init("m20", zh: "每月 20 日", en: "The 20th of each month"),
    ]

    private static let subjects: [Field.Option] = [
        .init("fire", zh: "消防", en: "Fire safety"), .init("electricity", zh: "用电", en: "Electricity"),
        .init("gas", zh: "燃气", en: "Gas"), .init("structure", zh: "房屋设施", en: "Buildings and facilities"),
        .init("order", zh: "治安", en: "Public order"), .init("other", zh: "其他", en: "Other"),
    ]

    static let inspectionPlan = Kind(
        "inspectionplan", zh: "安全检查计划", en: "Inspection plan",
        form: Form([
            name, code,
            Field(
                "every", zh: "检查频次", en: "How often", .choice(every), isRequired: true, isListed: true, isFiltered: true
            ),
            Field(
                "subject", zh: "检查类别", en: "Subject", .choice(subjects), isListed: true, isFiltered: true),
            Field("words", zh: "检查内容", en: "What is inspected", .words(most: 2000), isRequired: true),
        ]), title: "name", placing: .required, numbering: .field("code"), states: kept, acts: keeping,
        rights: keepers)

    private static let proof = [
        Field("words", zh: "检查情况", en: "What was found", .words(most: 2000), isRequired: true),
        Field(
            "proof", zh: "照片或视频", en: "Photographs or videos", .files(most: 9), isRequired: true),
    ]

    /// Made by the clock from a plan, or entered by hand for once.
    static let inspection = Kind(
        "inspection", zh: "安全检查", en: "Inspection",
        form: Form([
            Field("title", zh: "检查事项", en: "What", .line(most: 200), isRequired: true, isListed: true),
            Field("plan", zh: "检查计划", en: "Plan", .reference(kind: "inspectionplan")),
            Field("order", zh: "整改工单", en: "Work order", .reference(kind: "order"), writer: .program),
        ]), title: "title", placing: .required, numbering: .counted(prefix: "SI"),
        states: [
            .init("due", zh: "待检查", en: "Due", minutes: 24 * 60), .init("done", zh: "合格", en: "Passed", isFinal: true),
            .init("hazard", zh: "隐患待整改", en: "Hazard", minutes: 7 * 24 * 60),
            .init("fixed", zh: "隐患已整改", en: "Put right", isFinal: true),
            .init("missed", zh: "未检查", en: "Missed", isFinal: true),
        ],
        acts: [
            KindAct("pass", zh: "检查合格", en: "Passed", in: ["due"], to: "done", .work, form: Form(proof)),
            KindAct("report", zh: "发现隐患", en: "Hazard found", in: ["due"], to: "hazard", .work, form: Form(proof)),
            KindAct("fix", zh: "整改完成", en: "Put right", in: ["hazard"], to: "fixed", .work, form: Form(proof)),
            KindAct("miss", zh: "记为未检查", en: "Missed", in: ["due"], to: "missed", .handle),
        ], rights: walkers)
}
