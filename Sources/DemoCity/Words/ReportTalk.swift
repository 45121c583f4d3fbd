import Commons
import Evaluation
import Rulebook

/// The words of a report, of objections and of yearly checks.
struct ReportTalk {
    private let story: Story
    private let findings: [String: Finding]

    /// - Parameter findings: what the panel came to.
    init(_ story: Story, _ findings: [String: Finding]) {
        self.story = story
        self.findings = findings
    }

    private static let strengths: [String: [String]] = [
        "infrastructure": ["市政、安防、信息设施完好，设备台账与现场一致", "出入口控制、视频监控和对讲系统运行稳定，消防联动有效"],
        "platform": ["平台集成度较高，报警响应及时，权限和加密措施到位", "数据统一入库，可按楼栋和时段取数，大屏数据与后台一致"],
        "management": ["人口、房屋、车辆档案齐全，巡检和演练有记录可查", "违停识别、访客管理与人工处置衔接顺畅"],
        "services": ["报修、缴费、家政等线上服务使用率高，居民评价较好", "养老和医疗服务与周边机构合作紧密，老人就近可得"],
        "innovation": ["创新应用贴近居民需要，问卷复核真实，值得推广", "可再生能源单独计量，充电桩实现错峰"],
    ]
    private static let advice: [String: String] = [
        "infrastructure": "结合设施维护计划，优先消除完好率和覆盖盲区方面的问题",
        "platform": "加快老系统的接口改造，减少人工导入，补齐联动策略",
        "management": "把预警处置时长纳入月度考核，定期复核档案",
        "services": "与街道、卫生服务中心续签协议，提高线上服务的可用性",
        "innovation": "选择一至两项有基础的应用做深做实，留存前后对比数据",
    ]

    var words: ReportWords {
        let failing = story.plan.failing
        let score = Scorer(story.rulebook).score(assessment)
        let grade = score.grade.grade?.title.zh
        let ranked = score.categories.sorted { $0.score > $1.score }.map(\.category)
        let lacking = score.items.filter { $0.points == .zero && Talk.all[$0.item.clause] != nil }
            .sorted {
                ($1.leverage * $1.item.maximum, $0.item.clause) < ($0.leverage * $0.item.maximum, $1.item.clause)
            }
        let problems = lacking.prefix(4).compactMap { Talk.all[$0.item.clause]?.fault }
        var dice = Dice(UInt64(story.number), story.settlement.name)
        let conclusion: String
        if let failing {
            conclusion =
                "专家组对\(story.settlement.name)进行了材料审查和现场核查。控制项 \(failing) 不满足要求，按规定不予评定等级；其余得分列于报告，供整改参考。"
        } else {
            conclusion =
                "专家组对\(story.settlement.name)进行了材料审查和现场核查，9 个控制项全部满足，总得分 \(score.q.rounded()) 分，"
                + "建议评定为\(grade ?? "基本级")。"
        }
        let strengths =
            story.plan.q.upperBound == 0
            ? "消防、安防和物业基础管理到位。"
            : ranked.prefix(2).compactMap { ReportTalk.strengths[$0.id].map { dice.pick($0) } }
                .joined(separator: "；") + "。"
        return ReportWords(
            conclusion: conclusion, strengths: strengths,
            problems: problems.enumerated().map { "\($0 + 1). \($1)。" }.joined(separator: "\n"),
            advice: ranked.suffix(2).compactMap { ReportTalk.advice[$0.id] }.joined(separator: "；") + "。")
    }

    private var assessment: Assessment {
        let day = story.today
        return Assessment(
            rulebook: story.rulebook.id,
            community: Community(
                name: story.settlement.name, kind: "urban", acceptedOn: day.adding(months: -60),
                operatingSince: day.adding(months: -48)),
            appliedOn: day, findings: findings)
    }

    static let objections: [(name: String, contact: String, text: String, answer: String)] = [
        (
            "业主 李女士", "0000-8123456", "公示说照明完好率 100%，但我们楼后的步道灯已经坏了一个多星期，请核实。",
            "经 10 日现场复核，该处灯具为施工临时断电，已恢复；核查当日完好。感谢监督，已要求物业加强夜间巡查。"
        ),
        (
            "4 号楼居民", "0000-8234567", "健康小屋的血糖仪一直没有试纸，能不能算正常提供？",
            "已核实：试纸上周断供三天，现已补足，并公示补货电话。该项认定维持。"
        ),
        (
            "王先生", "wang@example.cn", "小程序的投诉经常没人回复，评价是怎么打分的？",
            "该项按线上是否支持投诉及进度查询评定，近三个月回复率 96%。已将您反映的两件投诉转物业限期答复。"
        ),
        (
            "业主代表 赵先生", "0000-8345678", "公示期间没有在单元门口张贴，很多老人不知道。",
            "已于当日在各单元门厅补贴公示，并在服务中心设置意见箱，公示期不受影响。"
        ),
    ]

    static let checks = [
        "抽查 15 条，运行正常；消防检测和等级保护测评均在有效期内。", "平台在线率 99%，一处摄像机遮挡已当场整改。",
        "档案更新及时，居民满意度回访 60 份，满意率 91%。",
    ]
}
