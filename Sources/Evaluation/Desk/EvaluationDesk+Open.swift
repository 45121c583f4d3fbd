public import Commons
import Rulebook

extension EvaluationDesk {
    /// Opens a case: an application that is not yet sent.
    ///
    /// `applicant` and `body` are ids of organisations; the visitor must be in the applicant. `form`: 26 of 0-9 and a-z
    /// that whoever sends it chose; the same application sent twice with it opens one case. The id of the case.
    public func openCase(
        applicant: String, body: String, rulebook id: String, community: CommunityFile, previous: String? = nil,
        form: String? = nil, by visitor: Visitor
    ) async throws -> String {
        guard let volume = shelf.offer(id) else {
            throw Refusal(.invalid, zh: "没有评价依据“\(id)”", en: "there is no rulebook '\(id)'", place: "rulebook")
        }
        try EvaluationCase.check(community, volume.rulebook)
        let policy = policy()
        let decision = policy.decide(
            visitor, EvaluationFunction.apply, on: Subject(organisations: [applicant], region: community.region))
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
        let now = surroundings.now()
        let (whole, wholeHead) = try await store.writeEvaluations { records in
            guard let own = try records.organisation(applicant), own.kind == .applicant, own.isActive else {
                throw Refusal(.invalid, zh: "没有这一申请方", en: "there is no such applicant", place: "applicant")
            }
            guard let other = try records.organisation(body), other.kind == .body, other.isActive else {
                throw Refusal(.invalid, zh: "没有这一评价机构", en: "there is no such evaluation body", place: "body")
            }
            var application = Application(
                number: "", applicant: applicant, applicantName: own.name, body: body, bodyName: other.name,
                rulebook: volume.pin, community: community, previous: previous)
            let form = form.flatMap { EvaluationDesk.isFormID($0) ? $0 : nil }
            if let form, let earlier = try opened(form, application, by: visitor, records) { return earlier }
            // What was changed before it was sent again is another application.
            let isFree = try form.map { try records.head($0) == nil } ?? false
            let caseID = isFree ? form ?? "" : surroundings.newID()
            let serial = try records.nextNumber(kind: EvaluationLifeCycle.kind, year: now.day.year)
            application.number = "\(now.day.year)-\(EvaluationDesk.padded(serial))"
            let act = Act.open(application: application)
            let entry = try CaseEntry(
                caseID: caseID, sequence: 1, id: caseID, at: now, person: visitor.person?.id, organisation: applicant,
                act)
            guard let evaluation = EvaluationCase(opening: entry, act) else {
                throw Refusal(.invalid, zh: "无法新建申报", en: "the case cannot be opened")
            }
            try shelf.keep(volume, records)
            let head = head(of: evaluation, before: nil, entry)
            try records.append(entry, head: head, assigned: [])
            try records.index(EvaluationSummary(evaluation, volume.rulebook))
            try records.announce(caseID, on: "cases")
            return (evaluation, head)
        }
        cache.keep(CaseCache.Known(evaluation: whole, head: wholeHead))
        return whole.id
    }

    private static func isFormID(_ text: String) -> Bool {
        text.utf8.count == 26 && text.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
    }

    /// The case that the same person opened with the same application under this id.
    private func opened(
        _ id: String, _ application: Application, by visitor: Visitor, _ records: any EvaluationRecords
    ) throws -> (EvaluationCase, CaseHead)? {
        guard let entry = try records.entry(of: id, id: id), entry.person == visitor.person?.id,
            case .open(var earlier) = try CanonicalJSON.decode(Act.self, entry.data)
        else { return nil }
        earlier.number = application.number
        guard earlier == application else { return nil }
        let (evaluation, head, _) = try load(id, records)
        return (evaluation, head)
    }

    static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    /// The volume that a case would move to.
    func target(of act: Act) throws -> RulebookShelf.Volume? {
        guard case .moveRulebook(let pin) = act else { return nil }
        guard let volume = shelf.offer(pin) else {
            throw Refusal(.invalid, zh: "没有这一版本", en: "there is no such edition", place: "pin")
        }
        return volume
    }

    /// Fills in what only the server can know, whatever the sender wrote there.
    func completed(
        _ act: Act, _ evaluation: EvaluationCase, _ rulebook: Rulebook, _ records: any EvaluationRecords, on day: Day
    ) throws -> Act {
        switch act {
        case .invite(let expert, _, _, let fields, let isLeader):
            guard let person = try records.person(expert), person.isActive else {
                throw Refusal(.invalid, zh: "没有这位专家", en: "there is no such expert", place: "expert")
            }
            let memberships = try records.memberships(of: expert)
            // Any tie to the applicant counts, not only the one that makes them an expert.
            let tie = memberships.first { $0.organisation.id == evaluation.application.applicant }
            guard let membership = tie ?? memberships.first(where: { $0.role == .expert }),
                memberships.contains(where: { $0.role == .expert })
            else {
                throw Refusal(
                    .invalid, zh: "\(person.name) 不是评审专家", en: "\(person.name) is not an expert", place: "expert")
            }
            return .invite(
                expert: expert, name: person.name, organisation: membership.organisation.id,
                fields: fields.isEmpty ? membership.fields : fields, isLeader: isLeader)
        case .draftReport(let words, _):
            let content = ApprovedContent(evaluation, rulebook, words: words, on: day)
            return .draftReport(words: words, digest: try content.digest)
        case .issueCertificate(_, let until):
            let serial = try records.nextNumber(kind: "certificate", year: day.year)
            return .issueCertificate(number: "ZHSQ-\(day.year)-\(EvaluationDesk.padded(serial))", until: until)
        case .addEvidence(let id, let text, let revision):
            return .addEvidence(id: id, evidence: text, revision: try stored(revision, records))
        case .reviseEvidence(let id, let revision):
            return .reviseEvidence(id: id, revision: try stored(revision, records))
        default: return act
        }
    }

    /// A revision must be a file that is here; its type and size are what was found in it, and its name is one that
    /// can be shown and saved under.
    private func stored(_ revision: Revision, _ records: any EvaluationRecords) throws -> Revision {
        guard let file = try records.file(revision.digest) else {
            throw Refusal(.missing, zh: "文件尚未上传", en: "the file has not been uploaded", place: "digest")
        }
        return Revision(
            digest: file.digest, name: FileName.cleaned(revision.name), type: file.type.rawValue, size: Int(file.size))
    }
}

extension Act {
    /// Without what the server fills in: the same for an act that is sent again.
    var asSent: Act {
        func sent(_ revision: Revision) -> Revision {
            Revision(digest: revision.digest, name: FileName.cleaned(revision.name), type: "", size: 0)
        }
        switch self {
        case .invite(let expert, _, _, _, let isLeader):
            return .invite(expert: expert, name: "", organisation: "", fields: [], isLeader: isLeader)
        case .draftReport(let words, _): return .draftReport(words: words, digest: "")
        case .issueCertificate(_, let until): return .issueCertificate(number: "", until: until)
        case .addEvidence(let id, let text, let revision):
            return .addEvidence(id: id, evidence: text, revision: sent(revision))
        case .reviseEvidence(let id, let revision): return .reviseEvidence(id: id, revision: sent(revision))
        default: return self
        }
    }
}
