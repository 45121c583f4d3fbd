import Commons
import Community
import Logging
import MQTT
import Synchronization

/// The devices that are connected to this node: who they are, what they are told, and that they are there.
final class DeviceHub: Sendable {
    /// Connections of one device.
    static let mostConnections = 10
    /// Connections at one time whose device is not known yet.
    static let mostStrangers = 4_000
    /// Devices whose coming and going is kept in one transaction.
    static let mostChanges = 500

    private struct Member {
        var connection: DeviceConnection
        var login: CommunityDesk.DeviceLogin
        var client: String
    }

    private struct State {
        /// By the device's item, oldest first.
        var members: [String: [Member]] = [:]
        var count = 0
        /// By the device's item: what has to be kept.
        var changes: [String: PresenceChange] = [:]
        var logins: [CommunityDesk.DeviceLogin] = []
        var received: [String] = []
        var number = 0
        /// Connections, known or not.
        var channels = 0
        /// By the device's item, of those that have spent some of it.
        var allowances: [String: Allowance] = [:]
    }

    let desk: CommunityDesk
    let node: String
    let load = Load(most: 64 << 20)
    private let log: Logger
    private let state = Mutex(State())

    init(_ desk: CommunityDesk, node: String, log: Logger) {
        self.desk = desk
        self.node = node
        self.log = log
    }

    var milliseconds: @Sendable () -> Int64 {
        let now = desk.surroundings.now
        return { now().milliseconds }
    }

    /// Connections whose device is known.
    var count: Int { state.withLock { $0.count } }

    /// Lets another connection in, and gives it a number; nil: there are too many, or too many that have not said who
    /// they are. Then `dismiss` is told of its end.
    func admit(most: Int) -> Int? {
        state.withLock { state in
            guard state.channels < most, state.channels - state.count < Self.mostStrangers else { return nil }
            state.channels += 1
            state.number += 1
            return state.number
        }
    }

    func dismiss() { state.withLock { $0.channels -= 1 } }

    func tell(_ message: Logger.Message, _ details: [String: String]) {
        log.info(message, metadata: details.mapValues { "\($0)" })
    }

    // MARK: What devices may say

    func spend(by device: String) {
        let now = milliseconds()
        state.withLock { $0.allowances[device, default: Allowance()].spend(now: now) }
    }

    /// Milliseconds until the device is listened to again; nil: it is.
    func wait(for device: String) -> Int64? {
        state.withLock { state in
            guard let allowance = state.allowances[device] else { return nil }
            let now = milliseconds()
            if allowance.isFull(now: now) { state.allowances[device] = nil }
            return allowance.wait(now: now)
        }
    }

    // MARK: Coming and going

    /// A connection of the same client takes the place of one before it (MQTT 5, 3.1.4).
    func join(_ connection: DeviceConnection, _ login: CommunityDesk.DeviceLogin, client: String) {
        let now = desk.surroundings.now()
        let (older, surplus) = state.withLock { state in
            var members = state.members[login.device] ?? []
            // By bytes: nothing is done to names (MQTT 5, 1.5.4).
            let isSame = { (member: Member) in member.client.utf8.elementsEqual(client.utf8) }
            let older = members.filter(isSame).map(\.connection)
            members.removeAll(where: isSame)
            members.append(Member(connection: connection, login: login, client: client))
            let surplus = members.prefix(max(0, members.count - Self.mostConnections)).map(\.connection)
            members.removeFirst(surplus.count)
            state.count += 1 - older.count - surplus.count
            state.members[login.device] = members
            state.changes[login.device] = PresenceChange(device: login.device, isOnline: true, seenAt: now)
            state.logins.append(login)
            return (older, surplus)
        }
        for one in older { one.end(.sessionTakenOver) }
        for one in surplus { one.end(.quotaExceeded) }
    }

    func leave(_ connection: DeviceConnection, _ login: CommunityDesk.DeviceLogin) {
        let now = desk.surroundings.now()
        state.withLock { state in
            guard var members = state.members[login.device],
                let index = members.firstIndex(where: { $0.connection === connection })
            else { return }
            members.remove(at: index)
            state.count -= 1
            state.members[login.device] = members.isEmpty ? nil : members
            if members.isEmpty {
                state.changes[login.device] = PresenceChange(device: login.device, isOnline: false, seenAt: now)
            }
        }
    }

    func received(_ command: String) { state.withLock { $0.received.append(command) } }

    private func connections(of device: String) -> [DeviceConnection] {
        state.withLock { $0.members[device]?.map(\.connection) ?? [] }
    }

    var all: [DeviceConnection] { state.withLock { $0.members.values.flatMap { $0.map(\.connection) } } }

    private func logins(of device: String?) -> [CommunityDesk.DeviceLogin] {
        state.withLock { state in
            let members = device.map { state.members[$0] ?? [] } ?? state.members.values.flatMap(\.self)
            return Array(Set(members.map(\.login)))
        }
    }

    // MARK: What is kept

    /// Keeps who came and went, and which commands have been received.
    func keep() async {
        let received = state.withLock { state in
            defer { state.received = [] }
            return state.received
        }
        if !received.isEmpty {
            let isKept = await attempt("commands received were not kept") { try await desk.received(received) }
            if !isKept {
                state.withLock { $0.received += received }
                return
            }
        }
        while true {
            let (changes, logins) = state.withLock { state in
                let devices = state.changes.keys.prefix(Self.mostChanges)
                let changes = devices.compactMap { state.changes.removeValue(forKey: $0) }
                let logins = Array(state.logins.prefix(Self.mostChanges))
                state.logins.removeFirst(logins.count)
                return (changes, logins)
            }
            if changes.isEmpty, logins.isEmpty { return }
            let isKept = await attempt("who is on line was not kept") {
                // A key may have been removed while the device came.
                for login in try await desk.note(changes, at: node, keys: logins) { close(login) }
            }
            if !isKept {
                // What has happened since says more.
                state.withLock { state in
                    for change in changes where state.changes[change.device] == nil {
                        state.changes[change.device] = change
                    }
                }
                return
            }
        }
    }

    /// Notes who has said something since; the node itself is heard of even if nobody has.
    func beat(since: Instant) async {
        state.withLock { state in
            for (device, members) in state.members where state.changes[device] == nil {
                let last = members.map(\.connection.heardAt).max() ?? 0
                guard last >= since.milliseconds else { continue }
                state.changes[device] = PresenceChange(
                    device: device, isOnline: true, seenAt: Instant(milliseconds: last))
            }
        }
        await attempt("the node was not heard of") { try await desk.note([], at: node, keys: []) }
        await keep()
    }

    @discardableResult
    private func attempt(_ message: Logger.Message, _ body: () async throws -> Void) async -> Bool {
        do {
            try await body()
            return true
        } catch {
            log.warning(message, metadata: ["reason": "\(error)"])
            return false
        }
    }

    // MARK: What devices are told

    /// What waits for a device that begins to listen, and for those for which it speaks.
    func push(to login: CommunityDesk.DeviceLogin) {
        Task {
            await attempt("what waits for a device was not told") {
                try await push(Array(desk.spokenFor(by: login).values))
            }
        }
    }

    private func push(_ devices: [String]) async throws {
        for post in try await desk.post(for: devices) where !post.commands.isEmpty || !post.wishes.isEmpty {
            // Through others only where it is not there itself.
            let there = post.speakers.lazy.map { self.connections(of: $0) }.first { !$0.isEmpty }
            for connection in there ?? [] { connection.tell(post) }
        }
    }

    /// Hears what changes, until the task is cancelled.
    func listen() async {
        while !Task.isCancelled {
            guard let changes = try? await desk.store.announcements(on: CommunityDesk.channel) else {
                try? await Task.sleep(for: .seconds(1))
                continue
            }
            // What was announced before was missed.
            await heed("")
            for await change in changes { await heed(change) }
        }
    }

    private func heed(_ change: String) async {
        let words = change.split(separator: "/", omittingEmptySubsequences: false)
        await attempt("a change was not heeded") {
            switch (words.first.map(String.init) ?? "", words.count) {
            // Some may have been missed.
            case ("", _):
                try await closeEnded(nil)
                try await push(Array(state.withLock { Array($0.members.keys) }))
            case ("command", 3...), ("wish", 2), ("retry", 2): try await push([String(words[1])])
            case (Estate.device.id, 2): try await closeEnded(String(words[1]))
            default: break
            }
        }
    }

    /// A key that was removed, a device that was taken out of service: nothing more is heard from it.
    private func closeEnded(_ device: String?) async throws {
        let logins = logins(of: device)
        guard !logins.isEmpty else { return }
        for login in try await desk.ended(logins) { close(login) }
    }

    private func close(_ login: CommunityDesk.DeviceLogin) {
        let connections = state.withLock { state in
            (state.members[login.device] ?? []).filter { $0.login == login }.map(\.connection)
        }
        for connection in connections { connection.end(.notAuthorized) }
    }
}
