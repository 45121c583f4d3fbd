public import Commons
import Rulebook

extension CommunityDesk {
    /// Takes readings in: what is wrong with one of them keeps none of the others out. When it returns, all are
    /// durable, and whatever rules make of them has happened.
    public func take(_ batch: ReadingBatch, by visitor: Visitor) async throws -> ReadingReport {
        guard visitor.person != nil else { throw Refusal(.forbidden, zh: "请先登录", en: "please log in first") }
        let decision = policy().decide(visitor, CommunityFunction.sendReadings)
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
        guard batch.rows.count + batch.malformed.count <= CommunityLimits.readings else {
            throw Refusal(
                .tooLarge, zh: "一批最多 \(CommunityLimits.readings) 条",
                en: "a batch has at most \(CommunityLimits.readings) readings")
        }
        return try await withCheckedThrowingContinuation { continuation in
            take(Delivery(.readings(batch), from: .visitor(visitor))) { continuation.resume(with: $0) }
        }
    }

    /// Puts what came to what waits for the next transaction; whatever waits at one time is taken in together, in
    /// the order in which it came.
    /// `then`: told what became of it once that is durable, or why nothing of it was taken. It is called in
    ///   the order of deliveries.
    public func take(_ delivery: Delivery, then: @escaping @Sendable (Result<ReadingReport, any Error>) -> Void) {
        intake.put(delivery, then) { try await takeTogether($0) }
    }

    /// One transaction for all of them.
    func takeTogether(_ deliveries: [Delivery]) async throws -> [ReadingReport] {
        let (policy, now) = (policy(), surroundings.now())
        let counts = floods.counts
        let (reports, made, version, counted) = try await store.writeCommunity { records in
            try records.takeTurn()
            let contents = try devices.contents(records)
            var intake = Intake(contents: contents, now: now, floods: counts)
            for delivery in deliveries {
                intake.add(delivery, SenderRights(delivery.sender, contents, policy, on: now.day.description))
            }
            try intake.resolve(records)
            intake.sort()
            let crossings = try intake.store(records, watched: rules.contents(records).watched)
            for crossing in crossings { try crossed(crossing, contents, at: now, records) }
            for (index, delivery) in deliveries.enumerated() {
                try take(delivery, at: index, &intake, records)
            }
            for device in intake.wrongSenders {
                try tellFlood(
                    of: device, "一小时内有 \(CommunityLimits.refusedAnHour) 条数据未被接收，其后的只计数", at: now, records)
            }
            try intake.quarantines.keep(records)
            if !intake.refused.isEmpty { try records.refuse(intake.refused) }
            return (intake.reports, intake.made, contents.version, intake.quarantines.floods)
        }
        floods.keep(counted)
        if !made.isEmpty { devices.keep(made, version: version) }
        return reports
    }

    /// What is no reading, in the order in which it came.
    private func take(
        _ delivery: Delivery, at index: Int, _ intake: inout Intake, _ records: any CommunityRecords
    ) throws {
        let rights = intake.parts[index].rights
        switch delivery.content {
        case .readings: return
        case .event(let draft, let mark):
            intake.note(
                try take(
                    draft, mark, rights, mayBeLate: delivery.mayBeLate, at: intake.now, &intake.quarantines, records),
                at: index, "\(draft.kind) \(draft.text)")
        case .answer(let answer):
            intake.note(
                try take(answer, rights, at: intake.now, records), at: index, "\(answer.command) \(answer.text)")
        case .state(let state):
            intake.note(try take(state, rights, at: intake.now, records), at: index, state.device ?? "")
        case .announcement(let said):
            intake.note(
                try take(said, rights, at: intake.now, records), at: index, "\(said.topic) \(said.text)")
        case .malformed(let text): intake.note(.refused(.malformed), at: index, text)
        }
    }
}

/// A limit that a reading went over, or under.
struct Crossing {
    var rule: Rule
    var device: DeviceShelf.Known
    var property: DeviceModel.Property
    var reading: Reading
}

extension Instant {
    /// Days since 1970-01-01, Beijing time.
    var dayNumber: Int { Int((milliseconds + 8 * 3_600_000) / 86_400_000) }
}

extension RefusedReading.Reason: Error {}

extension DeviceModel.Property {
    /// What a value that was sent is kept as.
    func value(_ sent: ReadingBatch.Value) -> Result<Double, RefusedReading.Reason> {
        switch (content, sent) {
        case (.number(let range), .number(let number)):
            guard number.isFinite else { return .failure(.wrongType) }
            // Some databases keep the sign of nothing, and some do not.
            return range.contains(number) ? .success(number == 0 ? 0 : number) : .failure(.outOfRange)
        case (.flag, .flag(let flag)): return .success(flag ? 1 : 0)
        case (.flag, .number(let number)) where number == 0 || number == 1: return .success(number)
        case (.state(let options), .text(let text)):
            guard let index = options.firstIndex(where: { $0.id == text }) else { return .failure(.wrongType) }
            return .success(Double(index))
        default: return .failure(.wrongType)
        }
    }
}
