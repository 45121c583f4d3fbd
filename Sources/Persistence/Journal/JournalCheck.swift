public import Commons
import Community
public import Database
import Rulebook
public import Secrets

/// Checks the journal of an installation, and every recorded row against it, without a server.
public struct JournalCheck: Sendable {
    /// Checkpoints that others kept.
    public var witnessed: [SignedNote]
    /// Keys that somebody knows from elsewhere; empty: those that the journal names.
    public var pinned: [VerifyingKey]

    /// The installation's ring, for rows that are sealed; nil: those are left out.
    public var ring: KeyRing?

    /// How many faults are told at most.
    var mostFaults = JournalReport.mostFaults

    public init(witnessed: [SignedNote] = [], pinned: [VerifyingKey] = [], ring: KeyRing? = nil) {
        self.witnessed = witnessed
        self.pinned = pinned
        self.ring = ring
    }

    init(ring: KeyRing, mostFaults: Int) {
        self.init(ring: ring)
        self.mostFaults = mostFaults
    }

    /// - `progress`: is told how many entries and rows are read.
    public func run(_ database: any Database, progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws
        -> JournalReport
    {
        let check = self
        return try await database.read { try check.run($0, progress: progress) }
    }

    /// Within one transaction.
    public func run(_ connection: any Connection, progress: @escaping @Sendable (Int) -> Void = { _ in }) throws
        -> JournalReport
    {
        try ReadingMonths(connection: connection).hold()
        var walk = Walk(check: self, connection: connection, progress: progress)
        try walk.entries()
        try walk.pending()
        try walk.checkpoints()
        try walk.witnesses()
        try walk.rows()
        try walk.daysOfRows()
        try walk.seals()
        return walk.report
    }

    /// One pass over one snapshot.
    private struct Walk {
        let check: JournalCheck
        let connection: any Connection
        let progress: @Sendable (Int) -> Void
        var report = JournalReport()
        private var tree = GrowingTree()
        /// Roots at the sizes that somebody signed.
        private var roots: [Int: MerkleTree.Hash] = [:]
        private var wanted: Set<Int> = []
        private var last: [String: Last] = [:]
        private var days = DayNotes()
        private var keys: [JournalKey] = []
        private var read = 0
        /// How many entries are vouched for by a signature that fits.
        private var soundUpTo = 0

        /// The last word on a row.
        private struct Last {
            var sequence: Int?
            /// nil: it was removed.
            var image: [UInt8]?
        }

        init(check: JournalCheck, connection: any Connection, progress: @escaping @Sendable (Int) -> Void) {
            self.check = check
            self.connection = connection
            self.progress = progress
            report.limit = check.mostFaults
        }

        // MARK: The chain and the tree

        mutating func entries() throws {
            wanted = Set(
                try connection.query("SELECT size FROM journal_checkpoint").compactMap { $0[0].int.map(Int.init) })
            wanted.formUnion(check.witnessed.compactMap { Checkpoint(text: $0.text)?.size })
            var previous = JournalEntry.beforeFirst
            var next = 0
            roots[0] = MerkleTree.emptyRoot
            while true {
                let rows = try connection.query(
                    "SELECT sequence, subject, content, leaf FROM journal_entry WHERE sequence >= $1 "
                        + "ORDER BY sequence LIMIT 500", [.int(Int64(next))])
                guard let end = rows.last else { break }
                for row in rows {
                    let sequence = try row.int(0)
                    if sequence != tree.size {
                        report.add(
                            "journal_entry/\(tree.size)", tree.size, zh: "第 \(tree.size) 条缺失",
                            en: "entry \(tree.size) is missing")
                        tree.size = sequence
                    }
                    let entry = JournalEntry(sequence: sequence, content: try row.text(2), previous: previous)
                    let leaf = row[3].blob ?? []
                    if entry.leaf != leaf {
                        report.add(
                            "journal_entry/\(sequence)", sequence, zh: "第 \(sequence) 条与其校验值不符：它或前一条被改动",
                            en: "entry \(sequence) is not what its hash says: it, or the one before it, was changed")
                    }
                    try take(entry, subject: row[1].text)
                    previous = leaf
                    try grow(leaf)
                }
                next = try end.int(0) + 1
            }
            report.entries = tree.size
            report.root = Hexadecimal.text(tree.root)
            try strayNodes()
        }

        private mutating func grow(_ leaf: MerkleTree.Hash) throws {
            for (level, hash) in tree.add(leaf) where level > 0 && level % JournalTree.step == 0 {
                let position = (tree.size >> level) - 1
                let kept = try connection.row(
                    "SELECT hash FROM journal_node WHERE level = $1 AND position = $2",
                    [.int(Int64(level)), .int(Int64(position))])?[0].blob
                if kept != hash {
                    report.add(
                        "journal_node/\(level)/\(position)", zh: "树节点与记录不符",
                        en: "a node of the tree is not what its leaves make")
                }
            }
            if wanted.contains(tree.size) { roots[tree.size] = tree.root }
        }

        /// Nodes of leaves that there are not.
        private mutating func strayNodes() throws {
            for row in try connection.query("SELECT level, position FROM journal_node ORDER BY level, position") {
                let (level, position) = (try row.int(0), try row.int(1))
                let isSound = level > 0 && level % JournalTree.step == 0 && level < 60 && position >= 0
                if !isSound || (position + 1) << level > tree.size {
                    report.add("journal_node/\(level)/\(position)", zh: "多出的树节点", en: "a node of no leaves")
                }
            }
        }

        private mutating func take(_ entry: JournalEntry, subject: String?) throws {
            guard let content = entry.decoded, content.on == subject else {
                report.add(
                    "journal_entry/\(entry.sequence)", entry.sequence, zh: "第 \(entry.sequence) 条的对象被改动",
                    en: "the subject of entry \(entry.sequence) was changed")
                return
            }
            if (content.notes ?? []).contains(where: { $0.act == JournalNote.clockBack }) {
                report.clockBacks.append(entry.sequence)
            }
            try take(content, entry.sequence)
        }

        private mutating func take(_ note: JournalContent.Note, on subject: String, _ sequence: Int?) {
            guard let day = DayTold.day(of: subject) else { return }
            if note.act == JournalNote.dayTold {
                days.told[day, default: []].append(DayTold(note, sequence))
            } else if note.act == JournalNote.cameLate {
                days.late[day, default: 0] += note.details?["count"].flatMap(Int.init) ?? 0
            }
        }

        private mutating func take(_ content: JournalContent, _ sequence: Int?) throws {
            for (key, image) in content.rows ?? [:] {
                last[key] = Last(sequence: sequence, image: try image.map(JournalCheck.digest))
            }
            days.lastAt = max(days.lastAt, content.at)
            for note in content.notes ?? [] { take(note, on: content.on, sequence) }
            count()
        }

        private mutating func count() {
            read += 1
            if read % 1000 == 0 { progress(read) }
        }

        mutating func pending() throws {
            for row in try connection.query("SELECT place, subject, content FROM journal_pending ORDER BY place") {
                report.pending += 1
                let entry = JournalEntry(sequence: 0, content: try row.text(2), previous: JournalEntry.beforeFirst)
                guard let content = entry.decoded, content.on == row[1].text else {
                    report.add("journal_pending/\(try row.int(0))", zh: "待编号的记录被改动", en: "a pending entry was changed")
                    continue
                }
                try take(content, nil)
            }
        }

        // MARK: What was signed

        mutating func checkpoints() throws {
            keys = try JournalKey.all(connection)
            report.origin = keys.first?.name ?? ""
            for key in check.pinned where !keys.contains(where: { $0.key == key }) {
                report.add(
                    "journal_key/\(key.id)", zh: "日志中没有这把公钥：\(key.text)", en: "no key of this journal: \(key.text)")
            }
            for row in try connection.query("SELECT size, at, note FROM journal_checkpoint ORDER BY size") {
                report.checkpoints += 1
                let (size, at) = (try row.int(0), try row.int(1))
                let place = "journal_checkpoint/\(size)"
                guard let note = SignedNote(try row.text(2)), let checkpoint = Checkpoint(text: note.text),
                    checkpoint.size == size, checkpoint.at.milliseconds == at
                else {
                    report.add(place, zh: "检查点被改动", en: "the checkpoint was changed")
                    continue
                }
                judge(checkpoint, note, place, zh: "检查点", en: "the checkpoint")
            }
        }

        mutating func witnesses() throws {
            for row in try connection.query("SELECT origin, note FROM journal_witnessed ORDER BY origin") {
                let origin = try row.text(0)
                guard let note = SignedNote(try row.text(1)), let checkpoint = Checkpoint(text: note.text),
                    checkpoint.origin == origin, keys.contains(where: { note.isSigned(by: $0.key, named: $0.name) })
                else {
                    report.add(
                        "journal_witnessed/\(origin)", zh: "为他人保存的检查点被改动",
                        en: "the checkpoint kept for another journal was changed")
                    continue
                }
            }
            for note in check.witnessed {
                guard let checkpoint = Checkpoint(text: note.text) else {
                    report.add("witness", zh: "见证的检查点无法读取", en: "a witnessed checkpoint cannot be read")
                    continue
                }
                judge(checkpoint, note, "witness/\(checkpoint.size)", zh: "见证的检查点", en: "the witnessed checkpoint")
            }
        }

        private mutating func judge(
            _ checkpoint: Checkpoint, _ note: SignedNote, _ place: String, zh: String, en: String
        ) {
            let trusted = check.pinned.isEmpty ? keys : keys.filter { check.pinned.contains($0.key) }
            let origin = report.origin
            if checkpoint.origin != origin {
                report.add(
                    place, zh: "\(zh)属于另一日志 \(checkpoint.origin)",
                    en: "\(en) is of another journal, \(checkpoint.origin)")
                return
            }
            if !trusted.contains(where: { $0.counts(at: checkpoint.at) && note.isSigned(by: $0.key, named: origin) }) {
                report.add(place, zh: "\(zh)没有有效签名", en: "\(en) has no signature that counts")
                return
            }
            if checkpoint.size > tree.size {
                report.add(
                    place, tree.size,
                    zh: "\(zh)有 \(checkpoint.size) 条，这里只有 \(tree.size) 条：数据库来自更早的备份，或者日志被截断",
                    en: "\(en) has \(checkpoint.size) entries, here are \(tree.size): the database is an older backup, "
                        + "or the journal was cut off")
            } else if roots[checkpoint.size] != checkpoint.root {
                report.add(
                    place, report.firstBadEntry == nil ? soundUpTo : nil,
                    zh: "\(zh)的前 \(checkpoint.size) 条与这里的不同：历史被改写",
                    en: "\(en) says other first \(checkpoint.size) entries: history was rewritten")
            } else {
                soundUpTo = max(soundUpTo, checkpoint.size)
            }
        }

        // MARK: Rows

        mutating func rows() throws {
            var salts: [String: [UInt8]] = [:]
            for row in try connection.query("SELECT subject, salt FROM journal_salt") {
                salts[try row.text(0)] = row[1].blob
            }
            for table in RecordedTable.all {
                try TableReader.read(table.name, connection, 500) { columns, rows in
                    for values in rows {
                        let row = Row(columns: columns, values: values)
                        let subject = table.subject(of: row)
                        let salt = table.salt.map { row[$0].blob ?? [] } ?? salts[subject] ?? []
                        try compare(row, table, salt)
                    }
                }
            }
            for (key, word) in last.sorted(by: { $0.key < $1.key }) where word.image != nil {
                let table = RecordedTable.byName[String(key.prefix { $0 != "/" })]
                if table?.mayEnd == true { continue }
                report.add(key, word.sequence, zh: "记录不见了", en: "the row is gone")
            }
        }

        private mutating func compare(_ row: Row, _ table: RecordedTable, _ salt: [UInt8]) throws {
            report.rows += 1
            count()
            let key = table.key(of: row)
            guard let word = last.removeValue(forKey: key) else {
                report.add(key, zh: "日志中没有这条记录", en: "the journal knows no such row")
                return
            }
            var plain = row
            if let sealed = table.sealed, sealed.isSealed(row) {
                guard let ring = check.ring else { return try compareSealed(row, table, salt, sealed, word) }
                do {
                    plain = try sealed.opened(row) { ring }
                } catch let refusal as Refusal {
                    report.add(key, word.sequence, zh: refusal.reason.zh, en: refusal.reason.en)
                    return
                }
            }
            let image = table.image(of: plain, salt: salt)
            guard word.image != (try JournalCheck.digest(image)) else { return }
            // Columns that came with a later version are not in what was said before.
            if let sequence = word.sequence, let told = try told(key, sequence),
                told.count < image.count, image.filter({ told[$0.key] != nil }) == told
            {
                return
            }
            report.add(
                key, word.sequence, zh: "记录被改动，与日志第 \(word.sequence.map(String.init) ?? "?") 条不符",
                en: "the row was changed: it is not what entry \(word.sequence.map(String.init) ?? "?") says")
        }

        /// What of a row can be said without the key to the rest.
        private mutating func compareSealed(
            _ row: Row, _ table: RecordedTable, _ salt: [UInt8], _ sealed: SealedTable, _ word: Last
        ) throws {
            report.unopened += 1
            let key = table.key(of: row)
            guard let sequence = word.sequence, let told = try told(key, sequence) else { return }
            let open = table.image(of: row, salt: salt).filter { $0.key != sealed.plain }
            guard open != told.filter({ $0.key != sealed.plain }) else { return }
            report.add(
                key, sequence, zh: "记录被改动，与日志第 \(sequence) 条不符",
                en: "the row was changed: it is not what entry \(sequence) says")
        }

        // MARK: Days

        mutating func daysOfRows() throws {
            var audit = DayAudit(connection: connection, notes: days)
            try audit.run { count() }
            report.days = audit.compared
            report.lateDays = audit.late
            for fault in audit.faults {
                report.add(fault.place, fault.sequence, zh: fault.reason.zh, en: fault.reason.en)
            }
        }

        mutating func seals() throws {
            guard let ring = check.ring else { return }
            let seal = RowSeal(ring)
            for (table, keys) in RowSeal.tables.sorted(by: { $0.key < $1.key }) {
                var broken: [String] = []
                try TableReader.read(table, connection, 500) { columns, rows in
                    for row in rows.map({ Row(columns: columns, values: $0) })
                    where row[RowSeal.column].blob != seal.seal(row, of: table) {
                        broken.append(
                            ([table] + keys.map(row.word)).joined(separator: "/"))
                    }
                }
                for place in broken {
                    report.add(place, zh: "记录的封印不符：被改动", en: "the seal of the row does not fit: it was changed")
                }
            }
        }

        private func told(_ key: String, _ sequence: Int) throws -> [String: JournalValue]? {
            let row = try connection.row(
                "SELECT content FROM journal_entry WHERE sequence = $1", [.int(Int64(sequence))])
            guard let text = row?[0].text else { return nil }
            let entry = JournalEntry(sequence: sequence, content: text, previous: JournalEntry.beforeFirst)
            return entry.decoded?.rows?[key] ?? nil
        }
    }

    private static func digest(_ image: [String: JournalValue]) throws -> [UInt8] {
        SHA256Digest.bytes(of: Array(try CanonicalJSON.encode(image)))
    }
}
