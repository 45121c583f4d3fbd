public import Commons
public import Rulebook

extension EvaluationCase {
    /// Whether an act can be done now; throws why not. The one check that every way of writing goes through.
    public func check(_ act: Act, _ context: ActContext) throws(Refusal) {
        if let obstacle = EvaluationLifeCycle.declaration.obstacle(to: act.name, in: state) { throw obstacle }
        guard sequence < EvaluationLimits.entries else {
            throw Refusal(.tooMany, zh: "这一案卷的记录太多", en: "this case has too many entries")
        }
        switch act {
        case .open, .accept, .adoptSelf, .adoptReview: return
        case .editCommunity(let community): try EvaluationCase.check(community, context.rulebook)
        case .saveFinding(let clause, let record):
            try known(clause, record, context.rulebook)
            try writable([clause])
        case .importFindings(let findings, let source):
            try EvaluationCase.short(source, "source", limit: EvaluationLimits.name)
            try checkImport(findings, context.rulebook)
        case .addEvidence, .reviseEvidence, .describeEvidence, .removeEvidence: try checkEvidence(act, context.rulebook)
        case .submit: try checkSubmission(context)
        case .withdraw(let reason), .refuse(let reason), .sendBack(let reason):
            try EvaluationCase.text(reason, "reason")
        case .ask, .dropQuestion, .sendQuestions, .answer, .returnAnswers, .saveReview, .closeReview:
            try checkReview(act, context)
        case .invite, .dismiss, .declare, .startVisit, .saveVisit, .finishVisit, .settle, .closePanel:
            try checkPanel(act, context)
        case .draftReport, .approve, .publish, .object, .answerObjection, .appeal, .decideAppeal, .decide:
            try checkReport(act, context)
        case .issueCertificate, .suspendCertificate, .resumeCertificate, .revokeCertificate, .checkCertificate:
            try checkCertificate(act, context)
        case .moveRulebook(let pin):
            guard pin != application.rulebook else {
                throw Refusal(.invalid, zh: "已是这一版本", en: "the case is on this edition already", place: "pin")
            }
        }
    }

    // MARK: Pieces that many checks share

    /// Something that has to be said, within its limit.
    static func text(_ text: String, _ place: String, limit: Int = EvaluationLimits.text) throws(Refusal) {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(.invalid, zh: "请填写内容", en: "please write something", place: place)
        }
        try short(text, place, limit: limit)
    }

    static func short(_ text: String, _ place: String, limit: Int = EvaluationLimits.text) throws(Refusal) {
        guard text.count <= limit else {
            throw Refusal(
                .invalid, zh: "太长：\(text.count) 字，最多 \(limit) 字", en: "too long: \(text.count) of \(limit) characters",
                place: place)
        }
        // Other control characters cannot be shown, and a database may refuse them.
        guard !text.unicodeScalars.contains(where: { $0.value < 32 && ![9, 10, 13].contains($0.value) }) else {
            throw Refusal(.invalid, zh: "含有控制字符", en: "contains control characters", place: place)
        }
    }

    @discardableResult
    func item(_ clause: String, _ rulebook: Rulebook) throws(Refusal) -> Item {
        guard let item = rulebook.item(clause) else {
            throw Refusal(
                .invalid, zh: "没有条款“\(clause.prefix(40))”", en: "no clause '\(clause.prefix(40))'", place: "clause")
        }
        return item
    }

    func known(_ clause: String, _ record: FindingRecord, _ rulebook: Rulebook) throws(Refusal) {
        let item = try item(clause, rulebook)
        try EvaluationCase.short(record.finding.remark, clause)
        guard record.finding.words.count <= EvaluationLimits.words else {
            throw Refusal(.tooLarge, zh: "条款 \(clause) 的内容太多", en: "too much is said of \(clause)", place: clause)
        }
        for word in record.finding.words { try EvaluationCase.short(word, clause, limit: EvaluationLimits.name) }
        guard record.finding.observation == nil || !record.finding.isNotApplicable else {
            throw Refusal(
                .invalid, zh: "“不适用”不能与其他认定同时出现", en: "not applicable excludes any other finding", place: clause)
        }
        guard record.finding.observation.map({ item.rule.accepts($0) }) ?? true else {
            throw Refusal(
                .invalid, zh: "认定与条款 \(clause) 的评分方式不符", en: "the finding does not fit the rule of \(clause)",
                place: clause)
        }
        if record.finding.isNotApplicable, item.notApplicable == .refused {
            throw Refusal(
                .invalid, zh: "条款 \(clause) 不允许“不适用”", en: "\(clause) cannot be left out as not applicable",
                place: clause)
        }
    }

    /// During a clarification only what was asked about can change.
    private func writable(_ clauses: [String]) throws(Refusal) {
        guard state == "clarification" else { return }
        if let other = clauses.first(where: { !asked.contains($0) }) {
            throw Refusal(
                .locked, zh: "补正阶段只能修改被提问的条款，\(other) 不在其中",
                en: "only clauses that were asked about can change now; \(other) is not one of them", place: other)
        }
    }

    static func check(_ community: CommunityFile, _ rulebook: Rulebook) throws(Refusal) {
        try text(community.name, "name", limit: EvaluationLimits.name)
        try short(community.address, "address", limit: EvaluationLimits.name)
        try short(community.contactName, "contactName", limit: EvaluationLimits.name)
        try short(community.contactPhone, "contactPhone", limit: 40)
        guard community.region.count <= 12, community.region.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            throw Refusal(.invalid, zh: "行政区划代码应为数字", en: "a region is a code of digits", place: "region")
        }
        if let kind = community.kind, !["urban", "rural"].contains(kind) {
            throw Refusal(.invalid, zh: "社区类别应为 urban 或 rural", en: "the kind is urban or rural", place: "kind")
        }
        guard (0...1_000_000).contains(community.households ?? 0) else {
            throw Refusal(.invalid, zh: "户数应在 0 到 1000000 之间", en: "households: 0 to 1,000,000", place: "households")
        }
        guard (-180_000_000...180_000_000).contains(community.longitude ?? 0),
            (-90_000_000...90_000_000).contains(community.latitude ?? 0)
        else { throw Refusal(.invalid, zh: "经纬度超出范围", en: "no such place on earth", place: "longitude") }
    }

    private func checkImport(_ findings: [String: FindingRecord], _ rulebook: Rulebook) throws(Refusal) {
        guard findings.count <= EvaluationLimits.findings else {
            throw Refusal(
                .tooLarge, zh: "一次最多导入 \(EvaluationLimits.findings) 条认定",
                en: "at most \(EvaluationLimits.findings) findings at once",
                place: "findings")
        }
        for (clause, record) in findings.sorted(by: { $0.key < $1.key }) { try known(clause, record, rulebook) }
    }

    private func checkEvidence(_ act: Act, _ rulebook: Rulebook) throws(Refusal) {
        switch act {
        case .addEvidence(let id, let text, let revision):
            guard !evidence.contains(where: { $0.id == id }) else {
                throw Refusal(.conflict, zh: "这一材料已经有了", en: "there is such evidence already", place: "id")
            }
            guard evidence.count < EvaluationLimits.evidence else {
                throw Refusal(.tooMany, zh: "证明材料太多", en: "too much evidence")
            }
            try EvaluationCase.text(id, "id", limit: 64)
            try describe(text, rulebook)
            try EvaluationCase.check(revision)
        case .reviseEvidence(let id, let revision):
            let old = try existing(id)
            try writable(old.text.clauses.filter { !asked.contains($0) }.isEmpty ? [] : old.text.clauses)
            guard old.uploads.count < EvaluationLimits.revisions else {
                throw Refusal(.tooMany, zh: "修订次数太多", en: "too many revisions")
            }
            try EvaluationCase.check(revision)
        case .describeEvidence(let id, let text):
            try writable(try existing(id).text.clauses)
            try describe(text, rulebook)
        case .removeEvidence(let id, let reason):
            try writable(try existing(id).text.clauses)
            try EvaluationCase.text(reason, "reason")
        default: break
        }
    }

    private func existing(_ id: String) throws(Refusal) -> Evidence {
        guard let item = evidence.first(where: { $0.id == id }), !item.isRemoved else {
            throw Refusal(.missing, zh: "没有这一证明材料", en: "there is no such evidence", place: "id")
        }
        return item
    }

    private func describe(_ text: EvidenceText, _ rulebook: Rulebook) throws(Refusal) {
        try EvaluationCase.text(text.title, "title", limit: EvaluationLimits.name)
        guard !text.clauses.isEmpty, Set(text.clauses).count == text.clauses.count else {
            throw Refusal(.invalid, zh: "请选择所证明的条款，每条一次", en: "name the clauses it proves, each once", place: "clauses")
        }
        for clause in text.clauses { try item(clause, rulebook) }
        try writable(text.clauses)
        if let from = text.effectiveOn, let to = text.expiresOn, to.day < from.day {
            throw Refusal(.invalid, zh: "失效日期早于生效日期", en: "it expires before it takes effect", place: "expiresOn")
        }
    }

    private static func check(_ revision: Revision) throws(Refusal) {
        try text(revision.name, "name", limit: EvaluationLimits.name)
        let isDigest = revision.digest.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        guard revision.digest.utf8.count == 64, isDigest, revision.size > 0 else {
            throw Refusal(.invalid, zh: "文件摘要不正确", en: "not a SHA-256", place: "digest")
        }
    }

    /// 5.1.1 and 5.1.2, and an answer to every control item with what proves it.
    private func checkSubmission(_ context: ActContext) throws(Refusal) {
        let missing = obstaclesToSubmission(context.rulebook, on: context.today)
        guard missing.isEmpty else {
            throw Refusal(
                .invalid, zh: "还不能提交，有 \(missing.count) 处需要补齐", en: "not ready: \(missing.count) things are missing",
                details: missing)
        }
    }

    /// What still stands between a draft and its submission on a day.
    public func obstaclesToSubmission(_ rulebook: Rulebook, on day: Day) -> [Refusal.Detail] {
        var assessment = assessment(.application)
        assessment.appliedOn = day
        var missing: [Refusal.Detail] = rulebook.conditions.compactMap { condition in
            let (isMet, reason) = condition.judge(assessment.community, appliedOn: day)
            return isMet ? nil : Refusal.Detail(condition.clause, reason)
        }
        if community.region.isEmpty {
            missing.append(Refusal.Detail("region", Phrase(zh: "请选择所在区", en: "choose the district")))
        }
        for item in rulebook.controls {
            if selfFindings[item.clause]?.record.isJudged != true {
                missing.append(Refusal.Detail(item.clause, Phrase(zh: "控制项尚未自评", en: "the control item is not judged")))
            }
            if evidence(for: item.clause).isEmpty {
                missing.append(
                    Refusal.Detail(item.clause, Phrase(zh: "控制项没有证明材料", en: "the control item has no evidence")))
            }
        }
        return missing
    }
}

extension Finding {
    /// What somebody may have written in their own words, besides the remark.
    fileprivate var words: [String] {
        let checked = checks.map(\.id)
        switch observation {
        case .count(let seen): return checked + seen.present
        case .entries(let entries): return checked + entries.flatMap { [$0.name, $0.kind] }
        default: return checked
        }
    }
}
