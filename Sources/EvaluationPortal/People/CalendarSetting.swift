public import Commons
import Evaluation

/// The work calendar as administrators keep it; weekends only where they have not.
public enum CalendarSetting {
    public static let name = "calendar"

    /// - Returns: the calendar, and the version of the setting; 0: never set.
    public static func current(_ records: any SettingRecords) throws -> (calendar: WorkCalendar, version: Int) {
        guard let setting = try records.setting(name) else { return (WorkCalendar(), 0) }
        return (try CanonicalJSON.decode(WorkCalendar.self, Array(setting.text.utf8)), setting.version)
    }

    /// Throws a conflict unless the version is the one that the change rests on.
    public static func set(_ calendar: WorkCalendar, version: Int, _ records: any Records) throws {
        let text = String(decoding: try CanonicalJSON.encode(calendar), as: UTF8.self)
        _ = try records.set(name, text, version: version)
        try records.announce(name, on: PolicySetting.channel)
    }
}
