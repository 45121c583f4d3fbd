public import Commons
public import Markup
public import Rulebook

/// What a wing puts first on the start page of those who often come for it.
public struct Launch: Sendable {
    public var title: Phrase
    public var path: String
    public var symbol: Launcher.Symbol
    /// Whose start page it is on, where the policy grants them `function` as well.
    public var roles: Set<Role>
    public var function: Function
    /// The lowest stands first.
    public var rank: Int
    /// How many things wait there.
    public var count: (@Sendable (Call) async throws -> Int)?

    public init(
        _ title: Phrase, _ path: String, _ symbol: Launcher.Symbol, for roles: Set<Role>, _ function: Function,
        rank: Int, count: (@Sendable (Call) async throws -> Int)? = nil
    ) {
        self.title = title
        self.path = path
        self.symbol = symbol
        self.roles = roles
        self.function = function
        self.rank = rank
        self.count = count
    }

    /// Those for a visitor, in their order; one address only once.
    static func chosen(_ launches: [Launch], for call: Call) -> [Launch] {
        let roles = Set(call.visitor.memberships.map(\.role))
        var seen: Set<String> = []
        return launches.filter { !$0.roles.isDisjoint(with: roles) && call.allows($0.function) }
            .sorted { ($0.rank, $0.path) < ($1.rank, $1.path) }
            .filter { seen.insert($0.path).inserted }
    }

    /// The start page's block for a visitor; empty where nothing is for them.
    public static func block(_ launches: [Launch], for call: Call) async throws -> HTML {
        var launchers: [Launcher] = []
        for launch in chosen(launches, for: call) {
            launchers.append(
                Launcher(
                    call.say(launch.title), launch.path, launch.symbol, count: try await launch.count?(call),
                    counted: call.say("项待处理", "waiting")))
        }
        return launchers.isEmpty ? "" : HTML.launchers(launchers, label: call.say("常用", "Often used"))
    }
}
