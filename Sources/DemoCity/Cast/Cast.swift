import Commons
import Rulebook

/// Everybody who takes part: organisations and people with their roles. Names are invented.
struct Cast: Sendable {
    /// A person before anybody has given them an id.
    struct Part: Sendable {
        var login: String
        var name: String
        /// Keys of organisations with the role there.
        var roles: [(role: Role, organisation: String)]
        var fields: [String] = []
    }

    /// An organisation by a key of ours.
    struct House: Sendable {
        var key: String
        var kind: Organisation.Kind
        var name: String
        var region: String
    }

    private var visitors: [String: Visitor]
    private var organisations: [String: Organisation]

    init(_ visitors: [String: Visitor], _ organisations: [String: Organisation]) {
        self.visitors = visitors
        self.organisations = organisations
    }

    /// Somebody by login; somebody nobody knows is the public.
    func visitor(_ login: String) -> Visitor { visitors[login] ?? .anybody() }

    /// The id of somebody.
    func person(_ login: String) -> String { visitors[login]?.person?.id ?? "" }

    func organisation(_ key: String) -> String { organisations[key]?.id ?? "" }

    /// Everybody's ids.
    var people: [String] { Cast.parts.map { person($0.login) } }

    static func house(_ key: String) -> House? { houses.first { $0.key == key } }

    // MARK: Who does what in a case

    /// Who writes for an applicant.
    static func applicant(of house: String) -> String {
        parts.first { $0.roles.contains { $0.role == .applicant && $0.organisation == house } }?.login ?? ""
    }

    static func reviewer(of body: String, _ turn: Int) -> String {
        (body == "centre" ? ["reviewer", "reviewer2"] : ["reviewer3", "reviewer4"])[turn % 2]
    }

    /// The third one decides appeals, so that those who approved do not.
    static func approver(of body: String, _ index: Int) -> String {
        "approver\(index + (body == "centre" ? 1 : 4))"
    }

    /// The leader first.
    static func panel(of body: String, _ dice: inout Dice) -> [String] {
        body == "centre"
            ? ["leader", "expert1", "expert2", "expert3"]
                + (dice.chance(40) ? [dice.pick(["expert4", "expert5"])] : [])
            : ["expert6", "expert7", "expert8"] + [dice.pick(["expert4", "expert5"])]
    }
}
