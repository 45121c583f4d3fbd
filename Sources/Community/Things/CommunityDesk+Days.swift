public import Commons
public import Rulebook

/// What a device said of one property in a day.
public struct DeviceDay: Sendable {
    /// The device's number and its name.
    public var device: String
    public var title: String
    public var property: DeviceModel.Property
    public var figures: ReadingDay

    public init(device: String, title: String, property: DeviceModel.Property, figures: ReadingDay) {
        self.device = device
        self.title = title
        self.property = property
        self.figures = figures
    }
}

extension CommunityDesk {
    /// What all devices that the visitor may read said in a day (Beijing time), by device and property. Of statistics
    /// that are kept with every reading: it takes as long however many readings there are.
    public func readings(on day: Day, _ visitor: Visitor) async throws -> [DeviceDay] {
        let policy = policy()
        _ = try reach(CommunityFunction.readReadings, visitor)
        let number = Instant(day).dayNumber
        let found = try await store.readCommunity { records in
            let contents = try devices.contents(records)
            let days = try records.readingDays(number)
            var series = contents.series
            // Another node may have made some since this one looked.
            if days.count > series.count { series = try records.allSeries() }
            // Devices of an estate are alike in whose they are.
            var readable: [Subject: Bool] = [:]
            return series.compactMap { key, number -> DeviceDay? in
                guard let figures = days[number], let code = contents.byID[key.device],
                    let device = contents.devices[code], let property = device.model?.property(key.property)
                else { return nil }
                let isReadable =
                    readable[device.subject]
                    ?? [CommunityFunction.readReadings, Estate.device.function(.read)].allSatisfy {
                        policy.decide(visitor, $0, on: device.subject).isAllowed
                    }
                readable[device.subject] = isReadable
                return isReadable
                    ? DeviceDay(device: code, title: device.title, property: property, figures: figures) : nil
            }
        }
        return found.sorted { ($0.device, $0.property.id) < ($1.device, $1.property.id) }
    }
}
