import Commons

/// What an estate has behind it: day by day what its devices said and what people did, each at its time. For as many
/// days as a past has before the last `full` ones things are tried out; from then on everything is in use.
///
/// The same estate, seed, day and first day give the same deeds. Some things go badly: alarms that are answered late or
/// were none, a patrol that nobody walked, a hazard, callers who wait, bills that are not paid.
public struct EstatePast: Sendable {
    public let traffic: EstateTraffic
    /// The first and the last day, since 1970 in Beijing time.
    public let days: ClosedRange<Int>

    /// The longest span that a metric looks back, but for those of a year.
    static let full = 92
    /// Days before the end of which all readings are there, not only some.
    static let dense = 1

    public init(_ traffic: EstateTraffic, days: ClosedRange<Int>) {
        (self.traffic, self.days) = (traffic, days)
    }

    /// In order of time; what is at the same time in the order in which it is done.
    public func deeds(of day: Int) -> [Deed] {
        var book = DayBook(
            traffic, day: day, index: day - days.lowerBound, isFull: day > days.upperBound - EstatePast.full)
        let isDense = day >= days.upperBound - EstatePast.dense
        book.noteOffice()
        book.noteHours(isDense: isDense, isEvaluated: isEvaluated(day))
        book.noteGates()
        book.noteGuards()
        book.noteAlarms()
        book.noteWork()
        book.noteMoney()
        book.noteNeighbours()
        return EstatePast.ordered(book.deeds)
    }

    /// Those before a moment; of the last day with what is under way then.
    func deeds(of day: Int, until end: Int64) -> [Deed] {
        let done = deeds(of: day).filter { $0.at < end }
        return day == days.upperBound ? EstatePast.ordered(done + scene(at: end)) : done
    }

    private static func ordered(_ deeds: [Deed]) -> [Deed] {
        deeds.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    /// The last thirty days each night, before that once a week.
    private func isEvaluated(_ day: Int) -> Bool { day > days.upperBound - 30 || (day - days.lowerBound) % 7 == 6 }

    /// What is under way at the end: a call for help that waits, an intrusion and a lift that somebody sees to.
    public func scene(at moment: Int64) -> [Deed] {
        let day = Rhythm.day(of: moment)
        var book = DayBook(traffic, day: day, index: day - days.lowerBound, isFull: true)
        func event(_ kind: String, _ model: String, _ minutes: Int64, _ text: String) -> SentEvent? {
            let devices = traffic.byModel[model] ?? []
            return devices.last.map {
                SentEvent(
                    key: book.key("scene-\(kind)"), at: moment - minutes * Rhythm.minute, kind: kind,
                    device: traffic.plan.devices[$0].code, text: text)
            }
        }
        let lift = event("fault", "lift", 42, "自检未通过")
        let intrusion = event("intrusion", "perimeter", 17, "周界有人翻越")
        let help = event("help", "help", 2, "按下求助按钮")
        for event in [lift, intrusion, help].compactMap(\.self) {
            book.note(event.at, .gateway, "scene-\(event.kind)", .tell(event))
        }
        for event in [lift, intrusion].compactMap(\.self) {
            book.act(event.at + 80_000, .duty, "acknowledge", on: .alarm(of: event.key))
            book.act(
                event.at + 4 * Rhythm.minute, .duty, "assign", on: .order(of: event.key), ["worker": .worker])
        }
        if let lift { book.act(lift.at + 9 * Rhythm.minute, .worker, "start", on: .order(of: lift.key)) }
        return book.deeds.sorted { $0.at < $1.at }
    }
}
