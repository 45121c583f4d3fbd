public import Commons

/// The life cycle of an evaluation (5.1.4): application, review of documents, experts on site, report, grade.
public enum EvaluationLifeCycle {
    public static let kind = "evaluation"

    public static let states: [LifeCycle.State] = [
        .init("draft", zh: "填报", en: "Draft"),
        .init("submitted", zh: "待受理", en: "Submitted", term: 5),
        .init("refused", zh: "不予受理", en: "Refused", isFinal: true),
        .init("withdrawn", zh: "已撤回", en: "Withdrawn", isFinal: true),
        .init("review", zh: "材料审查", en: "Review", term: 20),
        .init("clarification", zh: "补正说明", en: "Clarification", term: 10),
        .init("panel", zh: "组建专家组", en: "Panel", term: 10),
        .init("site", zh: "现场核查", en: "Site visit", term: 15),
        .init("consensus", zh: "专家合议", en: "Consensus", term: 5),
        .init("report", zh: "起草报告", en: "Report", term: 10),
        .init("approval", zh: "内部批准", en: "Approval", term: 5),
        .init("notice", zh: "公示", en: "Public notice"),
        .init("appeal", zh: "申诉处理", en: "Appeal", term: 10),
        .init("decided", zh: "已决定", en: "Decided", term: 5),
        .init("certified", zh: "已发证", en: "Certified"),
    ]

    /// The way a case goes when nothing holds it up.
    public static let path = [
        "draft", "submitted", "review", "panel", "site", "consensus", "report", "approval", "notice", "decided",
        "certified",
    ]

    /// States in which the public may see a case and its grade.
    public static let published: Set<String> = ["notice", "appeal", "decided", "certified"]

    private static let beforeReport = ["draft", "submitted", "review", "clarification", "panel", "site", "consensus"]

    public static let acts: [LifeCycle.Act] = {
        typealias F = EvaluationFunction
        return [
            .init("open", zh: "新建申报", en: "Open", in: [], function: F.apply),
            .init("editCommunity", zh: "修改社区档案", en: "Edit the community file", in: ["draft"], function: F.edit),
            .init("saveFinding", zh: "填写自评", en: "Save a self-assessment", in: writable, function: F.edit),
            .init("importFindings", zh: "导入自评", en: "Import a self-assessment", in: ["draft"], function: F.edit),
            .init("addEvidence", zh: "上传证明材料", en: "Add evidence", in: writable, function: F.edit),
            .init("reviseEvidence", zh: "更新证明材料", en: "Revise evidence", in: writable, function: F.edit),
            .init("describeEvidence", zh: "修改证明材料说明", en: "Describe evidence", in: writable, function: F.edit),
            .init("removeEvidence", zh: "移除证明材料", en: "Remove evidence", in: writable, function: F.edit),
            .init("submit", zh: "提交申报", en: "Submit", in: ["draft"], function: F.edit),
            .init("withdraw", zh: "撤回申报", en: "Withdraw", in: beforeReport, function: F.edit),
            .init("accept", zh: "受理", en: "Accept", in: ["submitted"], function: F.accept),
            .init("refuse", zh: "不予受理", en: "Refuse", in: ["submitted"], function: F.accept),
            .init("ask", zh: "提出问题", en: "Ask", in: ["review"], function: F.review),
            .init("dropQuestion", zh: "收回问题", en: "Drop a question", in: ["review"], function: F.review),
            .init("sendQuestions", zh: "发出补正通知", en: "Send the questions", in: ["review"], function: F.review),
            .init("answer", zh: "答复问题", en: "Answer", in: ["clarification"], function: F.edit),
            .init("returnAnswers", zh: "提交补正", en: "Return the answers", in: ["clarification"], function: F.edit),
            .init("saveReview", zh: "填写审查认定", en: "Save a review finding", in: ["review"], function: F.review),
            .init(
                "adoptSelf", zh: "采纳其余自评", en: "Adopt the remaining self-assessment", in: ["review"],
                function: F.review),
            .init("closeReview", zh: "结束材料审查", en: "Close the review", in: ["review"], function: F.review),
            .init("invite", zh: "邀请专家", en: "Invite an expert", in: ["panel"], function: F.panel),
            .init("dismiss", zh: "移出专家", en: "Remove an expert", in: ["panel", "site"], function: F.panel),
            .init("declare", zh: "申报利益关系", en: "Declare interests", in: ["panel"], function: F.judge),
            .init("startVisit", zh: "开始现场核查", en: "Start the visit", in: ["panel"], function: F.panel),
            .init("saveVisit", zh: "填写现场认定", en: "Save a site finding", in: ["site"], function: F.judge),
            .init(
                "adoptReview", zh: "其余采纳审查认定", en: "Adopt the remaining review findings", in: ["site"],
                function: F.judge),
            .init("finishVisit", zh: "完成现场核查", en: "Finish the visit", in: ["site"], function: F.judge),
            .init("settle", zh: "记录合议结果", en: "Settle a clause", in: ["consensus"], function: F.settle),
            .init("closePanel", zh: "结束合议", en: "Close the panel", in: ["consensus"], function: F.settle),
            .init("draftReport", zh: "提交报告草案", en: "Draft the report", in: ["report"], function: F.report),
            .init("sendBack", zh: "退回修改", en: "Send back", in: ["approval"], function: F.approve),
            .init(
                "approve", zh: "批准", en: "Approve", in: ["approval"],
                function: F.approve, isGrave: true),
            .init("publish", zh: "发布公示", en: "Publish", in: ["approval"], function: F.publish),
            .init("object", zh: "提出异议", en: "Object", in: ["notice"], function: F.object),
            .init("answerObjection", zh: "答复异议", en: "Answer an objection", in: ["notice"], function: F.publish),
            .init("appeal", zh: "申诉", en: "Appeal", in: ["notice"], function: F.appeal),
            .init("decideAppeal", zh: "处理申诉", en: "Decide an appeal", in: ["appeal"], function: F.approve),
            .init("decide", zh: "作出决定", en: "Decide", in: ["notice"], function: F.publish),
            .init(
                "issueCertificate", zh: "发放证书", en: "Issue the certificate", in: ["decided"],
                function: F.certify, isGrave: true),
            .init(
                "suspendCertificate", zh: "暂停证书", en: "Suspend the certificate", in: ["certified"],
                function: F.certify, isGrave: true),
            .init(
                "resumeCertificate", zh: "恢复证书", en: "Resume the certificate", in: ["certified"],
                function: F.certify, isGrave: true),
            .init(
                "revokeCertificate", zh: "撤销证书", en: "Revoke the certificate", in: ["certified"],
                function: F.certify, isGrave: true),
            .init("checkCertificate", zh: "年度检查", en: "Annual check", in: ["certified"], function: F.certify),
            .init(
                "moveRulebook", zh: "变更评价依据版本", en: "Move to another edition", in: beforeReport,
                function: F.move),
        ]
    }()

    /// Where the applicant writes: freely as a draft, and what was asked for during a clarification.
    private static let writable = ["draft", "clarification"]

    /// Whether an act takes a fresh proof of who does it.
    public static func isGrave(_ act: String) -> Bool { declaration.act(act)?.isGrave ?? false }

    public static let declaration = LifeCycle(states: states, acts: acts)
}
