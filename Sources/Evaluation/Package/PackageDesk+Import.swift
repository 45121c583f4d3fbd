public import Commons
import Foundation
import Rulebook

extension PackageDesk {
    /// What became of a package that was brought in.
    public struct Imported: Sendable {
        public var report: PackageReport
        /// False: all of it was here already.
        public var isNew: Bool
        /// How many people and organisations came with it.
        public var parties: Int
    }

    /// Brings a package in: checked first, then its files, then all else at once or nothing of it. People who were not
    /// known come without log-in, organisations as not active; the case keeps its number, which must be free.
    /// - `trusted`: keys known from elsewhere; nil: the ids of the keys are to be compared by people.
    /// - Throws: A `Refusal` that says what is wrong; nothing is changed then.
    public func bringIn(_ source: PackageSource, trusting trusted: [TrustedKey]? = nil) async throws -> Imported {
        let package = try await CasePackage.read(source)
        let report = package.verify(trusting: trusted)
        if let fault = report.fault { throw fault }
        let evaluation = try package.folded()
        let isThere = try await desk.store.readEvaluations { try check(package, evaluation, $0) }
        if isThere { return Imported(report: report, isNew: false, parties: 0) }
        let files = try await store(package, source)
        let parties = try await desk.store.writeEvaluations { records -> Int? in
            // Somebody may have been faster.
            if try check(package, evaluation, records) { return nil }
            return try add(package, evaluation, files, records)
        }
        return Imported(report: report, isNew: parties != nil, parties: parties ?? 0)
    }

    /// Whether all of it is here; throws where the case is here otherwise, or its number is another's.
    private func check(
        _ package: CasePackage, _ evaluation: EvaluationCase, _ records: any EvaluationRecords
    ) throws -> Bool {
        if try records.head(package.caseID) != nil {
            let here = try records.saltedEntries(of: package.caseID)
            guard Array(here.prefix(package.acts.count)) == package.acts else {
                throw Refusal(
                    .conflict, zh: "本系统中的案卷 \(package.number) 与案卷包不同，没有导入",
                    en: "the case \(package.number) is here with other acts; nothing was imported")
            }
            return true
        }
        if let other = try records.head(kind: EvaluationLifeCycle.kind, number: package.number) {
            throw Refusal(
                .conflict, zh: "编号 \(package.number) 在本系统中是“\(other.title)”的，案卷保留原编号，不能导入",
                en: "the number \(package.number) is that of '\(other.title)' here; a case keeps its number, so it "
                    + "cannot come in")
        }
        if let number = evaluation.certificate?.number, try records.caseOfCertificate(number) != nil {
            throw Refusal(
                .conflict, zh: "证书编号 \(number) 在本系统中已有，不能导入",
                en: "the certificate number \(number) is another's here; the case cannot come in")
        }
        return false
    }

    private func store(_ package: CasePackage, _ source: PackageSource) async throws -> [FileRecord] {
        let revisions = CasePackage.revisions(
            try package.acts.map { try CanonicalJSON.decode(Act.self, $0.entry.data) })
        let ranges = try await CasePackage.evidence(in: source)
        let now = desk.surroundings.now()
        var files: [FileRecord] = []
        for file in package.evidence {
            guard let range = ranges[file.digest] else { throw FileFault.missing }
            if try await vault.size(of: file.digest) != file.size {
                let bytes = FileBytes(range) { try await source.bytes($0) }
                let stored = try await vault.put(bytes, part: desk.surroundings.newID(), limit: file.size)
                // The file may have changed since it was checked.
                guard stored.digest == file.digest else { throw FileFault.damaged }
            }
            let edge = Int64(FileType.sniffedSize)
            let head = try await source.bytes(range.lowerBound..<min(range.upperBound, range.lowerBound + edge))
            let tail = try await source.bytes(
                max(min(range.lowerBound + edge, range.upperBound), range.upperBound - edge)..<range.upperBound)
            let name = FileName.cleaned(revisions[file.digest]?.name ?? "")
            files.append(
                FileRecord(
                    digest: file.digest, size: file.size, type: FileType(head: head, tail: tail, name: name),
                    firstName: name, storedAt: now))
        }
        return files
    }

    private func add(
        _ package: CasePackage, _ evaluation: EvaluationCase, _ files: [FileRecord], _ records: any EvaluationRecords
    ) throws -> Int {
        guard let first = package.acts.first?.entry, let last = package.acts.last?.entry,
            let point = package.segments.last.flatMap({ SignedNote($0.proof.checkpoint) })
                .flatMap({ Checkpoint(text: $0.text) })
        else { throw CasePackage.unsound("file", zh: "案卷包是空的", en: "the package is empty") }
        for file in files { try records.addFile(file) }
        for (digest, files) in package.rulebooks.sorted(by: { $0.key < $1.key }) {
            guard try !records.hasRulebook(digest) else { continue }
            try records.keepRulebook(digest, Array(try CanonicalJSON.encode(files)))
        }
        var parties = 0
        for segment in package.segments { parties += try add(segment.parties, records) }
        var head = desk.head(of: evaluation, before: nil, last)
        head.openedAt = first.at
        try records.addCase(head, package.acts, assigned: evaluation.subject.assigned)
        for (index, segment) in package.segments.enumerated() {
            try records.addSegment(
                of: package.caseID, position: index + 1, last: segment.last, Array(try CanonicalJSON.encode(segment)))
        }
        let rulebook = try desk.shelf.rulebook(evaluation.application.rulebook, records)
        try records.index(EvaluationSummary(evaluation, rulebook))
        try keep(package.number, kind: EvaluationLifeCycle.kind, records)
        if let number = evaluation.certificate?.number.split(separator: "-").dropFirst().joined(separator: "-") {
            try keep(number, kind: "certificate", records)
        }
        try records.note(
            JournalNote(
                "case.import", on: "case/\(package.caseID)",
                details: [
                    "origin": point.origin, "size": String(point.size), "root": Data(point.root).base64EncodedString(),
                ]))
        try records.announce(package.caseID, on: "cases")
        return parties
    }

    /// Numbers that are given here later must not be those that came in: `2026-000017`.
    private func keep(_ number: String, kind: String, _ records: any EvaluationRecords) throws {
        let parts = number.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, parts[1].count == 6, let year = Int(parts[0]),
            let serial = Int(parts[1]), year > 0, serial > 0
        else { return }
        try records.keepNumbers(kind: kind, year: year, above: serial)
    }

    private func add(_ parties: CaseParties, _ records: any EvaluationRecords) throws -> Int {
        var count = 0
        for (id, house) in parties.organisations.sorted(by: { $0.key < $1.key }) {
            guard try records.organisation(id) == nil else { continue }
            try records.save(
                Organisation(id: id, kind: house.kind, name: house.name, region: house.region, isActive: false),
                version: 0)
            count += 1
        }
        for (id, name) in parties.people.sorted(by: { $0.key < $1.key }) {
            guard try records.person(id) == nil else { continue }
            try records.save(
                Person(id: id, name: name, login: try freeLogin(id, records), isActive: false), version: 0)
            count += 1
        }
        return count
    }

    private func freeLogin(_ id: String, _ records: any EvaluationRecords) throws -> String {
        let usable = id.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
        let login = "imported-" + usable.prefix(48)
        if try records.person(login: login) == nil { return login }
        for number in 2...1_000_000 where try records.person(login: "\(login)-\(number)") == nil {
            return "\(login)-\(number)"
        }
        throw Refusal(.conflict, zh: "没有可用的登录名", en: "no login is free for somebody who comes in")
    }
}
