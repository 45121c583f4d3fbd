import CLibPQ

/// The types of columns that COPY fills: those of `SchemaSQL`.
enum CopyType {
    case bytes, int64, text, double

    /// nil: a type that INSERT is to convert to. Codes: pg_type.dat of PostgreSQL, they never change.
    init?(_ code: Oid) {
        switch code {
        case 17: self = .bytes
        case 20: self = .int64
        case 25: self = .text
        case 701: self = .double
        default: return nil
        }
    }
}
