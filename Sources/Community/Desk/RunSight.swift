import Commons

/// Whose a rule's run is: what set it off is kept in words, which begin with an item's number or a device's title.
/// What names something that the visitor may not read is not shown; what names nothing is.
final class RunSight {
    private let desk: CommunityDesk
    private let visitor: Visitor
    private let records: any CommunityRecords
    /// Whether a device of this title may be seen.
    private let titles: [String: Bool]
    private var known: [String: Bool?] = [:]

    init(_ desk: CommunityDesk, _ visitor: Visitor, _ records: any CommunityRecords) throws {
        self.desk = desk
        self.visitor = visitor
        self.records = records
        let policy = desk.policy()
        let function = Estate.device.function(.read)
        var titles: [String: Bool] = [:]
        for device in try desk.devices.contents(records).devices.values {
            let isSeen = policy.decide(visitor, function, on: device.subject).isAllowed
            titles[device.title] = titles[device.title] ?? false || isSeen
        }
        self.titles = titles
    }

    func sees(_ run: RuleRun) throws -> Bool {
        let number = String(run.cause.prefix { $0 != " " })
        if !number.isEmpty, let isSeen = try item(number) { return isSeen }
        for (index, character) in zip(run.cause.indices, run.cause) where character == " " {
            if let isSeen = titles[String(run.cause[..<index])] { return isSeen }
        }
        return true
    }

    /// nil: there is no item of this number.
    private func item(_ number: String) throws -> Bool? {
        if let found = known[number] { return found }
        var answer: Bool?
        for kind in desk.catalog.kinds where RunSight.couldBe(number, kind) {
            guard let item = try records.item(kind: kind.id, number: number) else { continue }
            answer = answer ?? false || desk.allows(kind.function(.read), visitor, item)
        }
        known[number] = .some(answer)
        return answer
    }

    private static func couldBe(_ number: String, _ kind: Kind) -> Bool {
        switch kind.numbering {
        case .counted(let prefix): number.hasPrefix(prefix + "-")
        case .field: true
        }
    }
}
