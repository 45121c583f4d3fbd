/// Bytes of any length, sealed piece by piece: none can be changed, left out, added, cut off or moved unnoticed, within
/// one stream or from one to another of the same key.
///
/// Each piece is a `SealedBox` whose context is the format, the number of the piece, whether it is the last, and the
/// name of the stream. All pieces but the last hold `pieceSize` bytes, and the last is empty only where all is.
public enum SealedStream {
    /// 256 KiB.
    public static let pieceSize = 262_144
    private static let format: UInt8 = 1

    /// How many pieces so many bytes make; at least one.
    public static func pieces(of size: Int64, pieceSize: Int = pieceSize) -> Int64 {
        max(1, (size + Int64(pieceSize) - 1) / Int64(pieceSize))
    }

    /// How many bytes so many become.
    public static func sealedSize(of size: Int64, pieceSize: Int = pieceSize) -> Int64 {
        size + pieces(of: size, pieceSize: pieceSize) * Int64(SealedBox.overhead)
    }

    /// How many bytes are in a stream of this size; nil: no stream has it.
    public static func plainSize(of sealed: Int64, pieceSize: Int = pieceSize) -> Int64? {
        let (box, overhead) = (Int64(pieceSize + SealedBox.overhead), Int64(SealedBox.overhead))
        guard sealed >= overhead, sealed < Int64.max - box else { return nil }
        let size = sealed - (sealed + box - 1) / box * overhead
        return size >= 0 && sealedSize(of: size, pieceSize: pieceSize) == sealed ? size : nil
    }

    /// One piece, opened; nil: it is not the piece of this number in the stream of this name, or it has changed.
    public static func open(
        _ piece: [UInt8], number: Int64, isLast: Bool, key: [UInt8], name: String
    ) -> [UInt8]? {
        SealedBox.open(piece, key: key, context: context(number, isLast, name))
    }

    private static func context(_ number: Int64, _ isLast: Bool, _ name: String) -> [UInt8] {
        let digits = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * Int64($0))) }
        return [format] + digits + [isLast ? 1 : 0] + Array(name.utf8)
    }

    /// Seals what comes, whatever the sizes it comes in.
    public struct Sealer: Sendable {
        private let key: [UInt8]
        private let name: String
        private let pieceSize: Int
        private var pending: [UInt8] = []
        private var number: Int64 = 0

        /// - `key`: 32 bytes, for this stream alone or for others of other names.
        /// - `name`: where the stream belongs: it opens only under the same.
        public init(key: [UInt8], name: String, pieceSize: Int = SealedStream.pieceSize) {
            precondition(pieceSize > 0, "a piece holds something")
            self.key = key
            self.name = name
            self.pieceSize = pieceSize
        }

        /// What can be written already: whole pieces of which it is certain that another follows.
        public mutating func add(_ bytes: [UInt8]) -> [UInt8] {
            pending += bytes
            var sealed: [UInt8] = []
            var start = 0
            while pending.count - start > pieceSize {
                sealed += seal(Array(pending[start..<start + pieceSize]), isLast: false)
                start += pieceSize
            }
            pending.removeFirst(start)
            return sealed
        }

        /// The rest. Nothing comes after it.
        public mutating func finish() -> [UInt8] {
            defer { pending = [] }
            return seal(pending, isLast: true)
        }

        private mutating func seal(_ piece: [UInt8], isLast: Bool) -> [UInt8] {
            defer { number += 1 }
            return SealedBox.seal(piece, key: key, context: context(number, isLast, name))
        }
    }
}
