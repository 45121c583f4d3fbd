import Commons
import Rulebook
import Secrets

extension CasePackage {
    /// A member of the file: where its bytes lie, and what they are.
    struct Member: Hashable {
        var name: String
        var range: Range<Int64>
        var sha256: String
        var size: Int64 { range.upperBound - range.lowerBound }
    }

    /// Reads a package. Whatever is not exactly what this program writes for the same content is refused in words, so
    /// that no byte of a package is without meaning. What it says is not judged yet; see `verify`.
    public static func read(_ source: PackageSource) async throws -> CasePackage {
        let members = try await members(of: source)
        guard let first = members.first, first.name == Name.manifest else {
            throw unsound("file", zh: "这不是案卷包：没有清单", en: "this is no case package: it has no manifest")
        }
        let manifest: Manifest = try await document(first, source)
        guard manifest.format == format else {
            throw unsound(
                first.name, zh: "案卷包的格式 \(manifest.format) 不是本程序所知的", en: "format \(manifest.format) is not known here")
        }
        let rest = members.dropFirst()
        for (index, member) in rest.enumerated() {
            let told = Manifest.Member(name: member.name, sha256: member.sha256, size: member.size)
            guard index < manifest.members.count, manifest.members[index] == told else {
                throw unsound(
                    member.name, zh: "\(member.name) 与清单不符", en: "\(member.name) is not what the manifest says")
            }
        }
        guard manifest.members.count == rest.count else {
            throw unsound(first.name, zh: "清单中的文件不全", en: "members that the manifest names are missing")
        }
        let package = try await value(manifest, Array(rest), source)
        // One form only: the same content gives the same bytes, and these are others.
        let documents = try package.documents()
        let names = documents.map(\.name) + package.evidence.map { Name.evidence($0.digest) }
        guard names == members.map(\.name) else {
            throw unsound("file", zh: "文件的名称或顺序不对", en: "the members are not those of a package, in their order")
        }
        for (document, member) in zip(documents, members) {
            guard SHA256Digest.hex(of: document.bytes) == member.sha256 else {
                throw unsound(
                    member.name, zh: "\(member.name) 的写法不规范", en: "\(member.name) is not written the one way it can be")
            }
        }
        return package
    }

    /// Reads all of the file once, and hashes its members.
    private static func members(of source: PackageSource) async throws -> [Member] {
        var (members, at) = ([Member](), Int64(0))
        while true {
            guard at + Int64(Tar.block) <= source.size else {
                throw unsound("file", zh: "文件不完整", en: "the file is cut off")
            }
            let head = try await source.read(at..<at + Int64(Tar.block))
            if head == Array(Tar.end.prefix(Tar.block)) { break }
            guard let header = Tar.read(head) else {
                throw unsound("file", zh: "第 \(at) 字节处的文件头不规范", en: "the header at byte \(at) is not sound")
            }
            let start = at + Int64(Tar.block)
            let (end, padding) = (start + header.size, Int64(Tar.padding(after: header.size)))
            guard end + padding <= source.size else {
                throw unsound("file", zh: "文件不完整", en: "the file is cut off")
            }
            let hash = SHA256Stream()
            try await source.pieces(start..<end) { hash.update($0) }
            guard try await source.read(end..<end + padding).allSatisfy({ $0 == 0 }) else {
                throw unsound(header.name, zh: "\(header.name) 之后有多余的字节", en: "there are bytes after \(header.name)")
            }
            members.append(Member(name: header.name, range: start..<end, sha256: hash.finishHex()))
            at = end + padding
        }
        guard source.size - at >= Int64(Tar.end.count) else {
            throw unsound("file", zh: "文件不完整", en: "the file is cut off")
        }
        guard source.size - at == Int64(Tar.end.count), try await source.read(at..<source.size) == Tar.end else {
            throw unsound("file", zh: "结尾之后有多余的字节", en: "there are bytes after the end")
        }
        return members
    }

    /// Where each piece of evidence lies in the file, by its digest.
    static func evidence(in source: PackageSource) async throws -> [String: Range<Int64>] {
        var (ranges, at) = ([String: Range<Int64>](), Int64(0))
        while at + Int64(Tar.block) <= source.size,
            let header = Tar.read(try await source.read(at..<at + Int64(Tar.block)))
        {
            let start = at + Int64(Tar.block)
            if header.name.hasPrefix("evidence/") {
                ranges[String(header.name.dropFirst(9))] = start..<start + header.size
            }
            at = start + header.size + Int64(Tar.padding(after: header.size))
        }
        return ranges
    }

    private static func document<T: Decodable>(_ member: Member, _ source: PackageSource) async throws -> T {
        guard member.size <= largestDocument else {
            throw unsound(member.name, zh: "\(member.name) 太大", en: "\(member.name) is too large")
        }
        do {
            return try CanonicalJSON.decode(T.self, try await source.bytes(member.range))
        } catch is DecodingError {
            throw unsound(member.name, zh: "\(member.name) 无法读取", en: "\(member.name) cannot be read")
        }
    }

    private static func value(
        _ manifest: Manifest, _ members: [Member], _ source: PackageSource
    ) async throws -> CasePackage {
        var package = CasePackage(
            caseID: manifest.id, number: manifest.number, acts: [], segments: [], rulebooks: [:], evidence: [])
        for member in members {
            let parts = member.name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            switch parts[0] {
            case Name.acts:
                let acts: [PackedAct] = try await document(member, source)
                package.acts = acts.compactMap { $0.entry(of: manifest.id) }
            case "segments": package.segments.append(try await document(member, source))
            case "rulebooks" where parts.count == 2 && parts[1].hasSuffix(".json"):
                let files: [String: PackedFile] = try await document(member, source)
                package.rulebooks[String(parts[1].dropLast(5))] = files.compactMapValues(\.bytes)
            case "evidence" where parts.count == 2 && parts[1] == member.sha256:
                package.evidence.append(EvidenceFile(digest: member.sha256, size: member.size))
            default:
                throw unsound(
                    member.name, zh: "\(member.name) 不属于案卷包", en: "\(member.name) is no member of a package")
            }
        }
        let digests = package.evidence.map(\.digest)
        guard zip(digests, digests.dropFirst()).allSatisfy(<) else {
            throw unsound("evidence", zh: "证明材料的顺序不对", en: "the evidence is not in its order")
        }
        return package
    }
}
