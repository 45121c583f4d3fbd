import Commons
import Database

extension SQLRecords: SettingRecords {
    func setting(_ name: String) throws -> (text: String, version: Int)? {
        try connection.row("SELECT content, version FROM setting WHERE name = $1", [.text(name)])
            .map { (try $0.text(0), try $0.int(1)) }
    }

    func set(_ name: String, _ text: String, version: Int) throws -> Int {
        let sql =
            version == 0
            ? "INSERT INTO setting (name, content, version) VALUES ($1, $2, $3 + 1)"
            : "UPDATE setting SET content = $2, version = $3 + 1 WHERE name = $1 AND version = $3"
        return try versioned(sql, [.text(name), .text(text), .int(Int64(version))], after: version)
    }
}
