import Commons

extension Catalog {
    /// What a facet names and is not there.
    func facetProblems(_ kind: Kind) -> [String] {
        var found: [String] = []
        func expect(_ isThere: Bool, _ what: String) {
            if !isThere { found.append("kind \(kind.id): no \(what)") }
        }
        if let validity = kind.validity {
            for field in [validity.from, validity.until] { expect(kind.form[field] != nil, "field \(field)") }
            for state in validity.states.sorted() { expect(kind.lifeCycle.state(state) != nil, "state \(state)") }
            for act in validity.acts.sorted() { expect(kind.act(act) != nil, "act \(act)") }
        }
        if let watch = kind.watch {
            expect(event(watch.event) != nil, "event \(watch.event)")
            for act in watch.acts.sorted() { expect(kind.act(act) != nil, "act \(act)") }
            for field in Set(watch.keys.joined()).sorted() {
                let (own, listed) = (kind.form[field], self.kind(watch.list)?.form[field])
                expect(own != nil && own?.content == listed?.content, "field \(field) as in \(watch.list)")
                expect(listed?.isFiltered == true && listed?.secrecy == .personal, "blind index of \(field)")
            }
        }
        for act in kind.acts {
            guard let match = act.matches, match.reference == nil else { continue }
            expect(kind.form[match.field] != nil && act.form[match.answer] != nil, "field \(match.field)")
        }
        return found
    }
}
