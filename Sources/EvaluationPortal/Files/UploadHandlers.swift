import Commons
import HTTPTypes
import PortalKit
import Rulebook

extension EvaluationPortal {
    @Sendable func uploadOptions(_ call: Call) async throws -> Reply {
        Reply.nothing.with(.tusResumable, Tus.version).with(.tusVersion, Tus.version)
            .with(.tusExtension, Tus.extensions).with(.tusMaxSize, String(uploads.limits.fileSize))
    }

    @Sendable func createUpload(_ call: Call) async throws -> Reply {
        guard Tus.isSpoken(by: call) else { return Tus.otherVersion(call) }
        let size = try Tus.number(.uploadLength, call)
        let metadata = try UploadMetadata(call.headers[.uploadMetadata] ?? "")
        let upload = try await uploads.create(
            size: size, name: metadata.name, person: uploader(call), metadata: metadata.values)
        var reply = answer(upload, Reply.nothing).with(.location, Routes.upload.path(upload.id))
        reply.status = .created
        return reply
    }

    /// For `HEAD`, as tus asks, and as JSON for whoever likes to know the digest.
    @Sendable func uploadState(_ call: Call) async throws -> Reply {
        guard Tus.isSpoken(by: call) else { return Tus.otherVersion(call) }
        let upload = try await uploads.upload(call.parameter("upload"), of: uploader(call))
        let file = try await store.read { records in try upload.digest.flatMap { try records.file($0) } }
        var reply = answer(upload, .json(UploadJSON.json(upload, file)))
        if !upload.metadata.isEmpty {
            reply = reply.with(.uploadMetadata, UploadMetadata(values: upload.metadata).header)
        }
        return file.map { reply.with(.linliDigest, $0.digest) } ?? reply
    }

    @Sendable func appendUpload(_ call: Call) async throws -> Reply {
        guard Tus.isSpoken(by: call) else { return Tus.otherVersion(call) }
        let offset = try Tus.number(.uploadOffset, call)
        let (id, person) = (call.parameter("upload"), try uploader(call))
        let upload = try await uploads.append(to: id, of: person, at: offset, call.upload)
        let reply = answer(upload, .nothing)
        guard upload.isComplete else { return reply }
        let file = try await uploads.finish(id, of: person)
        return reply.with(.linliDigest, file.digest)
    }

    @Sendable func cancelUpload(_ call: Call) async throws -> Reply {
        guard Tus.isSpoken(by: call) else { return Tus.otherVersion(call) }
        try await uploads.cancel(call.parameter("upload"), of: uploader(call))
        return Reply.nothing.with(.tusResumable, Tus.version)
    }

    /// Whose the upload is; the door lets nobody else through.
    private func uploader(_ call: Call) throws(Refusal) -> String {
        guard let person = call.person else {
            throw Refusal(.forbidden, zh: "请先登录", en: "please log in first")
        }
        return person.id
    }

    private func answer(_ upload: Upload, _ reply: Reply) -> Reply {
        reply.with(.tusResumable, Tus.version).with(.uploadOffset, String(upload.offset))
            .with(.uploadLength, String(upload.size)).with(.cacheControl, "no-store")
    }
}

/// An upload as JSON.
enum UploadJSON {
    static let schema = Schema.named(
        "Upload",
        .object([
            .required("id", .string(pattern: .id)), .required("name", .string(1...FileName.longest)),
            .required("size", .integer(1...Int.max)), .required("offset", .integer(0...Int.max)),
            .required("expires", .string(format: "date-time")),
            .required(
                "digest",
                .string(pattern: .digest).nullable
                    .meaning(zh: "SHA-256；传完之前为 null", en: "SHA-256; null until all has arrived")),
            .required("type", .oneOf(words: FileType.allCases.map(\.rawValue)).nullable),
        ]))

    static func json(_ upload: Upload, _ file: FileRecord?) -> JSON {
        [
            "id": .string(upload.id), "name": .string(upload.name), "size": .integer(upload.size),
            "offset": .integer(upload.offset), "expires": .string(upload.expires.iso),
            "digest": file.map { .string($0.digest) } ?? .null,
            "type": file.map { .string($0.type.rawValue) } ?? .null,
        ]
    }
}

extension Pattern {
    /// SHA-256 in hexadecimal.
    static let digest = Pattern.of("0-9a-f", 64...64)
}
