import Commons
import Community
import Database

extension SQLRecords {
    func eachJournal(
        of kind: String, _ scope: MetricScope, _ body: (CaseHead, [CaseEntry]) throws -> Void
    ) throws {
        let batch = 1000
        var after = ""
        while true {
            let ids = try connection.query(
                "SELECT id FROM case_head WHERE kind = $1 AND handler = $2 AND id > $3 ORDER BY id LIMIT \(batch)",
                [.text(kind), .text(scope.organisation), .text(after)]
            ).map { try $0.text(0) }
            let items = try self.items(Set(ids))
            for id in ids {
                let told = try entries(of: id, after: 0).filter { $0.at < scope.until }
                if let head = items[id]?.head, !told.isEmpty { try body(head, told) }
            }
            guard ids.count == batch, let last = ids.last else { return }
            after = last
        }
    }
}
