import Database
import Synchronization

/// To SQLite `$2` is a name, not a number: it counts parameters by their first appearance. This finds that order, so
/// that values can be bound in it.
enum ParameterOrder {
    /// The numbers of the parameters, from 1, in order of first appearance.
    static func scan(_ sql: String) -> [Int] {
        var numbers: [Int] = []
        var text = sql
        text.withUTF8 { bytes in
            var index = 0
            var before: UInt8 = 32
            while index < bytes.count {
                let byte = bytes[index]
                let next = index + 1 < bytes.count ? bytes[index + 1] : 0
                switch byte {
                case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
                    index = end(of: bytes, from: index + 1) { $0 == byte }
                case UInt8(ascii: "-") where next == byte:
                    index = end(of: bytes, from: index) { $0 == 10 }
                case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
                    var previous: UInt8 = 0
                    index = end(of: bytes, from: index + 2) { byte in
                        defer { previous = byte }
                        return byte == UInt8(ascii: "/") && previous == UInt8(ascii: "*")
                    }
                case UInt8(ascii: "$") where !isWord(before) && isDigit(next):
                    var number = 0
                    while index + 1 < bytes.count, isDigit(bytes[index + 1]), number < 100_000 {
                        index += 1
                        number = number * 10 + Int(bytes[index] - 48)
                    }
                    if !numbers.contains(number) { numbers.append(number) }
                default: break
                }
                before = byte
                index += 1
            }
        }
        return numbers
    }

    /// Where the first byte stands that closes, else the end.
    private static func end(
        of bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ closes: (UInt8) -> Bool
    ) -> Int {
        var index = start
        while index < bytes.count, !closes(bytes[index]) { index += 1 }
        return index
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 || byte >= 128
    }
}

/// Remembers what was found in statements that run again and again.
final class ParameterOrders: Sendable {
    private static let remembered = 2_000
    private let orders = Mutex<[String: [Int]]>([:])

    /// The order of the parameters of a statement that is given so many arguments.
    func order(of sql: String, count: Int) throws -> [Int] {
        let known = orders.withLock { $0[sql] }
        let order = known ?? ParameterOrder.scan(sql)
        if known == nil {
            orders.withLock { orders in
                if orders.count >= Self.remembered { orders = [:] }
                orders[sql] = order
            }
        }
        guard order.count == count, order.allSatisfy({ (1...max(count, 1)).contains($0) }) else {
            throw PortError(.other, "\(count) arguments for the parameters \(order.sorted()) in: \(sql)")
        }
        return order
    }
}
