import Commons

extension DeviceShelf.Known {
    /// Seconds after which it is taken for silent; nil: it speaks when it likes.
    var silence: Int64? { model?.properties.compactMap(\.silence).min() }

    /// Whether it should have said something since.
    func isSilent(_ last: Instant?, at now: Instant) -> Bool {
        guard let silence else { return false }
        return last.map { $0.adding(seconds: silence) < now } ?? true
    }

    func series(_ all: [SeriesKey: Int]) -> [Int] {
        model?.properties.compactMap { all[SeriesKey(device: id, property: $0.id)] } ?? []
    }
}

extension CommunityDesk {
    /// When devices last said something, today or yesterday, by id.
    func lastWords(
        of devices: [DeviceShelf.Known], at now: Instant, _ records: any CommunityRecords
    ) throws -> [String: Instant] {
        let series = try records.allSeries()
        let days = [try records.readingDays(now.dayNumber), try records.readingDays(now.dayNumber - 1)]
        var last: [String: Instant] = [:]
        for device in devices {
            last[device.id] = device.series(series).compactMap { key in
                days.lazy.compactMap { $0[key]?.lastAt }.first
            }.max()
        }
        return last
    }
}
