import Commons
import Community
import Facilities
import Property
import Rulebook
import Safety
import SecurityDomain
import Testing

@testable import Simulation

/// What an estate has behind it: the same for the same seed and days, and such that the server's kinds know all of it.
@Suite struct EstatePastTests {
    static let traffic = EstateTraffic(EstatePlan(.small, isFitted: true), seed: 1)
    static let days = 20_500...20_689
    static let past = EstatePast(traffic, days: days)
    static let catalog = Catalog([
        Estate.domain, Estate.money, Safety.domain, Facilities.domain, Security.domain, Property.domain,
    ])

    @Test(arguments: [0, 1, 30, 120, 165, 188, 189])
    func theSameSeedAndDayGiveTheSameDeeds(_ index: Int) {
        let day = Self.days.lowerBound + index
        let other = EstatePast(EstateTraffic(EstatePlan(.small, isFitted: true), seed: 1), days: Self.days)
        _ = other.deeds(of: day + 1)
        let deeds = Self.past.deeds(of: day)
        #expect(other.deeds(of: day) == deeds && !deeds.isEmpty)
        #expect(zip(deeds, deeds.dropFirst()).allSatisfy { $0.at <= $1.at })
        #expect(
            index < 2 || EstatePast(EstateTraffic(Self.traffic.plan, seed: 2), days: Self.days).deeds(of: day) != deeds)
    }

    /// A key stands for one deed, and has to fit into the id of an act together with the end of an item's.
    @Test func everyDeedHasAKeyOfItsOwn() {
        var keys: Set<String> = []
        for day in Self.days {
            for deed in Self.past.deeds(of: day) {
                #expect(keys.insert(deed.key).inserted, "\(deed.key)")
                #expect(
                    deed.key.utf8.count <= 50 && deed.key.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "\(deed.key)")
            }
        }
    }

    @Test func whatIsEnteredAndDoneIsDeclared() {
        for day in Self.days {
            for deed in Self.past.deeds(of: day) {
                switch deed.what {
                case .enter(let kind, _, let words):
                    let form = Self.catalog.kind(kind)?.form
                    #expect(words.keys.allSatisfy { form?[$0] != nil }, "\(deed)")
                    let missing = form?.fields.filter { $0.isRequired && words[$0.id] == nil }.map(\.id) ?? ["kind"]
                    #expect(missing == [], "\(deed)")
                case .act(let act, let target, let words):
                    let form = Self.catalog.kind(target.kind)?.act(act)?.form
                    #expect(form != nil && words.keys.allSatisfy { form?[$0] != nil }, "\(deed)")
                case .tell(let event): #expect(Self.catalog.event(event.kind) != nil, "\(deed)")
                default: break
                }
            }
        }
    }

    @Test func whatDevicesSayFitsTheirModels() {
        let models = Dictionary(uniqueKeysWithValues: Self.traffic.plan.devices.map { ($0.code, $0.model) })
        let pulse = Self.traffic.pulse(at: Rhythm.start(of: Self.days.lowerBound + 4) + 6 * Rhythm.hour)
        for reading in pulse {
            let property = Self.catalog.model(models[reading.device] ?? "")?.property(reading.property)
            let fits =
                switch (property?.content, reading.value) {
                case (.number(let range), .thousandths(let number)): range.contains(Double(number) / 1000)
                case (.flag, .flag): true
                case (.state(let options), .word(let word)): options.contains { $0.id == word }
                default: false
                }
            #expect(fits, "\(reading)")
        }
        #expect(Set(pulse.map { "\($0.device) \($0.property)" }).count == pulse.count)
        #expect(pulse.contains { $0.device == Self.traffic.markerDevice && $0.at % EstateTraffic.beat == 0 })
        #expect(!pulse.contains { $0.device == Self.traffic.silencedDevice })
    }

    @Test func aFittedEstateIsTheSameWithMore() {
        let (plain, fitted) = (EstatePlan(.small), Self.traffic.plan)
        #expect(fitted.spaces.prefix(plain.spaces.count).map(\.code) == plain.spaces.map(\.code))
        #expect(fitted.devices.prefix(plain.devices.count).map(\.code) == plain.devices.map(\.code))
        #expect(EstateTraffic(plain, seed: 1).silencedDevice == Self.traffic.silencedDevice)
        #expect(EstateTraffic(plain, seed: 1).markerDevice == Self.traffic.markerDevice)
        let codes = Set(fitted.spaces.map(\.code))
        #expect(codes.count == fitted.spaces.count && fitted.devices.allSatisfy { codes.contains($0.place) })
        #expect(Set(fitted.devices.map(\.code)).count == fitted.devices.count)
        let uses = Set(Estate.spaceUses.map(\.id))
        #expect(fitted.spaces.allSatisfy { uses.isSuperset(of: $0.uses) })
    }

    /// The last day ends with one call that waits and two matters that somebody sees to, in order of time.
    @Test func thePastEndsInTheMiddleOfThings() {
        let end = Rhythm.start(of: Self.days.upperBound) + 15 * Rhythm.hour
        let deeds = Self.past.deeds(of: Self.days.upperBound, until: end)
        #expect(zip(deeds, deeds.dropFirst()).allSatisfy { $0.at <= $1.at } && deeds.allSatisfy { $0.at < end })
        let told = deeds.compactMap { if case .tell(let event) = $0.what { event } else { nil } }.suffix(40)
        for kind in ["fault", "intrusion", "help"] {
            #expect(told.contains { $0.kind == kind && $0.key.contains("scene") })
        }
        let seen = deeds.filter {
            if case .act("acknowledge", .alarm(let key), _) = $0.what { key.contains("scene") } else { false }
        }
        #expect(seen.count == 2)
        #expect(Self.past.deeds(of: Self.days.upperBound - 1, until: end).allSatisfy { !$0.key.contains("scene") })
    }

    @Test func whatAHomeIsChargedIsRoundedToTheFen() {
        #expect(EstatePlan.fee("89.37") == "250.24" && EstatePlan.fee("76.05") == "212.94")
    }

    /// Of a month of full use: enough of each to be judged by, and most of it done well.
    @Test func aMonthHasWhatItTakes() {
        var (alarms, bills, visits): (Int, Int, Int) = (0, 0, 0)
        for day in (Self.days.upperBound - 29)...Self.days.upperBound {
            for deed in Self.past.deeds(of: day) {
                switch deed.what {
                case .tell(let event) where !event.isPassing: alarms += 1
                case .bill: bills += 1
                case .enter("visit", _, _): visits += 1
                default: break
                }
            }
        }
        #expect((40...120).contains(alarms) && bills == 6 && (80...120).contains(visits))
    }
}
