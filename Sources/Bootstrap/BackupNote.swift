import Foundation

extension Backup {
    /// What a backup says of itself: `backup.json`, or, where it is encrypted, a file that needs the key.
    public struct Note: Codable, Hashable, Sendable {
        static let name = "backup.json"
        static let format = 1

        var format = Note.format
        /// The moment that it shows: `2026-11-23T09:30:00.000+08:00`.
        public var madeAt: String
        /// How many by table.
        public var records: [String: Int]
        public var files: Int
        public var bytes: Int64
        /// SHA-256 of the database file.
        var sha256: String
        /// Digests of files that were already missing or damaged when it was made.
        public var damaged: [String]
    }

    /// What is known only with the key.
    struct Inventory: Codable {
        var note: Note
        /// All evidence: its digests, and how many bytes each.
        var contents: [String: Int64]

        init(_ note: Note, _ contents: [String: Int64]) {
            self.note = note
            self.contents = contents
        }

        init?(_ bytes: [UInt8]) {
            guard let inventory = try? JSONDecoder().decode(Inventory.self, from: Data(bytes)) else { return nil }
            self = inventory
        }
    }
}
