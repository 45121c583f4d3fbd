import Commons
import Community
import Markup
public import PortalKit
import Rulebook

extension CommunityPortal {
    /// What people of the community come for most often: what the domains declare, and this wing's own pages.
    public var launches: [Launch] {
        let desk = desk
        return desk.catalog.starts.compactMap(launch) + [
            Launch(
                Phrase(zh: "我的账单", en: "My bills"), OwnBillRoutes.page.path(), .bill, for: [.resident],
                CommunityFunction.ownBills, rank: 10,
                count: { call in try await desk.ownHomes(call.visitor).map(\.open.count).reduce(0, +) }),
            Launch(
                Phrase(zh: "通知", en: "Messages"), CommunityRoutes.messages.path(), .message, for: [.resident],
                CommunityFunction.readMessages, rank: 40,
                count: { call in try await desk.messages(call.visitor, limit: 1).unread }),
            Launch(
                Phrase(zh: "值班台", en: "Duty desk"), CommunityRoutes.duty.path(), .watch, for: [.duty],
                CommunityFunction.duty, rank: 10, count: count(Estate.alarm)),
            Launch(
                Phrase(zh: "收费", en: "Charges"), CommunityRoutes.money.path(), .money, for: [.manager],
                CommunityFunction.readMoney, rank: 10),
            Launch(
                Phrase(zh: "指标", en: "Metrics"), MetricRoutes.board.path(), .metric, for: [.manager],
                CommunityFunction.metrics, rank: 40),
        ]
    }

    private func launch(_ start: Start) -> Launch? {
        guard let kind = desk.catalog.kind(start.kind), let symbol = Launcher.Symbol(rawValue: start.symbol) else {
            return nil
        }
        let routes = KindRoutes(kind)
        return Launch(
            start.title, (start.goal == .new ? routes.new : routes.list).path(), symbol, for: [start.role],
            start.function(of: kind), rank: start.rank, count: start.goal == .open ? count(kind, start.states) : nil)
    }

    private func count(_ kind: Kind, _ states: Set<String> = []) -> @Sendable (Call) async throws -> Int {
        let counted = states.isEmpty ? kind.openStates : states
        return { [desk] call in
            call.allows(kind.function(.read)) ? try await desk.openCount(of: kind, in: counted, call.visitor) : 0
        }
    }
}
