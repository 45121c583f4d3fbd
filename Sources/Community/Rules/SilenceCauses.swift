import Commons
import Rulebook

/// What silent devices have in common: the gateway through which they speak, the line that powers them. Whoever is told
/// of forty devices has to find out; whoever is told of their gateway knows where to go.
struct SilenceCauses {
    /// What a device hangs on.
    private struct Cause {
        var device: DeviceShelf.Known
        /// Watched devices that hang on it, without itself.
        var dependents: [DeviceShelf.Known] = []
        var isSupply: Bool
    }

    private let watch: CommunityDesk.Watch
    private let devices: DeviceShelf.Contents
    private let now: Instant
    private let day: String
    /// By the device that it is; nil: not looked for yet.
    private var causes: [String: Cause]?
    /// Ids of what each watched device hangs on.
    private var hangsOn: [String: [String]] = [:]
    private var presences: [String: Bool] = [:]
    private var spaces: [String: [String]] = [:]

    init(_ watch: CommunityDesk.Watch, devices: DeviceShelf.Contents, at now: Instant) {
        self.watch = watch
        self.devices = devices
        self.now = now
        day = now.day.description
    }

    /// Takes out of the silent those whose silence has a cause.
    /// - Returns: the causes that nobody has been told of yet, each as one that is silent; and those without a cause.
    mutating func split(
        _ group: [CommunityDesk.Silent], _ rule: Rule, _ records: any CommunityRecords
    ) throws -> (caused: [CommunityDesk.Silent], others: [CommunityDesk.Silent]) {
        var byCause: [String: [CommunityDesk.Silent]] = [:]
        var others: [CommunityDesk.Silent] = []
        for one in group {
            if let cause = try cause(of: one, records) {
                byCause[cause, default: []].append(one)
            } else {
                others.append(one)
            }
        }
        var caused: [CommunityDesk.Silent] = []
        for (id, those) in byCause.sorted(by: { $0.key < $1.key }) {
            guard let cause = causes?[id], try mark(cause, rule, records) else { continue }
            caused.append(told(cause, those))
        }
        return (caused, others)
    }

    private func told(_ cause: Cause, _ those: [CommunityDesk.Silent]) -> CommunityDesk.Silent {
        let dependents = those.filter { $0.device != cause.device.id }
        let names = dependents.prefix(5).map(\.title).joined(separator: "、")
        let tie = cause.isSupply ? "供电" : "接入"
        let rest =
            dependents.isEmpty ? "" : "\(tie)的 \(dependents.count) 台设备（\(names)\(dependents.count > 5 ? " 等" : "")）"
        return CommunityDesk.Silent(
            device: cause.device.id, title: cause.device.title + rest,
            place: cause.device.place ?? those.first?.place, owner: those.first?.owner ?? "",
            lastAt: those.map(\.lastAt).max() ?? now)
    }

    /// Notes that people are told of a cause.
    /// - Returns: whether they have not been, since something of it last spoke.
    private func mark(_ cause: Cause, _ rule: Rule, _ records: any CommunityRecords) throws -> Bool {
        let name = "cause/\(cause.device.id)"
        if let told = watch.marks[name] {
            let hasSpoken = ([cause.device] + cause.dependents).contains {
                (watch.spoken[$0.id]?.milliseconds ?? 0) > told
            }
            if !hasSpoken { return false }
        }
        try records.markRule(rule.id, name, now.milliseconds)
        return true
    }

    /// The device on which one hangs and that is to blame; nil: none is.
    private mutating func cause(
        of one: CommunityDesk.Silent, _ records: any CommunityRecords
    ) throws -> String? {
        guard let id = one.device else { return nil }
        try look(records)
        var best: (id: String, isSure: Bool, count: Int)?
        for candidate in (hangsOn[id] ?? []) + [id] {
            guard let cause = causes?[candidate] else { continue }
            let silent = cause.dependents.count(where: isSilent)
            let isSure = try isGone(cause, records)
            // Half of what hangs on it, and not one alone.
            let isLikely = silent >= 2 && silent * 2 >= cause.dependents.count
            guard isSure || isLikely, silent > 0 else { continue }
            if let best, (best.isSure ? 1 : 0, best.count) >= (isSure ? 1 : 0, silent) { continue }
            best = (candidate, isSure, silent)
        }
        return best?.id
    }

    private func isSilent(_ device: DeviceShelf.Known) -> Bool {
        guard let last = watch.spoken[device.id] else { return watch.marks[device.id].map { $0 > 0 } ?? false }
        return device.isSilent(last, at: now)
    }

    /// It says nothing itself, or its connection is gone.
    private mutating func isGone(_ cause: Cause, _ records: any CommunityRecords) throws -> Bool {
        if watch.devices.contains(where: { $0.id == cause.device.id }), isSilent(cause.device) { return true }
        if let known = presences[cause.device.id] { return known }
        let isGone =
            try records.presence(of: cause.device.id).map { presence in
                // Where something of it has spoken since, it speaks by another way.
                !presence.isOnline
                    && !cause.dependents.contains { watch.spoken[$0.id] ?? presence.since > presence.since }
            } ?? false
        presences[cause.device.id] = isGone
        return isGone
    }

    // MARK: What hangs on what

    /// Once, when something is silent.
    private mutating func look(_ records: any CommunityRecords) throws {
        guard causes == nil else { return }
        var found: [String: Cause] = [:]
        for device in watch.devices {
            let gateways = devices.gateways(of: device.id, on: day)
            var supplies = try supplies(of: device, records)
            for gateway in gateways.compactMap(known) { supplies += try self.supplies(of: gateway, records) }
            for (ids, isSupply) in [(Set(supplies), true), (Set(gateways).subtracting(supplies), false)] {
                for id in ids.sorted() where id != device.id {
                    // Whoever keeps the one has to keep the other, or people would be told of what is not theirs.
                    guard let cause = known(id), !cause.isRevoked, cause.handler == device.handler else { continue }
                    found[id, default: Cause(device: cause, isSupply: isSupply)].dependents.append(device)
                    hangsOn[device.id, default: []].append(id)
                }
            }
        }
        causes = found
    }

    private func known(_ id: String) -> DeviceShelf.Known? {
        devices.byID[id].flatMap { devices.devices[$0] }
    }

    private mutating func supplies(
        of device: DeviceShelf.Known, _ records: any CommunityRecords
    ) throws -> [String] {
        var supplies = devices.supplies(of: device.id, on: day)
        guard devices.suppliesSpaces, let place = device.place else { return supplies }
        if spaces[place] == nil { spaces[place] = try records.spacesAround(place) }
        for space in spaces[place] ?? [] { supplies += devices.supplies(of: space, on: day) }
        return supplies
    }
}
