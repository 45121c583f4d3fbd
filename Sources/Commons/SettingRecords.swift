/// Documents that administrators edit, such as the policy, the holidays and the map, as JSON by name.
public protocol SettingRecords {
    /// The text, and its version from 1; nil: never set.
    func setting(_ name: String) throws -> (text: String, version: Int)?
    /// Gives the new version. Throws a conflict unless the version is the one given (0: never set).
    func set(_ name: String, _ text: String, version: Int) throws -> Int
}
