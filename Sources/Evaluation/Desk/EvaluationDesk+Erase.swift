public import Commons

extension EvaluationDesk {
    /// Cases that wait for somebody: on whose panel they are, and which are neither over nor certified.
    public func openPanels(of person: String, _ records: any CaseRecords) throws -> [CaseHead] {
        let open = EvaluationLifeCycle.states.filter { !$0.isFinal && $0.id != "certified" }.map(\.id)
        return try records.heads(
            CaseQuery(kind: EvaluationLifeCycle.kind, reach: [.assigned(person)], states: open, limit: 500))
    }

    /// Erases somebody's data; see `Accounts.erase`.
    /// - Throws: A `Refusal` of kind `locked`, also where a case still waits for them.
    public func erase(
        _ person: String, reason: Erasure.Reason, by actor: String, _ accounts: Accounts, _ records: any Records
    ) throws {
        let panels = try openPanels(of: person, records)
        guard panels.isEmpty else {
            let numbers = panels.prefix(5).map(\.number).joined(separator: ", ")
            throw Refusal(
                .locked, zh: "此人还在 \(panels.count) 件未办结申报的专家组中（\(numbers)），请先办结或移出专家组",
                en: "they are on the panel of \(panels.count) open cases (\(numbers)): end these or remove them first")
        }
        try accounts.erase(person, reason: reason, by: actor, records)
    }
}
