import CLibPQ
import Database

/// A connection string, understood: where the server is and as whom to enter.
struct ConnectionSettings: Sendable {
    private let parameters: [(keyword: String, value: String)]
    private let password: String?
    let schema: String?

    /// What holds unless the connection string says something else. Seconds; milliseconds for `tcp_user_timeout`.
    private static let defaults = [
        ("connect_timeout", "5"), ("application_name", "linli"), ("keepalives_idle", "30"),
        ("keepalives_interval", "10"), ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
    ]

    init(_ text: String, schema: String?) throws {
        // What libpq says about a bad string would quote it, password and all.
        guard let options = PQconninfoParse(text, nil) else {
            throw DatabaseError(
                .other, "not a connection string of PostgreSQL: postgresql://user@host:port/database or key=value pairs"
            )
        }
        defer { PQconninfoFree(options) }
        var found: [(keyword: String, value: String)] = []
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { found.append((String(cString: keyword), String(cString: value))) }
            option += 1
        }
        password = found.first { $0.keyword == "password" }?.value
        let missing = Self.defaults.filter { name, _ in !found.contains { $0.keyword == name } }
        // Text is UTF-8 here, whatever the environment says.
        parameters = found + missing.map { ($0, $1) } + [("client_encoding", "UTF8")]
        let isName = schema?.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 } ?? true
        guard isName, (1...20).contains(schema?.utf8.count ?? 1) else {
            throw DatabaseError(.other, "\(schema ?? "") is no schema: 1 to 20 small letters, digits and _")
        }
        self.schema = schema
    }

    /// A connection attempt, successful or not; nil without memory.
    func connect() -> OpaquePointer? {
        withCStrings(parameters.map(\.keyword)) { keywords in
            withCStrings(parameters.map(\.value)) { values in PQconnectdbParams(keywords, values, 0) }
        }
    }

    /// The text without the password.
    func redacted(_ message: String) -> String {
        guard let password, !password.isEmpty else { return message }
        return message.split(separator: password, omittingEmptySubsequences: false).joined(separator: "***")
    }

    /// Statements that prepare a new connection.
    var preparation: String {
        var statements = [
            "SET lock_timeout = '10s'",
            // Acknowledged means durable; a stricter setting of the server stays.
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
        ]
        if let schema { statements.append("SET search_path TO \(schema)") }
        return statements.joined(separator: "; ")
    }

    /// Channels belong to the whole database on the server; here each schema has its own.
    var channelPrefix: String { schema.map { $0 + "." } ?? "" }
}

/// Calls the body with an array of C strings that ends with null.
private func withCStrings<T>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T
) -> T {
    let bytes = strings.map { Array($0.utf8CString) }
    let all = bytes.flatMap(\.self)
    return all.withUnsafeBufferPointer { all in
        var pointers: [UnsafePointer<CChar>?] = []
        var offset = 0
        for string in bytes {
            pointers.append(all.baseAddress.map { $0 + offset })
            offset += string.count
        }
        pointers.append(nil)
        return pointers.withUnsafeBufferPointer { pointers in
            // An array with an element has an address.
            body(pointers.baseAddress!)
        }
    }
}
