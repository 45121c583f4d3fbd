import Commons
import Community
import Safety
import SecurityDomain
import Testing

@testable import Simulation

@Suite struct EstateTrafficTests {
    static let traffic = EstateTraffic(EstatePlan(.small), seed: 1)
    /// Some days of all seasons, from 2026-01-01 on.
    static let days = [20_454, 20_455, 20_540, 20_600, 20_640, 20_700]

    static func lines(_ readings: [SentReading]) -> [UInt8] {
        var bytes: [UInt8] = []
        for reading in readings { reading.write(to: &bytes) }
        return bytes
    }

    /// FNV-1a: enough to tell that something changed.
    static func digest(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    @Test func theSameSeedGivesTheSameBytes() {
        let (day, other) = (Self.traffic.day(20_540), EstateTraffic(EstatePlan(.small), seed: 2).day(20_540))
        let again = EstateTraffic(EstatePlan(.small), seed: 1)
        _ = again.day(20_539)
        #expect(again.day(20_540).readings == day.readings)
        #expect(again.day(20_540).events == day.events && again.day(20_540).wishes == day.wishes)
        #expect(other.readings != day.readings)
        #expect(Self.digest(Self.lines(day.readings)) == 18_025_194_448_137_936_278)
    }

    /// The server's own rules, applied to what is said to be good and to what is said to be bad.
    @Test(arguments: days)
    func everyReadingIsWhatItsFateSays(_ day: Int) throws {
        let traffic = Self.traffic
        let models = Dictionary(
            uniqueKeysWithValues: (Safety.domain.models + Security.domain.models).map { ($0.id, $0) })
        let devices = Dictionary(uniqueKeysWithValues: traffic.plan.devices.map { ($0.code, models[$0.model]) })
        let start = (Int64(day) * 86_400_000) - 8 * 3_600_000
        let span = (start + 1)...(start + 86_400_000)
        struct Key: Hashable {
            var device: String
            var property: String
            var at: Int64
        }
        var known: [Key: SentReading.Value] = [:]
        var (last, fates): (Int64, Set<SentReading.Fate>) = (0, [])
        for reading in traffic.day(day).readings {
            #expect(reading.sentAt >= last, "in order")
            last = reading.sentAt
            #expect(span.contains(reading.sentAt))
            fates.insert(reading.fate)
            let key = Key(device: reading.device, property: reading.property, at: reading.at)
            let property = devices[reading.device]??.property(reading.property)
            let fits =
                switch (property?.content, reading.value) {
                case (.number(let range), .thousandths(let number)): range.contains(Double(number) / 1000)
                case (.flag, .flag): true
                case (.state(let options), .word(let word)): options.contains { $0.id == word }
                default: false
                }
            let before = known[key]
            switch reading.fate {
            case .taken:
                #expect(fits && before == nil, "\(reading)")
                #expect(span.contains(reading.at) && reading.at <= reading.sentAt, "\(reading)")
                known[key] = reading.value
            case .repeated: #expect(before == reading.value)
            case .refused(.contradiction): #expect(fits && before != nil && before != reading.value)
            case .refused(.unknownDevice): #expect(devices[reading.device] == nil)
            case .refused(.unknownProperty): #expect(devices[reading.device] != nil && property == nil)
            case .refused(.wrongType), .refused(.outOfRange): #expect(property != nil && !fits)
            case .refused(.past): #expect(fits && reading.at < 86_400_001)
            case .refused(.future): #expect(fits && reading.at > 4_000_000_000_000)
            case .refused(.revoked): #expect(reading.device == traffic.silencedDevice)
            case .refused(.malformed): #expect(fits)
            case .refused(.unknownEvent), .refused(.unknownCommand), .refused(.quota), .refused(.quarantine):
                Issue.record("the simulation makes none")
            }
            #expect(reading.device != traffic.silencedDevice || reading.fate == .refused(.revoked))
        }
        let others: [RefusedReading.Reason] = [.unknownEvent, .unknownCommand, .quota, .quarantine]
        let reasons = RefusedReading.Reason.allCases.filter { !others.contains($0) }.map {
            SentReading.Fate.refused($0)
        }
        #expect(fates.isSuperset(of: reasons + [.taken, .repeated]))
    }

    @Test func theMarkerIsHeardEveryFiveMinutes() {
        for day in Self.days {
            let said = Self.traffic.day(day).readings.filter {
                $0.device == Self.traffic.markerDevice && $0.fate == .taken
            }
            #expect(said.count == 288)
            #expect(said.allSatisfy { $0.at % EstateTraffic.beat == 0 && $0.at == $0.sentAt })
        }
    }

    @Test func malformedLinesAreNoJSON() throws {
        let good = SentReading(device: "D-1", property: "level", at: 5, sentAt: 5, value: .thousandths(-1050))
        #expect(
            String(decoding: Self.lines([good]), as: UTF8.self)
                == "{\"device\":\"D-1\",\"property\":\"level\",\"at\":5,\"value\":-1.050}\n")
        var bad = good
        bad.fate = .refused(.malformed)
        let line = String(decoding: Self.lines([bad]), as: UTF8.self)
        #expect(line.hasSuffix("\n") && !line.contains("}") && line.hasPrefix("{\"device\""))
    }

    /// Roughly as often as they should be over 200 days of the large estate.
    @Test func eventsArePlausible() {
        let traffic = EstateTraffic(EstatePlan(.full), seed: 1)
        let kinds = Set((Estate.domain.events + Safety.domain.events + Security.domain.events).map(\.id))
        let devices = Dictionary(uniqueKeysWithValues: traffic.plan.devices.map { ($0.code, $0.model) })
        let models = Dictionary(
            uniqueKeysWithValues: (Safety.domain.models + Security.domain.models).map { ($0.id, $0) })
        var (counts, hours, keys): ([String: Int], [Int], Set<String>) = ([:], Array(repeating: 0, count: 24), [])
        for day in 20_454..<20_654 {
            var last: Int64 = 0
            for event in traffic.events(of: day) {
                #expect(kinds.contains(event.kind) && keys.insert(event.key).inserted && event.at >= last)
                #expect(models[devices[event.device] ?? ""]?.events.contains(event.kind) == true, "\(event)")
                last = event.at
                counts[event.kind, default: 0] += 1
                if event.isPassing { hours[Int(event.at / 3_600_000 + 8) % 24] += 1 }
            }
        }
        func lies(_ kind: String, _ range: ClosedRange<Int>) {
            #expect(range.contains(counts[kind] ?? 0), "\(kind): \(counts[kind] ?? 0)")
        }
        lies("entry", 28_000...29_600)
        lies("fault", 60...140)
        lies("fire", 8...60)
        lies("intrusion", 15...60)
        lies("trapped", 1...20)
        lies("flood", 1...60)
        #expect(hours[8] > 4 * hours[3] && hours[18] > 4 * hours[3])
    }
}
