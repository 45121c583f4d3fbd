extension CasePlan {
    /// Oldest certificates first, then what is under way.
    static let all: [CasePlan] = certified + underWay

    /// Between basic and three stars, over three years.
    private static let certified: [CasePlan] = [
        CasePlan("huaidili", "centre", .certified(.valid), days: 1_118, q: 44...50, [58, 40, 46, 45, 8]),
        CasePlan("wenhuali", "centre", .certified(.valid), days: 1_082, q: 66...71, [78, 60, 74, 66, 12]),
        CasePlan("huaqiao", "centre", .certified(.valid), days: 1_051, q: 70...75, [82, 66, 76, 68, 16]),
        CasePlan("shanzhuang", "centre", .certified(.valid), days: 1_012, q: 52...58, [66, 44, 58, 52, 10]),
        CasePlan("lvzhou", "institute", .certified(.resumed), days: 905, q: 73...78, [84, 68, 78, 72, 20]),
        CasePlan("shiyuan", "centre", .certified(.valid), days: 812, q: 0...0, [0, 0, 0, 0, 0]),
        CasePlan("chenghu", "centre", .certified(.valid), days: 702, q: 88...92, [94, 86, 92, 88, 32]),
        CasePlan("luting", "institute", .certified(.suspended), days: 618, q: 64...69, [76, 58, 70, 64, 14]),
        CasePlan("yuanting", "institute", .certified(.revoked), days: 545, q: 74...80, [86, 70, 80, 72, 22]),
        CasePlan("yunduxin", "institute", .certified(.valid), days: 421, q: 90...95, [96, 90, 93, 90, 38]),
        CasePlan("zhulu", "institute", .certified(.valid), days: 377, q: 38...45, [52, 30, 42, 44, 6]),
        CasePlan(
            "tangli", "institute", .certified(.valid), days: 243, q: 76...82, [88, 74, 82, 76, 22], isReopened: true),
        CasePlan("guoji", "centre", .certified(.valid), days: 152, q: 96...104, [98, 95, 96, 94, 62]),
        CasePlan("yugang", "centre", .certified(.valid), days: 84, q: 62...67, [76, 56, 66, 62, 12]),
        CasePlan(
            "wenhuali", "centre", .certified(.valid), days: 31, q: 86...90, [92, 84, 90, 86, 30], isRenewal: true),
    ]

    private static let underWay: [CasePlan] = [
        CasePlan(
            "hexujia", "institute", .decided, days: 23, q: 58...64, [74, 52, 60, 60, 14], failing: "6.1.4"),
        CasePlan("yanzhu", "centre", .decided, days: 2, q: 72...77, [84, 66, 78, 70, 18]),
        CasePlan("shanzhuang", "centre", .appeal, days: 3, q: 78...84, [88, 76, 84, 78, 24], isRenewal: true),
        CasePlan("xiaolan", "centre", .notice, days: 2, q: 68...73, [80, 62, 74, 68, 14]),
        CasePlan("yunfan", "centre", .approval(1), days: 1, q: 86...89, [92, 84, 90, 84, 30]),
        CasePlan("hengwu", "centre", .approval(0), days: 2, q: 54...59, [68, 46, 60, 54, 10]),
        CasePlan("wutong", "institute", .report, days: 4, q: 64...69, [78, 58, 70, 64, 12]),
        CasePlan("huichuan", "centre", .consensus, days: 2, q: 74...79, [86, 70, 80, 74, 20]),
        CasePlan("huaidili", "centre", .site, days: 1, q: 63...68, [76, 58, 68, 62, 14], isRenewal: true),
        CasePlan("bozhou", "centre", .panel, days: 2, q: 60...66, [74, 54, 66, 60, 12]),
        CasePlan("yueqiao", "institute", .clarification(2), days: 4, q: 48...54, [62, 42, 54, 50, 8]),
        CasePlan("linchuan", "centre", .clarification(1), days: 2, q: 80...84, [90, 78, 84, 80, 26]),
        CasePlan("daoxiang", "centre", .openQuestions, days: 1, q: 66...71, [80, 60, 70, 66, 14]),
        CasePlan("luzhou", "centre", .emptyDraft, days: 6, q: 0...0, [0, 0, 0, 0, 0]),
        CasePlan("xingting", "institute", .freshReview, days: 3, q: 82...84, [90, 80, 86, 80, 28]),
        CasePlan("songtao", "centre", .submitted, days: 2, q: 70...76, [84, 66, 76, 68, 16]),
        CasePlan("huaqiao", "centre", .halfDraft, days: 4, q: 80...84, [90, 78, 86, 78, 26], isRenewal: true),
        CasePlan("shiliu", "centre", .refused, days: 64, q: 30...36, [44, 24, 36, 36, 4]),
        CasePlan("bailu", "institute", .withdrawn, days: 112, q: 56...62, [70, 50, 62, 56, 10]),
        CasePlan("zhulu", "institute", .submitted, days: 9, q: 50...56, [64, 42, 56, 52, 10], isRenewal: true),
    ]
}
