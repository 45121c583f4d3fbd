public import Rulebook

extension EvaluationCase {
    /// Whose word a score rests on.
    public enum Layer: Hashable, Sendable {
        case application, review
        /// One expert's, by id.
        case visit(String)
        case consensus
    }

    /// What a layer says of each clause. An expert who says nothing of a clause leaves the review's word; what the
    /// panel did not have to settle is what all of its experts say.
    public func findings(_ layer: Layer) -> [String: Finding] {
        switch layer {
        case .application: return selfFindings.mapValues(\.record.finding)
        case .review: return reviewFindings.mapValues(\.record.finding)
        case .visit(let expert):
            let said = (visitFindings[expert] ?? [:]).filter(\.value.record.isJudged)
            return reviewFindings.merging(said) { $1 }.mapValues(\.record.finding)
        case .consensus:
            var findings = reviewFindings.mapValues(\.record.finding)
            for clause in Set(visitFindings.values.flatMap(\.keys)) {
                if let common = common(clause) { findings[clause] = common.finding }
            }
            return findings.merging(settled.mapValues(\.record.finding)) { $1 }
        }
    }

    /// What an expert says of a clause: their own word, or the review's.
    public func word(of expert: String, on clause: String) -> FindingRecord? {
        if let own = visitFindings[expert]?[clause]?.record, own.isJudged { return own }
        return reviewFindings[clause]?.record
    }

    /// What all experts say of a clause alike; nil: they diverge, or nobody says anything.
    public func common(_ clause: String) -> FindingRecord? {
        let words = judges.map { word(of: $0.expert, on: clause) }
        guard let first = words.first, let first else { return nil }
        return words.dropFirst().allSatisfy { first.agrees(with: $0) } ? first : nil
    }

    /// Clauses that the experts judge differently.
    public func divergent(_ rulebook: Rulebook) -> [String] {
        (rulebook.controls + rulebook.items).map(\.clause).filter { clause in
            let words = judges.map { word(of: $0.expert, on: clause) }
            guard let first = words.first else { return false }
            return !words.dropFirst().allSatisfy { other in
                first.map { $0.agrees(with: other) } ?? (other?.isJudged != true)
            }
        }
    }

    /// The latest layer that says something: what the case is worth as far as it has come.
    public var latestLayer: Layer {
        // Where single experts' words are hidden, what was settled is all there is of the panel's.
        if !(visitFindings.isEmpty && settled.isEmpty),
            ["report", "approval", "notice", "appeal", "decided", "certified"].contains(state)
        {
            return .consensus
        }
        return reviewFindings.isEmpty ? .application : .review
    }

    public func assessment(_ layer: Layer) -> Assessment {
        var community = Community(
            name: community.name, kind: community.kind, acceptedOn: community.acceptedOn?.day,
            operatingSince: community.operatingSince?.day)
        community.address = self.community.address
        var assessment = Assessment(
            rulebook: application.rulebook.id, community: community, appliedOn: submittedOn, findings: findings(layer))
        assessment.applicant = application.applicantName
        assessment.evaluationBody = application.bodyName
        for item in evidence where !item.isRemoved {
            for clause in item.text.clauses {
                let named = Finding.Evidence(name: item.text.title, file: "sha256:" + item.current.digest)
                assessment.findings[clause, default: Finding()].evidence.append(named)
            }
        }
        return assessment
    }

    public func score(_ layer: Layer, _ rulebook: Rulebook) -> Score {
        Scorer(rulebook).score(assessment(layer))
    }
}
