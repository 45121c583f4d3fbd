public import Commons
import Rulebook

/// Whose an item is: it belongs to whoever keeps the place that it is in.
struct Home: Hashable, Sendable {
    var opener: String
    var handler: String
    var region: String
}

/// How much there may be of something; what is beyond is refused, never cut.
public enum CommunityLimits {
    /// Spaces around a space.
    public static let depth = 12
    /// Rows of one import.
    public static let rows = 200_000
    /// Device models, declared and added.
    public static let models = 500
    /// Readings of one batch.
    public static let readings = 50_000
    /// Bytes of one batch.
    public static let batch = 16 << 20
    /// Readings of one property of a device for one day (Beijing time): eleven a second.
    public static let readingsADay = 1_000_000
    /// Events of a device that happened in one minute, or were received in one hour: what is more is a flood.
    public static let eventsAMinute = 200
    public static let eventsAnHour = 10_000
    /// What is not taken is kept apart up to so many times an hour and sender; then it is counted alone.
    public static let refusedAnHour = 50_000
    /// What one gateway may have announced at one time, and characters of all of it.
    public static let announcements = 2000
    public static let announcedText = 2 << 20
    /// Models that gateways of one organisation have announced.
    public static let announcedModels = 100
    /// Characters of what is said of an event.
    public static let eventText = 2000
    /// Bytes of what a device says of a command.
    public static let answerText = 2000
    /// Bytes of the version of a firmware.
    public static let firmware = 100
    /// Milliseconds that a reading may be ahead of the clock.
    public static let ahead: Int64 = 5 * 60_000
    /// Milliseconds after which a reading sets off no rule: what was so then may be over.
    public static let live: Int64 = 15 * 60_000
    /// Milliseconds that a reading may be late: 400 days.
    public static let late: Int64 = 400 * 86_400_000
}

extension CommunityDesk {
    func place(
        _ text: String?, _ kind: Kind, _ visitor: Visitor, _ records: any CommunityRecords
    ) throws -> String? {
        var book = NameBook()
        return try place(text, kind, visitor, records, &book)?.id
    }

    /// The space that somebody names, by its id or number.
    func place(
        _ text: String?, _ kind: Kind, _ visitor: Visitor, _ records: any CommunityRecords, _ book: inout NameBook
    ) throws -> Item? {
        guard let text, !text.isEmpty else {
            if kind.placing == .required {
                // Whoever lives in one home means that.
                if visitor.homes.count == 1, let home = visitor.homes.first, let found = try records.item(home),
                    livesOnly(visitor, found)
                {
                    return found
                }
                throw Refusal(.invalid, zh: "请选择位置", en: "say where it is", place: "place")
            }
            return nil
        }
        let nowhere = Refusal(.invalid, zh: "没有这一位置：\(text)", en: "there is no such place: \(text)", place: "place")
        guard kind.placing != .nowhere, CommunityDesk.isID(text) || text.utf8.count <= 400 else { throw nowhere }
        // Whoever belongs to the estate can say where something is, whether they may look at its places or not.
        guard let found = try book.item(text, of: Estate.space.id, records),
            visitor.memberships.contains(where: { $0.organisation.id == found.head.handler })
                || allows(Estate.space.function(.read), visitor, found)
        else { throw nowhere }
        if livesOnly(visitor, found), try isPrivate(found, for: visitor, records) {
            throw Refusal(
                .forbidden, zh: "只能选择本人的房屋或公共区域", en: "choose your own home or a common place", place: "place")
        }
        return found
    }

    /// Levels of spaces that are somebody's.
    static let privateLevels: Set<String> = ["home", "parking"]

    /// Whether a visitor is nothing in the organisation that keeps a space but somebody who lives there.
    private func livesOnly(_ visitor: Visitor, _ space: Item) -> Bool {
        let roles = visitor.memberships.filter { $0.organisation.id == space.head.handler }.map(\.role)
        return !roles.isEmpty && roles.allSatisfy { $0 == .resident }
    }

    /// Whether a space is somebody's, or lies in what is, and not the visitor's.
    private func isPrivate(_ space: Item, for visitor: Visitor, _ records: any CommunityRecords) throws -> Bool {
        let around = try records.items(Set(try records.spacesAround(space.id)))
        let owned = around.values.filter { CommunityDesk.privateLevels.contains($0.fields["level"]?.text ?? "") }
        return !owned.isEmpty && owned.allSatisfy { !visitor.homes.contains($0.id) }
    }

    /// Places that a visitor who lives here can say something of: their homes, then what is common, by number.
    public func ownPlaces(_ visitor: Visitor, limit: Int) async throws -> [Item] {
        let own = visitor.memberships.filter { $0.role == .resident && $0.organisation.isActive }
        let reach = own.map { CaseQuery.Reach.organisation($0.organisation.id) }
        let levels = ["community", "zone", "building", "area", "gate"]
        return try await store.readCommunity { records in
            let homes = try records.items(visitor.homes).values.sorted { $0.head.number < $1.head.number }
            let common = try levels.flatMap { level in
                try records.items(
                    ItemQuery(
                        kind: Estate.space.id, reach: reach, states: ["current"], values: [.init("level", level)],
                        order: .number, limit: limit))
            }
            return Array((homes + common).prefix(limit))
        }
    }

    /// Whose it is: of the organisation that keeps the place; without a place of the visitor's own.
    func home(of place: String?, _ visitor: Visitor, _ records: any CommunityRecords) throws -> Home {
        try home(of: place.flatMap { try records.item($0) }, visitor)
    }

    func home(of space: Item?, _ visitor: Visitor) throws -> Home {
        let own = visitor.memberships.map(\.organisation).first { $0.isActive }
        if let space {
            return Home(
                opener: own?.id ?? space.head.handler, handler: space.head.handler, region: space.head.region)
        }
        guard let own else {
            throw Refusal(.forbidden, zh: "您不属于任何单位", en: "you belong to no organisation")
        }
        return Home(opener: own.id, handler: own.id, region: own.region)
    }

    func home(of item: Item) -> Home {
        Home(opener: item.head.handler, handler: item.head.handler, region: item.head.region)
    }
}
