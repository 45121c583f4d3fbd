import Database

/// An INSERT of many rows as a COPY, which takes them without a statement for each.
struct BulkCopy {
    /// Fewer gain too little for what it takes to find out about their table.
    static let fewestRows = 50
    /// In one COPY, so that it takes no longer than a statement may.
    static let mostRows = 10_000
    /// As well; one more row may go beyond. Bytes.
    static let mostBytes = 1 << 20

    let types: [CopyType]
    /// Starts the COPY.
    let sql: String

    /// What says whether COPY does the same as INSERT; the parameter is the table. COPY passes over rules, of which a
    /// view has one, and refuses policies of rows; triggers would see all rows at once.
    static let condition = """
        SELECT NOT c.relhasrules AND NOT row_security_active(c.oid)
            AND has_table_privilege(c.oid, 'SELECT') AND NOT EXISTS (
                SELECT 1 FROM pg_trigger t WHERE NOT t.tgisinternal
                    AND (t.tgrelid = c.oid OR t.tgrelid IN (SELECT relid FROM pg_partition_tree(c.oid))))
        FROM pg_class c WHERE c.oid = to_regclass($1)
        """

    /// A query without rows whose columns are those that are filled. It scans nothing, so no other transaction is in
    /// its way.
    static func probe(_ insert: PlainInsert) -> String {
        "SELECT \(insert.columns.map { "filled." + $0 }.joined(separator: ", ")) FROM \(insert.table) AS filled "
            + "WHERE false"
    }

    /// nil: a column is of another type.
    /// - Parameters:
    ///   - types: Of the columns, as the probe gives them.
    ///   - probe: The name of the prepared probe. Bytes of one type would be taken for another without a word, so it
    ///     goes first: it fails if the types are no longer those that it was prepared with, and they stay until the
    ///     transaction ends.
    init?(_ insert: PlainInsert, types: [CopyType?], probe: String) {
        let known = types.compactMap(\.self)
        guard known.count == insert.columns.count, known.count == types.count else { return nil }
        self.types = known
        sql =
            "EXECUTE \(probe); "
            + "COPY \(insert.table) (\(insert.columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)"
    }
}
