import Commons
import Evaluation
import PortalKit
import Rulebook

/// What of the communities to list, and in which order.
struct CommunityList: Hashable, Sendable {
    enum Sort: String, CaseIterable, Sendable {
        case community, region, state, q, grade, distance, certificate
    }

    var text = ""
    /// The id of a grade; `noGrade`; empty: any.
    var grade = ""
    var state = ""
    /// As in the address; the scope holds it.
    var region: String?
    var standard: String?
    var sort = Sort.q
    var isDescending = true
    /// From 1.
    var page = 1

    static let pageSize = 50
    static let noGrade = "none"

    init() {}

    init(_ query: Fields, standard: String?) throws {
        text = String((try query.filled("q") ?? "").prefix(100))
        grade = try query.filled("grade") ?? ""
        state = try query.filled("state") ?? ""
        region = try query.filled("region")
        self.standard = standard
        if try query.filled("sort") != nil { sort = try query.choice("sort") }
        isDescending = try query.filled("order").map { $0 == "down" } ?? (sort == .q)
        page = try query.integer("page", in: 1...100_000, or: 1)
    }

    /// The address of this list: the route is that of the table or that of an export with its format.
    func path(_ route: Route = Routes.regionTable, _ values: [String] = [], plan: String? = nil) -> String {
        var pairs = RegionFrame.query(region, standard)
        for (name, value) in [("q", text), ("grade", grade), ("state", state)] where !value.isEmpty {
            pairs.append((name, value))
        }
        if sort != .q || !isDescending {
            pairs += [("sort", sort.rawValue), ("order", isDescending ? "down" : "up")]
        }
        if page > 1 { pairs.append(("page", String(page))) }
        if let plan { pairs.append(("plan", plan)) }
        return route.path(values: values, query: pairs)
    }

    /// The address of the same rows by another column; by the same one the other way round.
    func path(by column: Sort) -> String {
        var list = self
        list.page = 1
        list.isDescending = column == sort ? !isDescending : column == .q
        list.sort = column
        return list.path()
    }

    func path(page: Int) -> String {
        var list = self
        list.page = page
        return list.path()
    }

    /// The rows that fit, in order. Rows that have nothing in the column come last either way.
    func rows(_ all: [CommunityRow]) -> [CommunityRow] {
        let wanted = text.lowercased()
        let found = all.filter { row in
            if !grade.isEmpty, grade != (row.q == nil ? "" : row.grade ?? CommunityList.noGrade) { return false }
            if !state.isEmpty, row.state != state { return false }
            return wanted.isEmpty || row.community.lowercased().contains(wanted)
                || row.address.lowercased().contains(wanted) || row.number.contains(wanted)
                || row.certificate?.lowercased().contains(wanted) == true
        }
        switch sort {
        case .community: return sorted(found) { $0.community }
        case .region: return sorted(found) { $0.region }
        case .state: return sorted(found) { row in EvaluationLifeCycle.states.firstIndex { $0.id == row.state } }
        case .q: return sorted(found) { $0.q }
        case .grade: return sorted(found) { $0.q == nil ? nil : $0.grade == nil ? -1 : $0.mark.stars }
        case .distance: return sorted(found) { $0.next?.distance }
        case .certificate: return sorted(found) { $0.validUntil }
        }
    }

    /// Ties keep the order of the cases' numbers, up or down.
    private func sorted<Key: Comparable>(_ rows: [CommunityRow], by key: (CommunityRow) -> Key?) -> [CommunityRow] {
        let keyed = rows.map { (row: $0, key: key($0)) }
        return keyed.sorted { left, right in
            guard let one = left.key else { return right.key == nil && left.row.number < right.row.number }
            guard let other = right.key else { return true }
            if one != other { return isDescending ? one > other : one < other }
            return left.row.number < right.row.number
        }.map(\.row)
    }

    /// The rows of this page; the last page where there are fewer.
    func shown(_ rows: [CommunityRow]) -> (rows: ArraySlice<CommunityRow>, page: Int, pages: Int) {
        let pages = max((rows.count + CommunityList.pageSize - 1) / CommunityList.pageSize, 1)
        let page = min(max(page, 1), pages)
        let first = (page - 1) * CommunityList.pageSize
        return (rows[first..<min(first + CommunityList.pageSize, rows.count)], page, pages)
    }
}
