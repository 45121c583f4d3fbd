/// On whose behalf something is done. Whatever is written meanwhile carries it into the journal, so that no record
/// changes without saying who changed it.
public struct Origin: Hashable, Sendable {
    /// nil: the public, or the system.
    public var person: String?
    /// By which way: `page`, `api`, `command` or `system`.
    public var way: String

    public init(person: String?, way: String) {
        self.person = person
        self.way = way
    }

    public static let system = Origin(person: nil, way: "system")

    /// Of the work that this task does.
    @TaskLocal public static var current = Origin.system
}
