import Evaluation
import Rulebook

extension Story {
    private func inviting(_ login: String, isLeader: Bool = false) -> Beat.Move {
        // The server knows who they are.
        .act(reviewer, .invite(expert: login, name: "", organisation: "", fields: [], isLeader: isLeader))
    }

    private func declaring(_ login: String) -> Beat.Move {
        .act(login, .declare(hasConflict: false, reason: "与申请方及本项目无利益关系"))
    }

    /// Invitations and declarations; in every fourth case somebody has an interest and is replaced.
    mutating func panelling() -> [Beat] {
        var beats = [Beat(3, panel.enumerated().map { inviting($1, isLeader: $0 == 0) })]
        let conflicted = panel[2]
        let spare =
            ["expert1", "expert2", "expert3", "expert4", "expert5", "expert8"].first { !panel.contains($0) } ?? ""
        let reason = "曾参与本社区弱电改造方案的咨询，申请回避。"
        let declared = Beat.Move.act(conflicted, .declare(hasConflict: true, reason: reason))
        if plan.ending == .panel {
            // One has an interest, one has not said anything yet.
            return beats + [Beat(2, [declaring(panel[0]), declared, declaring(panel[1])])]
        }
        if number % 4 == 3, !spare.isEmpty {
            beats.append(Beat(2, panel.filter { $0 != conflicted }.map(declaring) + [declared]))
            beats.append(
                Beat(
                    1,
                    [
                        .act(reviewer, .dismiss(expert: conflicted, reason: "专家申报利益关系，按规定回避。")), inviting(spare),
                    ]))
            beats.append(Beat(2, [declaring(spare)]))
        } else {
            beats.append(Beat(2, panel.map(declaring)))
        }
        return beats
    }

    /// Who judges, after somebody was replaced.
    private var judges: [String] {
        guard number % 4 == 3, plan.ending != .panel else { return panel }
        let spare = ["expert1", "expert2", "expert3", "expert4", "expert5", "expert8"].first { !panel.contains($0) }
        return panel.map { $0 == panel[2] ? spare ?? $0 : $0 }
    }

    /// Two days on site.
    func visiting() -> [Beat] {
        var beats = [Beat(5, [.start(reviewer)])]
        let logins = judges
        for (index, login) in logins.enumerated() {
            let changes = layers.visits[index].map {
                Beat.Move.act(login, .saveVisit(clause: $0.clause, finding: $0.record, reason: $0.reason))
            }
            if plan.ending == .site, index >= 2 {
                // The third is in the middle of it, the others have not begun.
                if index == 2 { beats.append(Beat(1, Array(changes.prefix(2)))) }
                continue
            }
            beats.append(Beat(index % 2, changes + [.act(login, .adoptReview), .act(login, .finishVisit)]))
        }
        return beats
    }

    /// Consensus on what the experts judge differently.
    mutating func settling() -> [Beat] {
        let leader = panel[0]
        let settled = layers.settled.map {
            Beat.Move.act(leader, .settle(clause: $0.clause, finding: $0.record, reason: $0.reason))
        }
        return [Beat(2, settled), Beat(1, [.act(leader, .closePanel)])]
    }
}
