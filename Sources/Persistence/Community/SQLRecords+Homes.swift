import Commons
import Community
import Database
import Rulebook

extension SQLRecords {
    func homes(of person: String, keptBy organisations: Set<String>, on day: Day) throws -> Set<String> {
        guard let relation = Estate.tenure.relation else { return [] }
        var sql = Statement(
            "SELECT i.fields, h.handler FROM item r JOIN case_head rh ON rh.id = r.id "
                + "JOIN item_value v ON v.kind = 'tenure' AND v.field = 'who' AND v.word = r.id "
                + "JOIN case_head h ON h.id = v.item JOIN item i ON i.id = v.item "
                + "WHERE r.kind = 'resident' AND r.owner = ", [.text(person)])
        sql.isOne("rh.state", of: Estate.resident.openStates.sorted())
        sql.isOne("h.state", of: Estate.tenure.openStates.sorted())
        var homes: Set<String> = []
        for row in try connection.query(sql.text, sql.arguments) where organisations.contains(try row.text(1)) {
            let fields = try CanonicalJSON.decode([String: FormValue].self, Array(try row.text(0).utf8))
            guard let home = fields["home"]?.text, relation.holds(fields, on: day.description) else { continue }
            homes.insert(home)
        }
        return homes
    }
}
