public import Commons
import Rulebook

/// What a device has said, property by property.
public struct DeviceReadings: Sendable {
    public struct Property: Sendable {
        public var property: DeviceModel.Property
        /// The last day that there is anything of.
        public var last: ReadingDay?
        /// By day, oldest first; days without readings are left out.
        public var days: [ReadingDay]
        /// The latest ones, oldest first: of `DeviceReadings.hours`, or less where there are very many.
        public var readings: [Reading]

        public init(
            property: DeviceModel.Property, last: ReadingDay? = nil, days: [ReadingDay] = [], readings: [Reading] = []
        ) {
            self.property = property
            self.last = last
            self.days = days
            self.readings = readings
        }
    }

    public var device: Item
    public var model: DeviceModel?
    public var properties: [Property]
    public var now: Instant

    public init(device: Item, model: DeviceModel?, properties: [Property], now: Instant) {
        self.device = device
        self.model = model
        self.properties = properties
        self.now = now
    }

    public static let hours: Int64 = 24
    public static let days = 30
    /// Readings that are looked at for a picture.
    static let most = 20_000
}

/// One property of a device over a time.
public struct SeriesExcerpt: Sendable {
    public var property: DeviceModel.Property
    /// Oldest first.
    public var readings: [Reading]
    public var days: [ReadingDay]
    /// There are more, from this moment on.
    public var next: Instant?

    public init(
        property: DeviceModel.Property, readings: [Reading] = [], days: [ReadingDay] = [], next: Instant? = nil
    ) {
        self.property = property
        self.readings = readings
        self.days = days
        self.next = next
    }

    /// Days that one question may reach over.
    public static let longest = 92
}

extension CommunityDesk {
    /// Everything that a device measures, for whoever may read the device and its readings.
    public func readings(of id: String, _ visitor: Visitor) async throws -> DeviceReadings {
        let now = surroundings.now()
        return try await store.readCommunity { records in
            let device = try readable(id, visitor, records)
            let model = try model(of: device, records)
            let series = try series(of: device, model?.properties ?? [], records)
            let properties = try (model?.properties ?? []).map { property in
                guard let number = series[property.id] else { return DeviceReadings.Property(property: property) }
                return try readings(property, number, now, records)
            }
            return DeviceReadings(device: device, model: model, properties: properties, now: now)
        }
    }

    private func readings(
        _ property: DeviceModel.Property, _ series: Int, _ now: Instant, _ records: any CommunityRecords
    ) throws -> DeviceReadings.Property {
        let days = try days(
            of: series, from: now.dayNumber - DeviceReadings.days + 1, until: now.dayNumber + 1, records)
        let last = try days.last ?? records.lastReadings(of: [series], onOrBefore: now.dayNumber)[series]
        var found = DeviceReadings.Property(property: property, last: last, days: days)
        let length = DeviceReadings.hours * 3600
        // A device that speaks every second says more in a day than a picture needs.
        let count = days.filter { $0.day >= now.dayNumber - 1 }.map(\.count).max() ?? 0
        let share = count > DeviceReadings.most ? length * Int64(DeviceReadings.most) / Int64(count) : length
        let start = now.adding(seconds: -share)
        if let last, last.lastAt >= start {
            found.readings = try records.readings(
                of: series, from: start, until: last.lastAt.adding(seconds: 1), limit: DeviceReadings.most)
        }
        return found
    }

    /// Readings of one property from a moment until another one, and the figures of the days in between.
    public func series(
        of id: String, _ property: String, from: Instant, until: Instant, limit: Int, _ visitor: Visitor
    ) async throws -> SeriesExcerpt {
        guard from < until, until.dayNumber - from.dayNumber < SeriesExcerpt.longest else {
            throw Refusal(
                .invalid, zh: "from 应早于 until，且相隔不超过 \(SeriesExcerpt.longest) 天",
                en: "from lies before until, and within \(SeriesExcerpt.longest) days of it", place: "from")
        }
        return try await store.readCommunity { records in
            let device = try readable(id, visitor, records)
            let model = try model(of: device, records)
            guard let property = model?.property(property) else { throw CommunityDesk.missing }
            var excerpt = SeriesExcerpt(property: property)
            guard let number = try series(of: device, [property], records)[property.id] else { return excerpt }
            let found = try records.readings(of: number, from: from, until: until, limit: limit + 1)
            excerpt.readings = Array(found.prefix(limit))
            excerpt.next = found.count > limit ? found.last?.at : nil
            excerpt.days = try days(of: number, from: from.dayNumber, until: until.dayNumber + 1, records)
            return excerpt
        }
    }

    private func readable(_ id: String, _ visitor: Visitor, _ records: any CommunityRecords) throws -> Item {
        let device = try found(id, of: try kind(Estate.device.id), records)
        try demand(Estate.device.function(.read), visitor, device)
        try demand(CommunityFunction.readReadings, visitor, device)
        return device
    }

    /// Numbers of a device's series, by property.
    private func series(
        of device: Item, _ properties: [DeviceModel.Property], _ records: any CommunityRecords
    ) throws -> [String: Int] {
        let keys = properties.map { SeriesKey(device: device.id, property: $0.id) }
        var known = try devices.contents(records).series
        // Another node may have made some since this one looked.
        if keys.contains(where: { known[$0] == nil }) { known = try records.allSeries() }
        return Dictionary(keys.compactMap { key in known[key].map { (key.property, $0) } }) { first, _ in first }
    }

    /// From one day until before another, oldest first.
    private func days(
        of series: Int, from first: Int, until end: Int, _ records: any CommunityRecords
    ) throws -> [ReadingDay] {
        var days: [ReadingDay] = []
        var next = end - 1
        while next >= first, let found = try records.lastReadings(of: [series], onOrBefore: next)[series],
            found.day >= first
        {
            days.append(found)
            next = found.day - 1
        }
        return days.reversed()
    }

    // MARK: Kept apart

    /// Readings that were kept apart, newest first: of senders of the visitor's organisations.
    /// `reason`: only these; nil: all.
    public func refusedReadings(
        _ visitor: Visitor, reason: RefusedReading.Reason? = nil, after: Int? = nil, limit: Int = 100
    ) async throws -> [RefusedReading] {
        let query = RefusedQuery(
            organisations: try organisations(CommunityFunction.readReadings, visitor), reason: reason, after: after,
            limit: limit)
        return try await store.readCommunity { try $0.refusedReadings(query) }
    }
}
