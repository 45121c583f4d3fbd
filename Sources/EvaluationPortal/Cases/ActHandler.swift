import Commons
import Evaluation
import PortalKit
import Rulebook

extension EvaluationPortal {
    /// Does the act of the address with the values of its form, then goes back to where the form stood.
    @Sendable func performAct(_ call: Call) async throws -> Reply {
        let id = call.parameter("case")
        let form = call.form
        // Whoever may not do it at all is told that first, not what else is wrong with the form.
        if let declared = EvaluationLifeCycle.declaration.act(call.parameter("act")) {
            try call.demand(declared.function)
        }
        let act = try await act(call.parameter("act"), form, call)
        let version = try form.filled("_version") == nil ? nil : try form.integer("_version", in: 0...Int.max)
        let actID = try form.filled("_id") ?? desk.surroundings.newID()
        _ = try await desk.perform(
            EvaluationDesk.Request(act, id: actID, expected: version), on: id, by: call.visitor)
        let back = try form.filled("_back") ?? Routes.caseHome.path(id)
        return .redirect(
            toVisitors: back + (back.contains("?") ? "&" : "?") + "done=" + act.name, or: Routes.caseHome.path(id))
    }

    private func act(_ name: String, _ form: Fields, _ call: Call) async throws -> Act {
        func reason() throws -> String { try form.text("reason", most: EvaluationLimits.text) }
        switch name {
        case "editCommunity": return .editCommunity(community: try CommunityFields.read(form))
        case "submit": return .submit
        case "withdraw": return .withdraw(reason: try reason())
        case "accept": return .accept
        case "refuse": return .refuse(reason: try reason())
        case "ask": return .ask(clause: try form.text("clause"), question: try form.text("question"))
        case "dropQuestion": return .dropQuestion(clause: try form.text("clause"))
        case "sendQuestions": return .sendQuestions
        case "answer": return .answer(clause: try form.text("clause"), text: try form.text("text"))
        case "returnAnswers": return .returnAnswers
        case "adoptSelf": return .adoptSelf
        case "closeReview": return .closeReview
        case "invite":
            return .invite(
                expert: try form.text("expert"), name: "", organisation: "", fields: [],
                isLeader: try form.flag("isLeader"))
        case "dismiss": return .dismiss(expert: try form.text("expert"), reason: try reason())
        case "declare":
            return .declare(hasConflict: try flag("hasConflict", form), reason: try form.filled("reason") ?? "")
        case "startVisit": return .startVisit(on: try day("on", form))
        case "adoptReview": return .adoptReview
        case "finishVisit": return .finishVisit
        case "closePanel": return .closePanel
        case "addEvidence", "reviseEvidence", "describeEvidence", "removeEvidence":
            return try await evidenceAct(name, form, call)
        case "moveRulebook":
            let digest = try form.text("digest")
            guard let volume = desk.shelf.offered.first(where: { $0.pin.digest == digest }) else {
                throw Refusal(.invalid, zh: "没有这一版本", en: "there is no such edition", place: "digest")
            }
            return .moveRulebook(pin: volume.pin)
        default: return try reportAct(name, form)
        }
    }

    private func reportAct(_ name: String, _ form: Fields) throws -> Act {
        func reason() throws -> String { try form.text("reason", most: EvaluationLimits.text) }
        switch name {
        case "draftReport":
            return .draftReport(
                words: ReportWords(
                    conclusion: try form.text("conclusion"), strengths: try form.filled("strengths") ?? "",
                    problems: try form.filled("problems") ?? "", advice: try form.filled("advice") ?? ""), digest: "")
        case "sendBack": return .sendBack(reason: try reason())
        case "approve": return .approve(digest: try form.text("digest"))
        case "publish": return .publish(until: try day("until", form))
        case "answerObjection":
            return .answerObjection(
                number: try form.integer("number"), text: try form.text("text"), isUpheld: try flag("isUpheld", form))
        case "appeal":
            let clauses = (try form.filled("clauses") ?? "").split(whereSeparator: { "、,，;； ".contains($0) })
            return .appeal(text: try form.text("text"), clauses: clauses.map(String.init))
        case "decideAppeal":
            return .decideAppeal(
                number: try form.integer("number"), text: try form.text("text"), isUpheld: try flag("isUpheld", form))
        case "decide": return .decide
        case "issueCertificate": return .issueCertificate(number: "", until: try day("until", form))
        case "suspendCertificate": return .suspendCertificate(reason: try reason())
        case "resumeCertificate": return .resumeCertificate(reason: try reason())
        case "revokeCertificate": return .revokeCertificate(reason: try reason())
        case "checkCertificate":
            return .checkCertificate(
                year: try form.integer("year"), isPassed: try flag("isPassed", form),
                remark: try form.filled("remark") ?? "")
        default: throw Refusal(.missing, zh: "没有这种操作", en: "there is no such act")
        }
    }

    private func evidenceAct(_ name: String, _ form: Fields, _ call: Call) async throws -> Act {
        let text = { () throws(Refusal) -> EvidenceText in
            EvidenceText(
                title: try form.text("title", most: EvaluationLimits.name), clauses: form.all("clauses"),
                effectiveOn: try self.optionalDay("effectiveOn", form),
                expiresOn: try self.optionalDay("expiresOn", form))
        }
        switch name {
        case "addEvidence":
            // The same for a form that is sent twice, or the second would seem to be another act.
            return .addEvidence(
                id: try form.filled("_id") ?? desk.surroundings.newID(), evidence: try text(),
                revision: try await revision(form, call))
        case "reviseEvidence":
            return .reviseEvidence(id: try form.text("evidence"), revision: try await revision(form, call))
        case "describeEvidence": return .describeEvidence(id: try form.text("evidence"), evidence: try text())
        default:
            return .removeEvidence(
                id: try form.text("evidence"), reason: try form.text("reason", most: EvaluationLimits.text))
        }
    }

    /// The file of a form: the upload that the script has finished, by its address.
    private func revision(_ form: Fields, _ call: Call) async throws -> Revision {
        guard let location = try form.filled("file-upload"), let person = call.person?.id else {
            throw Refusal(
                .invalid, zh: "请选择文件并等待上传完成", en: "choose a file and wait until it has arrived", place: "file")
        }
        let id = String(location.split(separator: "/").last ?? "")
        let name = try await uploads.upload(id, of: person).name
        let record = try await uploads.finish(id, of: person)
        return Revision(digest: record.digest, name: name, type: record.type.rawValue, size: Int(record.size))
    }

    /// A choice that has to be made, either way.
    private func flag(_ name: String, _ form: Fields) throws(Refusal) -> Bool {
        switch try form.text(name) {
        case "true": return true
        case "false": return false
        default: throw Refusal(.invalid, zh: "请选择", en: "choose one", place: name)
        }
    }

    private func optionalDay(_ name: String, _ form: Fields) throws(Refusal) -> DayText? {
        try form.filled(name) == nil ? nil : try day(name, form)
    }

    private func day(_ name: String, _ form: Fields) throws(Refusal) -> DayText {
        guard let day = Day(try form.text(name)) else {
            throw Refusal(.invalid, zh: "日期应写作 2026-03-01", en: "write a day as 2026-03-01", place: name)
        }
        return DayText(day)
    }
}
