import Commons
import Rulebook

extension Measurement {
    /// Events count as late after an hour: gateways keep what they could not send.
    private static let lateEvent: Int64 = 3_600_000
    /// Days after which what is entered is entered after the fact.
    private static let lateDays = 3
    /// Fewer entries than these on a day are no mass.
    private static let mass = 10
    /// Days before now in which a mass of entries is told.
    private static let lately = 30

    /// What whoever relies on the value should know of how its records came about.
    func marks() throws -> [MetricMark] {
        switch metric.computation {
        case .events(let kinds):
            let (late, all) = try records.lateEvents(kinds, scope, by: Measurement.lateEvent)
            return late > 0 ? [MetricMark(.late, late, of: all)] : []
        default: return try metric.population.map(marks) ?? []
        }
    }

    private func marks(_ items: Metric.Items) throws -> [MetricMark] {
        var marks: [MetricMark] = []
        guard let kind = desk.catalog.kind(items.kind) else { return [] }
        if let field = kind.happensOn {
            let dated = try records.dated(items, by: field, scope)
            let late = dated.count { $0.openedAt.day.ordinal - $0.day.ordinal > Measurement.lateDays }
            if late > 0 { marks.append(MetricMark(.late, late, of: dated.count)) }
        }
        var lately = scope
        let start = Instant(at.day.adding(days: -Measurement.lately))
        lately.from = max(scope.from ?? start, start)
        let days = try run.entered(items, lately)
        if let most = days.max(by: { $0.value < $1.value }), most.value >= Measurement.mass {
            let all = try run.count(items, scope)
            if most.value * 2 >= all { marks.append(MetricMark(.bulk, most.value, of: all, on: most.key)) }
        }
        if metric.span != nil, case .counted(let prefix) = kind.numbering {
            let (given, there) = try records.numbers(items.kind, prefix: prefix, scope)
            if there < given { marks.append(MetricMark(.missing, given - there, of: given)) }
        }
        return marks
    }
}

extension Metric {
    /// The items that it is about, all of them; nil: it is about none.
    var population: Items? {
        switch computation {
        case .count(let items), .share(_, let items, _), .response(let items, _, _), .answers(let items, _, _, _),
            .placed(_, let items), .acted(let items, _), .filled(let items, _), .received(let items, _):
            items
        case .events, .online, .covered, .fit, .carriedOut, .active, .reading, .recorded, .kept, .roles, .passedOn: nil
        }
    }
}
