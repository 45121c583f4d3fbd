import Evaluation
import Rulebook

extension Story {
    private func approver(_ index: Int) -> String { Cast.approver(of: plan.body, index) }

    private var draft: Beat.Move {
        .act(reviewer, .draftReport(words: ReportTalk(self, layers.truth).words, digest: ""))
    }

    /// The draft after an appeal.
    private var newDraft: Beat.Move {
        var findings = layers.truth
        if let reversal = layers.reversal { findings[reversal.clause] = reversal.record.finding }
        return .act(reviewer, .draftReport(words: ReportTalk(self, findings).words, digest: ""))
    }

    /// Draft and approvals; every fifth report comes back once.
    mutating func reporting() -> [Beat] {
        var beats = [Beat(5, [draft])]
        if number % 5 == 0 {
            let reason = "结论与存在问题第 2 条表述不一致，请核对后重新提交。"
            beats += [Beat(2, [.act(approver(0), .sendBack(reason: reason))]), Beat(2, [draft])]
        }
        if plan.ending == .approval(0) { return beats }
        beats.append(Beat(2, [.approve(approver(0))]))
        if plan.ending == .approval(1) { return beats }
        beats.append(Beat(1, [.approve(approver(1)), .publish(reviewer, days: 10)]))
        return beats
    }

    private func object(_ index: Int) -> Beat.Move {
        let objection = ReportTalk.objections[(number + index) % ReportTalk.objections.count]
        return .act("", .object(name: objection.name, contact: objection.contact, text: objection.text))
    }

    private func answer(_ number: Int) -> Beat.Move {
        let text = ReportTalk.objections[(self.number + number - 1) % ReportTalk.objections.count].answer
        return .act(reviewer, .answerObjection(number: number, text: text, isUpheld: false))
    }

    private var appealed: String {
        layers.contested ?? "6.2.2.a"
    }

    private var appeal: Beat.Move {
        let fault = Talk.all[appealed]?.fault ?? "该项不满足"
        let text = "我方对条款 \(appealed) 的认定有异议。报告称“\(fault)”，该问题已在核查当日整改完毕，请予复核。"
        return .act(applicant, .appeal(text: text, clauses: [appealed]))
    }

    private var settlingAnew: [Beat.Move] {
        layers.reversal.map {
            [.act(panel[0], .settle(clause: $0.clause, finding: $0.record, reason: $0.reason))]
        } ?? []
    }

    /// Objections, appeals, the decision.
    mutating func noticing() -> [Beat] {
        switch plan.ending {
        case .notice: return [Beat(2, [object(0)])]
        case .appeal: return [Beat(3, [appeal])]
        default: break
        }
        var beats: [Beat] = []
        if plan.isReopened {
            let text = "经复核整改照片和当日记录，申诉成立，退回专家组重新合议。"
            beats = [
                Beat(3, [appeal]),
                Beat(4, [.act(approver(2), .decideAppeal(number: 1, text: text, isUpheld: true))]),
                Beat(3, settlingAnew + [.act(panel[0], .closePanel)]),
                Beat(2, [newDraft]), Beat(2, [.approve(approver(0))]),
                Beat(1, [.approve(approver(1)), .publish(reviewer, days: 10)]),
            ]
        } else if number % 4 == 1 {
            beats = [Beat(3, [object(0)]), Beat(2, [object(1)]), Beat(3, [answer(1), answer(2)])]
        } else if number % 6 == 4 {
            let text = "经调阅现场记录，整改发生在核查之后，维持原认定，申诉不成立。"
            beats = [
                Beat(3, [appeal]), Beat(4, [.act(approver(2), .decideAppeal(number: 1, text: text, isUpheld: false))]),
            ]
        }
        return beats + [Beat(13, [.act(reviewer, .decide)])]
    }

    /// The certificate, its checks year by year, and what became of it.
    mutating func certifying() -> [Beat] {
        let keeper = approver(0)
        guard case .certified(let fate) = plan.ending else { return [] }
        var beats = [Beat(4, [.issue(keeper)])]
        var left = plan.days
        var isFirst = true
        while left > 390 {
            let isPassed = !(fate == .resumed && isFirst)
            let remark =
                isPassed
                ? ReportTalk.checks[(number + left / 300) % ReportTalk.checks.count] : "门禁记录只保存 120 天，视频抽查两路缺失。"
            // Never two in one year.
            beats.append(Beat(366, [.check(keeper, isPassed: isPassed, remark)]))
            left -= 366
            if !isPassed {
                beats.append(Beat(6, [.act(keeper, .suspendCertificate(reason: "年度检查未通过，限期三个月整改。"))]))
                beats.append(Beat(75, [.act(keeper, .resumeCertificate(reason: "整改完成，复查通过。"))]))
                left -= 81
            }
            isFirst = false
        }
        switch fate {
        case .valid, .resumed: break
        case .suspended:
            let reason = "群众反映平台停运两周，经核实属实，暂停使用证书，限期整改。"
            beats.append(Beat(max(left - 40, 1), [.act(keeper, .suspendCertificate(reason: reason))]))
        case .revoked:
            let reason = "物业交接后平台停用满六个月，证书暂停后未整改，予以撤销。"
            beats.append(Beat(max(left - 150, 1), [.act(keeper, .suspendCertificate(reason: "平台停用，暂停证书。"))]))
            beats.append(Beat(90, [.act(keeper, .revokeCertificate(reason: reason))]))
        }
        return beats
    }
}
