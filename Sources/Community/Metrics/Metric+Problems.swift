import Commons

extension Metric {
    /// What it names and is not there, in words: it would count nothing for good.
    public func problems(in catalog: Catalog) -> [String] {
        var found = items.flatMap { problems($0, catalog) }
        switch computation {
        case .filled(let items, let fields):
            found += fields.filter { catalog.kind(items.kind)?.form[$0] == nil }.map { "no field \(items.kind).\($0)" }
        case .acted(let items, let act):
            if catalog.kind(items.kind)?.act(act) == nil { found.append("no act \(items.kind).\(act)") }
        case .response(let items, let acts, _):
            found += acts.filter { catalog.kind(items.kind)?.act($0) == nil }.map { "no act \(items.kind).\($0)" }
        case .answers(let items, let act, let field, _):
            if catalog.kind(items.kind)?.act(act)?.form[field] == nil { found.append("no answer \(act).\(field)") }
        case .received(let items, _):
            if catalog.kind(items.kind)?.audience == nil { found.append("\(items.kind) goes to nobody") }
        case .events(let kinds), .kept(let kinds):
            found += kinds.filter { catalog.event($0) == nil }.map { "no event \($0)" }
        case .active(let roles):
            found += roles.filter { Role(rawValue: $0) == nil }.map { "no role \($0)" }
        case .count, .share, .placed, .online, .covered, .reading, .recorded: break
        }
        return found.map { "metric \(id): \($0)" }
    }

    private var items: [Items] {
        switch computation {
        case .count(let items), .response(let items, _, _), .answers(let items, _, _, _), .placed(_, let items),
            .acted(let items, _), .filled(let items, _), .received(let items, _):
            [items]
        case .share(let part, let all): [part, all]
        case .events, .online, .covered, .active, .reading, .recorded, .kept: []
        }
    }

    private func problems(_ items: Items, _ catalog: Catalog) -> [String] {
        guard let kind = catalog.kind(items.kind) else { return ["no kind \(items.kind)"] }
        let states = items.states.filter { kind.lifeCycle.state($0) == nil }.map { "no state \(kind.id).\($0)" }
        let fields = Set(items.having.keys).union(items.lacking.keys).union(items.either.keys).filter {
            kind.form[$0].map { !$0.isIndexed || $0.secrecy == .personal } ?? true
        }
        let unknown = items.referring.flatMap { field, values -> [String] in
            let other = kind.form[field]?.referredKind.flatMap(catalog.kind)
            return values.keys.filter { other?.form[$0]?.isFiltered != true }.map { "\(field).\($0)" }
        }
        let values = items.having.merging(items.lacking) { first, _ in first }.filter { field, word in
            let options = kind.form[field]?.options ?? []
            return !options.isEmpty && !options.contains { $0.id == word }
        }
        let chosen = items.either.flatMap { field, words -> [String] in
            let options = kind.form[field]?.options ?? []
            return words.filter { word in !options.isEmpty && !options.contains { $0.id == word } }
        }
        return states
            + (fields.sorted() + unknown.sorted()).map { "no filtered field \(kind.id).\($0)" }
            + (values.values.sorted() + chosen.sorted()).map { "no option \($0) of \(kind.id)" }
    }
}
