import Commons

/// How much of something is taken, moment by moment.
enum Occupancy {
    struct Stretch: Hashable {
        var span: TimeSpan
        /// How many take it up at once.
        var taken: Int
    }

    /// A span in pieces within which as many take it up; neighbours differ.
    static func stretches(_ taken: [TimeSpan], in span: TimeSpan) -> [Stretch] {
        guard span.from < span.until else { return [] }
        var steps: [Int64: Int] = [:]
        for one in taken where one.meets(span) {
            steps[max(one.from, span.from).milliseconds, default: 0] += 1
            if one.until < span.until { steps[one.until.milliseconds, default: 0] -= 1 }
        }
        var (count, start, found) = (0, span.from, [Stretch]())
        for (at, step) in steps.sorted(by: { $0.key < $1.key }) where step != 0 {
            let moment = Instant(milliseconds: at)
            if start < moment { found.append(Stretch(span: TimeSpan(start, moment), taken: count)) }
            (count, start) = (count + step, moment)
        }
        found.append(Stretch(span: TimeSpan(start, span.until), taken: count))
        return found
    }

    /// How many take it up at once where most do.
    static func peak(_ taken: [TimeSpan], in span: TimeSpan) -> Int {
        stretches(taken, in: span).map(\.taken).max() ?? 0
    }

    /// Spans as long as the one that was asked for, with room in them, nearest first to it, then in order of time.
    static func nearby(
        _ wanted: TimeSpan, _ taken: [TimeSpan], _ resource: Bookable, after now: Instant, within: TimeSpan
    ) -> [TimeSpan] {
        let length = wanted.milliseconds
        var starts = taken.flatMap { [$0.until.milliseconds, $0.from.milliseconds - length] }
        for day in [within.from.day, wanted.from.day, within.until.day] {
            guard let open = resource.hours(on: day) else { continue }
            starts += [open.from.milliseconds, open.until.milliseconds - length]
        }
        let free = Set(starts).map {
            TimeSpan(Instant(milliseconds: $0), Instant(milliseconds: $0 + length))
        }.filter { span in
            span != wanted && span.from >= now && span.from >= within.from && span.until <= within.until
                && resource.isOpen(span) && peak(taken, in: span) < resource.capacity
        }
        func distance(_ span: TimeSpan) -> Int64 {
            abs(span.from.milliseconds - wanted.from.milliseconds)
        }
        return free.sorted { (distance($0), $0.from) < (distance($1), $1.from) }.prefix(3).sorted { $0.from < $1.from }
    }
}
