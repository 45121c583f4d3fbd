import Community
import MQTT

/// What a device has said that is not acknowledged yet. Acknowledgements go out in the order of the messages (MQTT 5,
/// 4.6).
struct Inbound {
    struct Waiting {
        /// nil: nobody waits for an acknowledgement.
        var packet: UInt16?
        var quality: QualityOfService
        var bytes: Int
        /// It was said where the device may not speak.
        var isForbidden: Bool
    }

    /// What an acknowledgement can say besides that it is one.
    enum Detail {
        case none, codes, words
    }

    private var waiting: [(one: Waiting, answer: Packet?, isDone: Bool)] = []
    /// The place of the first of them.
    private var first = 0
    private(set) var bytes = 0

    var count: Int { waiting.count }

    mutating func add(_ one: Waiting) -> Int {
        waiting.append((one, nil, false))
        bytes += one.bytes
        return first + waiting.count - 1
    }

    mutating func settle(_ place: Int, _ report: ReadingReport, _ detail: Detail) -> [Conversation.Step] {
        let index = place - first
        guard waiting.indices.contains(index) else { return [] }
        waiting[index].isDone = true
        waiting[index].answer = answer(waiting[index].one, report, detail)
        let done = waiting.firstIndex { !$0.isDone } ?? waiting.count
        defer {
            bytes -= waiting[..<done].reduce(0) { $0 + $1.one.bytes }
            waiting.removeFirst(done)
            first += done
        }
        return waiting[..<done].compactMap { $0.answer.map { .send($0) } }
    }

    private func answer(_ one: Waiting, _ report: ReadingReport, _ detail: Detail) -> Packet? {
        guard let packet = one.packet else { return nil }
        var acknowledgement = Acknowledgement(packet)
        if detail != .none, !report.refused.isEmpty || one.isForbidden {
            acknowledgement.code = one.isForbidden ? .notAuthorized : Inbound.code(report)
            if detail == .words {
                let words = report.refused.sorted { $0.key.rawValue < $1.key.rawValue }
                    .map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
                acknowledgement.properties = [.text(.reasonString, one.isForbidden ? "topic" : words)]
            }
        }
        return one.quality == .exactlyOnce ? .pubrec(acknowledgement) : .puback(acknowledgement)
    }

    /// What was taken in part is taken.
    private static func code(_ report: ReadingReport) -> ReasonCode {
        if report.taken + report.repeated > 0 { return .success }
        if !report.refused.keys.contains(where: { $0 != .unknownDevice && $0 != .revoked }) { return .notAuthorized }
        if !report.refused.keys.contains(where: { $0 != .quota && $0 != .quarantine }) { return .quotaExceeded }
        return .payloadFormatInvalid
    }
}
