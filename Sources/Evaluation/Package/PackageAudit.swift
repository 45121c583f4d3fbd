public import Commons
import Rulebook
import RulebookFiles

extension CasePackage {
    /// Computes everything anew: hashes, proofs, signatures, acts, findings, scores, and what was approved.
    /// - Parameter trusted: keys known from elsewhere; nil: whoever reads the report compares the keys' ids.
    public func verify(trusting trusted: [TrustedKey]? = nil) -> PackageReport {
        var audit = PackageAudit(package: self, trusted: trusted)
        do {
            try audit.run()
        } catch let refusal as Refusal {
            audit.report.fault = refusal
        } catch {
            audit.report.fault = CasePackage.unsound("file", zh: "无法读取：\(error)", en: "cannot be read: \(error)")
        }
        return audit.report
    }

    /// The case that the acts make; for a package that is sound.
    func folded() throws -> EvaluationCase {
        guard let evaluation = try EvaluationCase.folding(acts.map(\.entry)) else {
            throw CasePackage.unsound(Name.acts, zh: "没有操作", en: "there are no acts")
        }
        return evaluation
    }
}

/// One check of a package, step by step.
struct PackageAudit {
    let package: CasePackage
    let trusted: [TrustedKey]?
    var report: PackageReport
    private var acts: [Act] = []
    private var rulebooks: [String: Rulebook] = [:]
    /// The state after an act, as a journal tells it.
    private var told: [Int: String] = [:]

    init(package: CasePackage, trusted: [TrustedKey]?) {
        self.package = package
        self.trusted = trusted
        report = PackageReport(caseID: package.caseID, number: package.number)
    }

    mutating func run() throws {
        report.add(
            package.segments.count + package.rulebooks.count + package.evidence.count + 2,
            zh: "个文件与清单相符，写法规范，没有多余的字节", en: "files are what the manifest says, in the one form that they can have")
        try readActs()
        try journals()
        try editions()
        try evidence()
        try replay()
    }

    private static func unsound(_ place: String, zh: String, en: String) -> Refusal {
        CasePackage.unsound(place, zh: zh, en: en)
    }

    // MARK: Acts

    private mutating func readActs() throws {
        let names = CasePackage.Name.self
        guard EvaluationDesk.isID(package.caseID), !package.acts.isEmpty,
            package.acts.count <= EvaluationLimits.entries + 1
        else { throw Self.unsound(names.acts, zh: "没有可用的操作", en: "there are no acts to speak of") }
        var (ids, last) = (Set<String>(), Instant(milliseconds: 0))
        for (index, salted) in package.acts.enumerated() {
            let entry = salted.entry
            let words = [entry.id, entry.act] + [entry.person, entry.organisation].compactMap { $0 }
            guard entry.sequence == index + 1, words.allSatisfy(EvaluationDesk.isID), ids.insert(entry.id).inserted,
                entry.at.isPlausible, entry.at >= last,
                let act = try? CanonicalJSON.decode(Act.self, entry.data), act.name == entry.act
            else { throw Self.wrong(index + 1, zh: "无法读取", en: "cannot be read") }
            last = entry.at
            acts.append(act)
        }
        report.add(acts.count, zh: "项操作齐全、有序、可读", en: "acts are there in their order and can be read")
    }

    private static func wrong(_ sequence: Int, zh: String, en: String) -> Refusal {
        unsound("act/\(sequence)", zh: "第 \(sequence) 项操作：\(zh)", en: "act \(sequence): \(en)")
    }

    // MARK: Journals

    private mutating func journals() throws {
        var (next, entries, names) = (1, 0, 0)
        for segment in package.segments {
            guard segment.first == next, segment.last >= next, segment.last <= acts.count else {
                throw Self.unsound("segments", zh: "日志没有覆盖全部操作", en: "the journals do not cover all acts")
            }
            let sound = try segment.proof.check(trusting: trusted)
            try compare(segment, sound)
            try parties(segment, sound)
            report.journals.append(
                PackageReport.Journal(
                    first: segment.first, last: segment.last, checkpoint: sound.checkpoint, keys: sound.keys,
                    isTrusted: trusted != nil))
            next = segment.last + 1
            entries += sound.contents.count
            names += segment.parties.people.count + segment.parties.organisations.count
        }
        guard next == acts.count + 1 else {
            throw Self.unsound("segments", zh: "日志没有覆盖全部操作", en: "the journals do not cover all acts")
        }
        report.add(
            entries, zh: "条日志在已签名的日志中，每项操作与日志所记一致",
            en: "entries are in the journals that were signed, and each act is what they say")
        report.add(names, zh: "个人员与单位名称有日志为证", en: "names of people and organisations are vouched for by the journals")
    }

    /// What a journal says of each act is what the act is; nothing is proved that says nothing here.
    private mutating func compare(_ segment: CaseSegment, _ sound: JournalProof.Sound) throws {
        var images: [String: [String: JournalValue]] = [:]
        let prefix = "\(CaseEntry.table)/\(package.caseID)/"
        for (sequence, content) in sound.contents.sorted(by: { $0.key < $1.key }) {
            guard content.on == "case/\(package.caseID)" else {
                throw Self.unsound(
                    "journal", zh: "日志第 \(sequence) 条属于别的对象", en: "entry \(sequence) is of something else")
            }
            for case (let key, let image?) in content.rows ?? [:] where key.hasPrefix(prefix) { images[key] = image }
            if case .number(let last)? = content.rows?["case_head/\(package.caseID)"]??["sequence"],
                case .text(let state)? = content.rows?["case_head/\(package.caseID)"]??["state"]
            {
                told[Int(clamping: last)] = state
            }
        }
        for salted in package.acts[(segment.first - 1)..<segment.last] {
            guard let image = images[salted.key] else {
                throw Self.wrong(salted.entry.sequence, zh: "日志中没有", en: "the journal does not tell it")
            }
            guard image == salted.image else {
                throw Self.wrong(salted.entry.sequence, zh: "与日志所记不符", en: "it is not what the journal says")
            }
        }
    }

    private func parties(_ segment: CaseSegment, _ sound: JournalProof.Sound) throws {
        let parties = segment.parties
        let referred = CaseParties.referred(
            by: (segment.first...segment.last).map { (acts[$0 - 1], package.acts[$0 - 1].entry) })
        let texts = parties.people.values + parties.organisations.values.flatMap { [$0.name, $0.region] }
        let ids = Set(parties.people.keys).union(parties.organisations.keys)
        guard referred.people.isSuperset(of: parties.people.keys), ids.allSatisfy(EvaluationDesk.isID),
            referred.organisations.isSuperset(of: parties.organisations.keys),
            texts.allSatisfy({ (try? EvaluationCase.short($0, "name", limit: EvaluationLimits.name * 2)) != nil })
        else { throw Self.unsound("parties", zh: "人员与单位名单不对", en: "the names are not those of the acts") }
        let details = try segment.details(salt: package.acts[segment.first - 1].salt)
        let note = JournalContent.Note(act: CaseSegment.note, details: details)
        guard sound.contents.values.contains(where: { $0.notes?.contains(note) ?? false }) else {
            throw Self.unsound(
                "parties", zh: "人员与单位名称不是日志所记的", en: "the names are not those that the journal vouches for")
        }
    }

    // MARK: Editions and evidence

    private mutating func editions() throws {
        let pins = CasePackage.pins(acts)
        guard Set(pins.map(\.digest)) == Set(package.rulebooks.keys) else {
            throw Self.unsound("rulebooks", zh: "评价依据不全或多余", en: "the editions are not those that the case names")
        }
        for pin in pins {
            let place = CasePackage.Name.rulebook(pin.digest)
            let folder = CasePackage.folder(pin.id, package.rulebooks[pin.digest] ?? [:])
            guard RulebookShelf.digest(folder) == pin.digest else {
                throw Self.unsound(place, zh: "评价依据的内容与摘要不符", en: "the edition is not what its digest says")
            }
            guard let rulebook = rulebooks[pin.digest] ?? RulebookReader.read(folder).rulebook, rulebook.id == pin.id,
                rulebook.edition == pin.edition
            else { throw Self.unsound(place, zh: "评价依据无法读取", en: "the edition cannot be read") }
            rulebooks[pin.digest] = rulebook
        }
        report.add(rulebooks.count, zh: "版评价依据完整可读", en: "editions of the standard are whole and can be read")
    }

    private mutating func evidence() throws {
        let revisions = CasePackage.revisions(acts)
        guard Set(revisions.keys) == Set(package.evidence.map(\.digest)) else {
            throw Self.unsound("evidence", zh: "证明材料不全或多余", en: "the evidence is not that which the acts name")
        }
        for file in package.evidence where Int64(revisions[file.digest]?.size ?? -1) != file.size {
            throw Self.unsound(
                CasePackage.Name.evidence(file.digest), zh: "证明材料的大小不符", en: "a file of evidence has another size")
        }
        report.add(package.evidence.count, zh: "个证明材料文件与其摘要相符", en: "files of evidence are what their digests say")
    }

    // MARK: The case

    private mutating func replay() throws {
        var counts = (findings: 0, digests: 0, states: 0)
        var current: EvaluationCase?
        for (act, salted) in zip(acts, package.acts) {
            let entry = salted.entry
            do {
                if let evaluation = current {
                    try check(act, entry, evaluation, &counts)
                    current?.apply(act, entry)
                } else {
                    current = try opened(act, entry)
                }
            } catch let refusal as Refusal {
                throw Self.wrong(entry.sequence, zh: refusal.reason.zh, en: refusal.reason.en)
            }
            if let state = told[entry.sequence] {
                guard state == current?.state else {
                    throw Self.wrong(
                        entry.sequence, zh: "引出的阶段与日志不符", en: "it leads to another state than the journal says")
                }
                counts.states += 1
            }
        }
        guard let evaluation = current, let rulebook = rulebooks[evaluation.application.rulebook.digest] else {
            throw Self.unsound(CasePackage.Name.acts, zh: "案卷不完整", en: "the case is not complete")
        }
        guard evaluation.number == package.number else {
            throw Self.unsound(CasePackage.Name.manifest, zh: "案卷编号不符", en: "the manifest has another number")
        }
        (report.community, report.state) = (evaluation.community.name, evaluation.state)
        report.add(
            counts.states, zh: "次阶段变化与日志一致，每项操作在当时是允许的",
            en: "states are as the journals say, and each act was possible then")
        report.add(counts.findings, zh: "项认定符合其条款的评分方式", en: "findings fit the rules of their clauses")
        report.add(
            counts.digests, zh: "处报告、批准与发证的内容摘要、得分和等级经重新计算一致",
            en: "reports, approvals and certificates say what is computed anew")
        score(evaluation, rulebook)
    }

    private func opened(_ act: Act, _ entry: CaseEntry) throws -> EvaluationCase {
        guard case .open(let application) = act, let evaluation = EvaluationCase(opening: entry, act),
            let rulebook = rulebooks[application.rulebook.digest]
        else { throw Self.unsound("act/1", zh: "不是新建申报", en: "does not open a case") }
        try EvaluationCase.check(application.community, rulebook)
        try EvaluationCase.text(application.number, "number", limit: 64)
        for name in [application.applicantName, application.bodyName] {
            try EvaluationCase.short(name, "name", limit: EvaluationLimits.name * 2)
        }
        let ids = [application.applicant, application.body] + [application.previous].compactMap { $0 }
        guard ids.allSatisfy(EvaluationDesk.isID) else {
            throw Self.unsound("act/1", zh: "单位编号不正确", en: "ids that are none")
        }
        return evaluation
    }

    private mutating func check(
        _ act: Act, _ entry: CaseEntry, _ evaluation: EvaluationCase,
        _ counts: inout (findings: Int, digests: Int, states: Int)
    ) throws {
        guard let rulebook = rulebooks[evaluation.application.rulebook.digest] else {
            throw Self.unsound("rulebooks", zh: "缺少评价依据", en: "an edition is missing")
        }
        let person = entry.person.map { Person(id: $0, name: $0, login: $0) }
        let context = ActContext(rulebook: rulebook, person: person, organisations: [], today: entry.at.day)
        switch act {
        case .publish:
            // How long a notice has to be open depends on a calendar that is not in the package.
            if let obstacle = EvaluationLifeCycle.declaration.obstacle(to: act.name, in: evaluation.state) {
                throw obstacle
            }
            guard evaluation.approvals.count >= EvaluationCase.approvalsNeeded else {
                throw Refusal(.invalid, zh: "批准不足", en: "approvals are missing")
            }
        default: try evaluation.check(act, context)
        }
        switch act {
        case .importFindings(let findings, _): counts.findings += findings.count
        case .saveFinding, .saveReview, .saveVisit, .settle: counts.findings += 1
        case .draftReport(let words, let digest):
            guard try ApprovedContent(evaluation, rulebook, words: words, on: entry.at.day).digest == digest else {
                throw Refusal(.invalid, zh: "报告内容与重新计算的不同", en: "the report is not what is computed anew")
            }
            counts.digests += 1
        case .approve, .issueCertificate: counts.digests += 1
        case .addEvidence(_, _, let revision), .reviseEvidence(_, let revision):
            guard FileRecord.isDigest(revision.digest) else {
                throw Refusal(.invalid, zh: "证明材料的摘要不正确", en: "a digest that is none")
            }
        default: break
        }
    }

    private mutating func score(_ evaluation: EvaluationCase, _ rulebook: Rulebook) {
        var layers: [(EvaluationCase.Layer, String, Phrase)] = [
            (.application, "application", Phrase(zh: "自评", en: "Self-assessment"))
        ]
        if !evaluation.reviewFindings.isEmpty {
            layers.append((.review, "review", Phrase(zh: "审查认定", en: "Review")))
        }
        for expert in evaluation.visitFindings.keys.sorted() {
            let name = evaluation.panelist(expert)?.name ?? expert
            layers.append((.visit(expert), "visit/\(expert)", Phrase(zh: "现场认定（\(name)）", en: "Site visit (\(name))")))
        }
        if !evaluation.visitFindings.isEmpty || !evaluation.settled.isEmpty {
            layers.append((.consensus, "consensus", Phrase(zh: "合议", en: "Consensus")))
        }
        for (layer, id, title) in layers {
            let score = evaluation.score(layer, rulebook)
            let grade = score.grade.grade
            report.layers.append(
                PackageReport.Layer(
                    id: id, title: title, findings: evaluation.findings(layer).count, q: score.q, grade: grade?.title,
                    gradeID: grade?.id))
        }
        report.add(layers.count, zh: "层认定的得分与等级已重新计算", en: "layers were scored and graded anew")
    }
}
