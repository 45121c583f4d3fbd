import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

extension KindPages {
    /// A file of an item. It is found by way of the item and what was done to it, as the visitor may see them: who only
    /// knows a digest gets nothing.
    @Sendable func file(_ call: Call) async throws -> Reply {
        let (id, digest) = (call.parameter("item"), call.parameter("file"))
        let opened = try await desk.open(id, of: kind, call.visitor)
        var isThere = KindPages.holds(opened.item.fields, digest)
        if !isThere, FileRecord.isDigest(digest) {
            isThere = try await desk.history(id, of: kind, call.visitor).entries.contains {
                KindPages.holds($0.act.fields, digest) || KindPages.holds($0.act.answers ?? [:], digest)
            }
        }
        guard isThere, FileRecord.isDigest(digest) else {
            throw Refusal(.missing, zh: "没有这一文件", en: "there is no such file")
        }
        return try await portal.fileReply(digest, of: opened.item)
    }

    static func holds(_ values: [String: FormValue], _ digest: String) -> Bool {
        values.values.contains { $0.list?.contains(digest) ?? false }
    }
}

extension CommunityPortal {
    /// A file of an item that the visitor may see.
    func fileReply(_ digest: String, of item: Item) async throws -> Reply {
        let files = files
        let file = try await files.open(digest).file
        let content = FileContent(size: Int(file.size)) { range in
            try await files.open(file.digest, Int64(range.lowerBound)..<Int64(range.upperBound)).bytes.all()
        }
        // What somebody else once called the same content is nobody's business.
        let name = "\(item.head.number)-\(digest.prefix(8))\(CommunityPortal.ending(file))"
        return .file(
            content, name: name, type: file.type.contentType, etag: EntityTag(value: file.digest),
            isShown: file.type.isInline)
    }

    private static func ending(_ file: FileRecord) -> String {
        switch file.type {
        case .pdf: ".pdf"
        case .png: ".png"
        case .jpeg: ".jpg"
        case .gif: ".gif"
        case .webp: ".webp"
        case .heic: ".heic"
        case .mp4: ".mp4"
        case .quickTime: ".mov"
        case .webm: ".webm"
        case .xlsx: ".xlsx"
        case .docx: ".docx"
        case .csv: ".csv"
        case .text: ".txt"
        case .binary: ""
        }
    }
}
