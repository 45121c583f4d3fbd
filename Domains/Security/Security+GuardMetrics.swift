import Community
import Rulebook

extension Security {
    private static let fire = ["plan": ["subject": "fire"]]
    private static let inspected = ["done", "hazard", "fixed"]

    /// Patrols, intrusion, calls for help, inspections, plans.
    static let guardMetrics: [Metric] = [
        Metric(
            "patrol.points", zh: "巡查点数", en: "Checkpoints",
            meaning: Phrase(zh: "启用的巡查点数量。", en: "Those in use."),
            .count(of: Metric.Items("checkpoint", in: ["current"])), counter: Phrase(zh: "个", en: "")),
        Metric(
            "patrol.routes", zh: "巡查路线数", en: "Patrol routes",
            meaning: Phrase(zh: "启用的巡查路线数量。", en: "Those in use."),
            .count(of: Metric.Items("route", in: ["current"])), counter: Phrase(zh: "条", en: "")),
        Metric(
            "patrol.count", zh: "巡查记录数", en: "Checks",
            meaning: Phrase(zh: "有时间、地点、人员和照片的到点记录数量。", en: "Those with time, place, person and photograph."),
            .count(of: Metric.Items("check", in: ["done"])), span: 30, leastDays: 7, counter: Phrase(zh: "条", en: "")),
        Metric(
            "patrol.done", zh: "巡查到点率", en: "Checks done",
            meaning: Phrase(
                zh: "应到巡查点中实际到点的占比，并列出最低的巡查点。",
                en: "Of the points that were due, those where somebody was; the worst are told."),
            .share(
                of: Metric.Items("check", in: ["done"]), among: Metric.Items("check", in: ["done", "missed"]),
                by: "checkpoint"), span: 30, least: 10),
        Metric(
            "patrol.walked", zh: "巡查任务执行率", en: "Patrols walked",
            meaning: Phrase(zh: "应巡查的任务中没有漏巡的占比。", en: "Of the patrols that were due, those that were walked."),
            .share(
                of: Metric.Items("round", in: ["walking", "done"]),
                among: Metric.Items("round", in: ["walking", "done", "missed"]), by: "route"), span: 30, least: 10),
        Metric(
            "perimeter.guarded", zh: "周界报警覆盖率", en: "Perimeter guarded",
            meaning: Phrase(
                zh: "由周界报警设备守护的周界区段占比，未覆盖的即为盲区。", en: "Parts of it that a device guards; the rest is blind."),
            .covered(
                of: Metric.Items("space", in: ["current"], any: ["use": ["perimeter"]]), by: .init(["perimeter"]),
                through: "guards"), least: 1),
        Metric(
            "intrusion.count", zh: "入侵报警次数", en: "Intrusions",
            meaning: Phrase(zh: "周界入侵和强行开门的报警次数，演练不计。", en: "Intrusions and forced doors, drills left out."),
            .events(kinds: ["intrusion", "forced"]), span: 30, leastDays: 7, counter: Phrase(zh: "次", en: "")),
        Metric(
            "intrusion.kept", zh: "入侵报警记录保存天数", en: "Days that intrusions are kept",
            meaning: Phrase(
                zh: "入侵报警的时间、地点等信息连续保存的天数，证明没有提前清理。", en: "For how many days back they are there, none deleted early."),
            .kept(kinds: ["intrusion", "forced"])),
        Metric(
            "help.covered", zh: "求助装置覆盖率", en: "Places with help points",
            meaning: Phrase(zh: "装有报警求助装置的人员密集和事故多发区域占比。", en: "Crowded and accident-prone areas with a help point."),
            .covered(
                of: Metric.Items("space", in: ["current"], any: ["use": ["crowd", "accident"]]), by: .init(["help"])),
            least: 1),
        Metric(
            "help.in-term", zh: "求助及时响应率", en: "Calls for help answered in time",
            meaning: Phrase(zh: "求助告警在 3 分钟内有人处置的占比。", en: "Those that somebody saw to within three minutes."),
            .response(of: real("help"), to: answers, figure: .within(minutes: 3)), span: 365, least: 1),
        Metric(
            "help.answered", zh: "求助响应率", en: "Calls for help answered",
            meaning: Phrase(zh: "求助告警中已有人处置的占比。", en: "Those that somebody has seen to."),
            .share(
                of: real("help", in: ["acknowledged", "closed", "false"]), among: real("help")), span: 365, least: 1),
        Metric(
            "help.kept", zh: "求助记录保存天数", en: "Days that calls for help are kept",
            meaning: Phrase(
                zh: "求助信息连续保存的天数，证明没有提前清理。", en: "For how many days back they are there, none deleted early."),
            .kept(kinds: ["help"])),
        Metric(
            "intercom.covered", zh: "楼宇对讲覆盖率", en: "Units with an intercom",
            meaning: Phrase(zh: "装有楼宇对讲的单元占比。", en: "Those with one in use."),
            .covered(level: "unit", by: ["intercom"]), least: 1),
        Metric(
            "intercom.linked", zh: "楼宇对讲联网率", en: "Intercoms linked",
            meaning: Phrase(zh: "与监控中心联网的在用楼宇对讲占比。", en: "Those in use that are linked to the control room."),
            .fit(.init(["intercom"], .init("linked"))), span: 90, least: 1),
        Metric(
            "intercom.online", zh: "楼宇对讲在线率", en: "Intercoms online",
            meaning: Phrase(zh: "在用楼宇对讲中按时上报状态的占比。", en: "Of those in use, the ones that speak."),
            .online(models: ["intercom"]), least: 1),
        Metric(
            "home.help", zh: "住户求助报警覆盖率", en: "Homes with a call for help",
            meaning: Phrase(zh: "室内装有求助按钮或对讲的房屋占比。", en: "Those with a help point or an intercom in them."),
            .covered(level: "home", by: ["help", "intercom"]), least: 1),
        Metric(
            "inspection.count", zh: "安全检查次数", en: "Inspections",
            meaning: Phrase(zh: "已检查并留有文字和照片或视频的次数。", en: "Those done, with words and photographs or videos."),
            .count(of: Metric.Items("inspection", in: inspected)), span: 30, leastDays: 7,
            counter: Phrase(zh: "次", en: "")),
        Metric(
            "inspection.done", zh: "安全检查完成率", en: "Inspections done",
            meaning: Phrase(
                zh: "应检查的事项中已检查的占比，并列出最低的检查计划。", en: "Of those due, the ones done; the worst plans are told."),
            .share(
                of: Metric.Items("inspection", in: inspected),
                among: Metric.Items("inspection", in: inspected + ["missed"]), by: "plan"), span: 90, least: 5),
        Metric(
            "inspection.fire", zh: "消防检查完成率", en: "Fire inspections done",
            meaning: Phrase(zh: "类别为消防的检查计划中，应检查的事项已检查的占比。", en: "Of those due by plans of fire safety."),
            .share(
                of: Metric.Items("inspection", in: inspected, referring: fire),
                among: Metric.Items("inspection", in: inspected + ["missed"], referring: fire), by: "plan"), span: 90,
            least: 5),
        Metric(
            "hazard.fixed", zh: "安全隐患整改率", en: "Hazards put right",
            meaning: Phrase(zh: "检查发现的隐患中已整改的占比。", en: "Of the hazards that inspections found, those put right."),
            .share(
                of: Metric.Items("inspection", in: ["fixed"]),
                among: Metric.Items("inspection", in: ["hazard", "fixed"])), span: 180, least: 1),
        Metric(
            "plan.current", zh: "现行应急预案数", en: "Emergency plans",
            meaning: Phrase(zh: "审定发布、现行有效的应急预案数量。", en: "Those in force."),
            .count(of: Metric.Items("emergencyplan", in: ["current"])), counter: Phrase(zh: "个", en: "")),
        Metric(
            "plan.crime", zh: "治安应急预案数", en: "Plans against crime",
            meaning: Phrase(zh: "现行的治安事件应急预案数量。", en: "Those in force."),
            .count(of: Metric.Items("emergencyplan", in: ["current"], having: ["risk": "crime"])),
            counter: Phrase(zh: "个", en: "")),
        Metric(
            "plan.terror", zh: "反恐应急预案数", en: "Plans against terrorism",
            meaning: Phrase(zh: "现行的恐怖事件应急预案数量。", en: "Those in force."),
            .count(of: Metric.Items("emergencyplan", in: ["current"], having: ["risk": "terror"])),
            counter: Phrase(zh: "个", en: "")),
        Metric(
            "exercise.count", zh: "应急演练次数", en: "Emergency exercises",
            meaning: Phrase(zh: "一年内按预案组织并留有记录的演练次数。", en: "Held within a year by a plan, with a record."),
            .count(of: Metric.Items("exercise", in: ["held"])), span: 365, counter: Phrase(zh: "次", en: "")),
    ]
}
