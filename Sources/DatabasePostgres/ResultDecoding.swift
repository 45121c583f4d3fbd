import CLibPQ
import Database

/// How the columns of a statement come back; known once it is prepared.
struct ResultShape {
    let columns: [String]
    let types: [Oid]
    /// All columns are of types that are read in the server's own form; else the row comes as text.
    let isBinary: Bool

    /// - Parameter description: What `PQdescribePrepared` or a query gave.
    init(_ description: OpaquePointer?) {
        let count = PQnfields(description)
        columns = (0..<count).map { index in PQfname(description, index).map { String(cString: $0) } ?? "" }
        types = (0..<count).map { PQftype(description, $0) }
        isBinary = types.allSatisfy { PostgresType($0).isReadInBinary }
    }

    func rows(_ result: OpaquePointer?) -> [Row] {
        let kinds = types.map(PostgresType.init)
        let count = PQntuples(result)
        var rows: [Row] = []
        rows.reserveCapacity(Int(count))
        for row in 0..<count {
            let values = [SQLValue](unsafeUninitializedCapacity: kinds.count) { buffer, filled in
                for (index, kind) in kinds.enumerated() {
                    buffer.initializeElement(at: index, to: value(result, row, Int32(index), kind))
                }
                filled = kinds.count
            }
            rows.append(Row(columns: columns, values: values))
        }
        return rows
    }

    private func value(_ result: OpaquePointer?, _ row: Int32, _ column: Int32, _ type: PostgresType) -> SQLValue {
        guard PQgetisnull(result, row, column) == 0 else { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
        return isBinary ? type.binary(bytes) : type.text(bytes)
    }
}

/// The types that queries here can give; anything else is text.
enum PostgresType {
    case int16, int32, int64, bool, float, double, numeric, bytes, text, void, unknown

    /// Codes: pg_type.dat of PostgreSQL, they never change.
    init(_ code: Oid) {
        self =
            switch code {
            case 16: .bool
            case 17: .bytes
            case 20: .int64
            case 21: .int16
            case 23: .int32
            case 19, 25, 705, 1042, 1043: .text
            case 700: .float
            case 701: .double
            case 1700: .numeric
            case 2278: .void
            default: .unknown
            }
    }

    var isReadInBinary: Bool {
        switch self {
        case .numeric, .unknown: false
        default: true
        }
    }

    func binary(_ bytes: UnsafeRawBufferPointer) -> SQLValue {
        switch self {
        case .int16: .int(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
        case .int32: .int(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
        case .int64: .int(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        case .bool: .int(bytes.first == 1 ? 1 : 0)
        case .float: .double(Double(Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)))))
        case .double: .double(Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))))
        case .bytes: .blob([UInt8](bytes))
        case .void: .null
        case .text, .numeric, .unknown: .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    func text(_ bytes: UnsafeRawBufferPointer) -> SQLValue {
        let text = String(decoding: bytes, as: UTF8.self)
        switch self {
        case .int16, .int32, .int64, .numeric:
            // A sum of whole numbers is a numeric without a fraction.
            if let whole = Int64(text) { return .int(whole) }
            return Double(text).map { .double($0) } ?? .text(text)
        case .float, .double: return Double(text).map { .double($0) } ?? .text(text)
        case .bool: return text == "t" ? 1 : 0
        case .bytes: return .blob(Self.unhex(bytes))
        case .void: return .null
        case .text, .unknown: return .text(text)
        }
    }

    /// `\x00ff`
    private static func unhex(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        func digit(_ byte: UInt8) -> UInt8 { byte <= 57 ? byte - 48 : byte - 87 }
        return stride(from: 2, to: bytes.count - 1, by: 2).map { digit(bytes[$0]) << 4 | digit(bytes[$0 + 1]) }
    }
}
