public import Commons

/// What one may do in an evaluation.
public enum EvaluationFunction {
    public static let apply = Function("case.apply", zh: "申报", en: "apply")
    public static let read = Function("case.read", zh: "查看申报", en: "read cases")
    public static let edit = Function("case.edit", zh: "填写申报材料", en: "edit the application")
    public static let accept = Function("case.accept", zh: "受理申报", en: "accept applications")
    public static let review = Function("case.review", zh: "审查材料", en: "review documents")
    public static let panel = Function("case.panel", zh: "组建专家组", en: "put panels together")
    public static let judge = Function("case.judge", zh: "现场核查", en: "judge on site")
    public static let settle = Function("case.settle", zh: "形成专家组意见", en: "record the panel's consensus")
    public static let report = Function("case.report", zh: "起草评价报告", en: "draft reports")
    public static let approve = Function("case.approve", zh: "批准评价报告", en: "approve reports")
    public static let publish = Function("case.publish", zh: "公示与决定", en: "publish and decide")
    public static let object = Function("case.object", zh: "提出异议", en: "file objections")
    public static let appeal = Function("case.appeal", zh: "申诉", en: "appeal")
    public static let certify = Function("case.certify", zh: "发放与管理证书", en: "issue and manage certificates")
    public static let move = Function("case.move", zh: "变更评价依据版本", en: "move to another edition")
    public static let registry = Function("registry.read", zh: "查询公开名录", en: "read the public registry")
    public static let oversee = Function("region.oversee", zh: "监管总览", en: "oversee a region")
    public static let export = Function("region.export", zh: "导出数据", en: "export data")
    public static let rights = Function("policy.edit", zh: "管理权限", en: "edit the policy")
    public static let calendar = Function("calendar.edit", zh: "维护工作日历", en: "keep the work calendar")
    public static let hooks = Function.manageHooks

    public static let all = [
        apply, read, edit, accept, review, panel, judge, settle, report, approve, publish, object, appeal, certify,
        move, registry, oversee, export, .managePeople, .revealPersonal, .erasePerson, .manageOrganisations, rights,
        calendar, hooks, .readJournal,
    ]
}

extension Policy {
    /// What a fresh installation starts from; administrators change it.
    public static let standard: Policy = {
        typealias F = EvaluationFunction
        func grants(_ role: Role, _ rows: Rows, _ functions: [Function], hidden: Set<FieldGroup> = []) -> [Grant] {
            functions.map { Grant(role, $0.id, rows, hidden: hidden) }
        }
        return Policy(
            [Grant(nil, F.registry.id, .published), Grant(nil, F.object.id, .published)]
                + grants(.applicant, .organisation, [F.apply, F.edit, F.appeal])
                + grants(.applicant, .organisation, [F.read], hidden: [.findings, .experts])
                + grants(.reviewer, .organisation, [F.read, F.accept, F.review, F.panel, F.report, F.publish])
                + grants(
                    .approver, .organisation, [F.read, F.panel, F.approve, F.publish, F.certify, F.move, F.hooks])
                + grants(.expert, .assigned, [F.read, F.judge, F.settle])
                + grants(.regulator, .region, [F.oversee, F.export])
                + grants(.regulator, .region, [F.read], hidden: [.contacts])
                + grants(
                    .administrator, .all,
                    [
                        .managePeople, .revealPersonal, .erasePerson, .manageOrganisations, F.rights, F.calendar,
                        F.hooks, .readJournal,
                    ]))
    }()
}
