public import Commons
public import Evaluation
import Foundation
import Rulebook

/// Packages of cases and statements of certificates as files, from outside of a server.
public enum CasePackages {
    /// Writes the package of a case, all of it or nothing.
    ///
    /// `name` is the case's id or number; `settings` say where the installation is.
    /// - Returns: The file's bytes.
    /// - Throws: A `Refusal`, a `StartProblem` or a `DatabaseError`.
    public static func export(
        _ name: String, to path: String, _ settings: ServerSettings, progress: (Int64, Int64) -> Void = { _, _ in }
    ) async throws -> Int64 {
        _ = try await Installation.existing(settings)
        let installation = try await Installation.open(settings)
        let layout = try await asOperator {
            try await installation.packages().export(name, to: nil)
        }
        try await write(layout, to: path, progress)
        try await installation.close()
        return layout.size
    }

    private static func write(
        _ layout: PackageLayout, to path: String, _ progress: (Int64, Int64) -> Void
    ) async throws {
        let part = path + ".part"
        guard FileManager.default.createFile(atPath: part, contents: nil),
            let file = FileHandle(forWritingAtPath: part)
        else { throw unwritable(path) }
        do {
            var at: Int64 = 0
            while at < layout.size {
                let end = min(at + Int64(FileBytes.chunkSize), layout.size)
                try file.write(contentsOf: Data(try await layout.read(at..<end)))
                at = end
                progress(at, layout.size)
            }
            try file.close()
            try Durable.sync(part)
            guard rename(part, path) == 0 else { throw unwritable(path) }
        } catch {
            try? FileManager.default.removeItem(atPath: part)
            throw error is Refusal || error is StartProblem ? error : unwritable(path)
        }
    }

    private static func unwritable(_ path: String) -> StartProblem {
        StartProblem(reason: Phrase(zh: "无法写入 \(path)", en: "\(path) cannot be written"))
    }

    /// Checks a package without any server.
    /// - `trusted`: keys known from elsewhere; nil: their ids are to be compared by people.
    /// - Throws: A `Refusal` where there is no such file, or it is no package at all.
    public static func verify(_ path: String, trusting trusted: [TrustedKey]?) async throws -> PackageReport {
        try await CasePackage.read(try source(path)).verify(trusting: trusted)
    }

    /// Brings a package into an installation.
    public static func bringIn(
        _ path: String, _ settings: ServerSettings, trusting trusted: [TrustedKey]?
    ) async throws -> PackageDesk.Imported {
        let source = try source(path)
        let installation = try await Installation.open(settings)
        let imported = try await asOperator {
            try await installation.packages().bringIn(source, trusting: trusted)
        }
        try await JournalKeeper(installation).checkpoint()
        try await installation.close()
        return imported
    }

    /// Checks a statement of a certificate without any server.
    /// - Throws: A `Refusal` that says what is wrong.
    public static func check(
        certificate path: String, trusting trusted: [TrustedKey]?
    ) async throws -> CertificateStatement.Sound {
        let source = try source(path)
        guard source.size <= Int64(CertificateStatement.largest) else {
            throw Refusal(.invalid, zh: "这不是证书声明", en: "this is no statement of a certificate")
        }
        return try CertificateStatement.read(try await source.all()).check(trusting: trusted)
    }

    /// A file, read in pieces.
    private static func source(_ path: String) throws -> PackageSource {
        guard let file = FileHandle(forReadingAtPath: path), let size = try? file.seekToEnd() else {
            throw Refusal(.missing, zh: "没有文件 \(path)", en: "there is no file \(path)")
        }
        let descriptor = file.fileDescriptor
        return PackageSource(size: Int64(size)) { range in
            // Held, so that the file stays open.
            _ = file
            var bytes = [UInt8](repeating: 0, count: range.count)
            var done = 0
            while done < bytes.count {
                let read = bytes.withUnsafeMutableBytes {
                    pread(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done, Int(range.lowerBound) + done)
                }
                guard read > 0 else { throw Refusal(.invalid, zh: "文件无法读取", en: "the file cannot be read") }
                done += read
            }
            return bytes
        }
    }

    private static func asOperator<T>(_ body: () async throws -> T) async throws -> T {
        try await Origin.$current.withValue(Origin(person: nil, way: "command"), operation: body)
    }
}

extension Installation {
    func packages() -> PackageDesk {
        PackageDesk(desk(), vault: vault) { try await JournalKeeper(self).checkpoint() }
    }
}
