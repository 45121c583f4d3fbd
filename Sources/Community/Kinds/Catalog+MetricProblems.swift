import Commons
import Rulebook

extension Catalog {
    /// What a metric names and is not there: it would find nothing and say so for good.
    func problems(_ metric: Metric) -> [String] {
        var found: [String] = []
        func expect(_ isThere: Bool, _ what: @autoclosure () -> String) {
            if !isThere { found.append("metric \(metric.id): no \(what())") }
        }
        func expect(events: [String]) { for one in events { expect(event(one) != nil, "event \(one)") } }
        func expect(models: [String]) { for one in models { expect(model(one) != nil, "model \(one)") } }
        func expect(_ items: Metric.Items) { found += problems(items).map { "metric \(metric.id): no \($0)" } }
        func expect(_ devices: Metric.Devices) {
            expect(models: devices.models)
            for (need, id) in devices.needs.flatMap({ need in devices.models.map { (need, $0) } }) {
                expect(model(id)?.property(need.property) != nil, "property \(id).\(need.property)")
            }
        }
        switch metric.computation {
        case .count(let items): expect(items)
        case .share(let items, let all, let field):
            expect(items)
            expect(all)
            if let field { expect(kind(all.kind)?.form[field]?.isIndexed == true, "index of \(all.kind).\(field)") }
        case .response(let items, let acts, _):
            expect(items)
            for act in acts { expect(kind(items.kind)?.act(act) != nil, "act \(items.kind).\(act)") }
        case .acted(let items, let act):
            expect(items)
            expect(kind(items.kind)?.act(act) != nil, "act \(items.kind).\(act)")
        case .placed(_, let items): expect(items)
        case .filled(let items, let fields):
            expect(items)
            for field in fields { expect(kind(items.kind)?.form[field] != nil, "field \(items.kind).\(field)") }
        case .received(let items, _):
            expect(items)
            expect(kind(items.kind)?.audience != nil, "audience of \(items.kind)")
        case .active(let roles): for role in roles { expect(Role(rawValue: role) != nil, "role \(role)") }
        case .answers(let items, let act, let field, _):
            expect(items)
            expect(kind(items.kind)?.act(act)?.form[field] != nil, "field \(items.kind).\(act).\(field)")
        case .events(let kinds), .kept(let kinds): expect(events: kinds)
        case .online(let models): expect(models: models)
        case .covered(let spaces, let devices, _):
            expect(spaces)
            expect(devices)
        case .fit(let devices): expect(devices)
        case .carriedOut(let models, let commands):
            expect(models: models)
            let known = Set(models.compactMap(model).flatMap(\.commands).map(\.id))
            for command in commands { expect(known.contains(command), "command \(command)") }
        case .reading(let model, let property, _):
            expect(self.model(model)?.property(property) != nil, "property \(model).\(property)")
        case .recorded, .roles, .passedOn: break
        }
        return found
    }

    private func problems(_ items: Metric.Items) -> [String] {
        guard let kind = kind(items.kind) else { return ["kind \(items.kind)"] }
        let states = items.states.filter { kind.lifeCycle.state($0) == nil }.map { "state \(kind.id).\($0)" }
        let asked =
            items.having.map { ($0.key, [$0.value]) } + items.lacking.map { ($0.key, [$0.value]) }
            + items.any.map { ($0.key, $0.value) }
        let fields = asked.sorted { $0.0 < $1.0 }.flatMap { id, words -> [String] in
            guard let field = kind.form[id], field.isIndexed, field.secrecy == .open else {
                return ["index of \(kind.id).\(id)"]
            }
            let options = field.options.map(\.id)
            return options.isEmpty ? [] : words.filter { !options.contains($0) }.map { "\(kind.id).\(id) \($0)" }
        }
        let unknown = items.referring.sorted { $0.key < $1.key }.flatMap { field, values -> [String] in
            let other = kind.form[field]?.referredKind.flatMap(self.kind)
            return values.keys.sorted().filter { other?.form[$0]?.isFiltered != true }.map {
                "index of \(kind.id).\(field).\($0)"
            }
        }
        return states + fields + unknown
    }
}
