import Commons
import Rulebook

extension Door {
    /// Whoever has something to do first does nothing else.
    func checkDuty(_ passage: Passage, _ endpoint: Endpoint) throws(Fault) {
        guard let duty = passage.admission?.duty, endpoint.access != .open, !endpoint.duties.contains(duty) else {
            return
        }
        throw .duty(duty)
    }

    /// Something grave takes a fresh proof of who asks. A form may bring it along: then it is done at once.
    func checkProof(_ call: inout Call, _ passage: inout Passage, _ endpoint: Endpoint) async throws {
        let (password, code) = Door.proof(in: &call)
        guard isGrave(call, endpoint), let admission = passage.admission else { return }
        guard let provedAt = admission.provedAt else {
            if admission.scopes?.contains(Function.graveActs.id) ?? false { return }
            throw Fault.ungraveToken
        }
        // A page is looked at after the form of the proof was sent, not along with it.
        let term = endpoint.isSafe ? max(admission.proofTerm, 60) : admission.proofTerm
        if now() < provedAt.adding(seconds: term) { return }
        guard endpoint.interface == .page else { throw Fault.unproved }
        guard let password else { throw Door.asking(.unproved, call) }
        if endpoint.pace != .logIn { try checkGuessing(passage) }
        do {
            let (renewed, token) = try await doorkeeper.prove(admission, password: password, code: code)
            (passage.admission, call.admission) = (renewed, renewed)
            passage.newSession = token
        } catch let refusal as Refusal {
            throw Door.asking(Fault(refusal, ifMatch: false), call)
        }
    }

    private func isGrave(_ call: Call, _ endpoint: Endpoint) -> Bool {
        switch endpoint.gravity {
        case .usual: false
        case .grave: true
        case .sometimes(let isGrave): isGrave(call)
        }
    }

    /// Takes the proof out of the form: nothing behind the door sees it, and it is never shown again.
    private static func proof(in call: inout Call) -> (password: String?, code: String) {
        let names = [Accounts.ProofField.password, Accounts.ProofField.code]
        let found = names.map { name in call.form.pairs.first { $0.name == name }?.value }
        if found.contains(where: { $0 != nil }) { call.form.pairs.removeAll { names.contains($0.name) } }
        return (found[0], found[1] ?? "")
    }

    private static func asking(_ fault: Fault, _ call: Call) -> Fault {
        var fault = fault
        fault.proof = call.form
        return fault
    }
}
