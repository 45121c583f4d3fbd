import Commons
import Foundation
import HTTPTypes
import PortalKit
import Rulebook

/// The headers of resumable uploads, tus 1.0.0 (https://tus.io/protocols/resumable-upload).
enum Tus {
    static let version = "1.0.0"
    static let extensions = "creation,termination"
    static let pieceType = "application/offset+octet-stream"

    /// Whether the client speaks our version; saying nothing counts as that.
    static func isSpoken(by call: Call) -> Bool { call.headers[.tusResumable].map { $0 == version } ?? true }

    /// What a client of another version is told.
    static func otherVersion(_ call: Call) -> Reply {
        let reason = call.say("只支持 tus \(version)", "only tus \(version) is spoken here")
        let problem: JSON = [
            "type": "urn:linli:refusal:conflict", "title": .string(reason), "status": 412, "detail": .string(reason),
            "instance": .string(call.id), "kind": "conflict", "place": "Tus-Resumable", "details": [],
        ]
        return Reply.bytes(problem.bytes, type: "application/problem+json", status: .preconditionFailed)
            .with(.tusResumable, version).with(.tusVersion, version)
    }

    /// A whole number that is not negative.
    static func number(_ name: HTTPField.Name, _ call: Call) throws(Refusal) -> Int64 {
        let text = call.headers[name] ?? ""
        guard let number = Int64(text), number >= 0, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw Refusal(
                .invalid, zh: "\(name.rawName) 应是一个非负整数", en: "\(name.rawName) must be a whole number, 0 or more",
                place: name.rawName)
        }
        return number
    }
}

/// `Upload-Metadata`: words with a value in Base64 each, `filename dGVzdC5wZGY=,is_confidential`.
struct UploadMetadata: Equatable {
    /// As they were sent: name and Base64.
    var values: [String: String] = [:]

    init(values: [String: String]) { self.values = values }

    /// In bytes; a file's name of 255 characters takes about as much.
    static let longest = 2_000

    init(_ header: String) throws(Refusal) {
        guard header.utf8.count <= UploadMetadata.longest else { throw UploadMetadata.tooLong }
        for pair in header.split(separator: ",") {
            let parts = pair.split(separator: " ")
            guard (1...2).contains(parts.count), values[String(parts[0])] == nil,
                parts[0].utf8.allSatisfy({ (33...126).contains($0) })
            else { throw UploadMetadata.broken }
            let value = parts.count == 2 ? String(parts[1]) : ""
            guard UploadMetadata.decoded(value) != nil else { throw UploadMetadata.broken }
            values[String(parts[0])] = value
        }
    }

    /// What the sender calls the file.
    var name: String { ["filename", "name"].lazy.compactMap { values[$0] }.compactMap(Self.decoded).first ?? "" }

    /// As a header again.
    var header: String {
        values.sorted { $0.key < $1.key }.map { $1.isEmpty ? $0 : "\($0) \($1)" }.joined(separator: ",")
    }

    private static func decoded(_ value: String) -> String? {
        Data(base64Encoded: value).flatMap { String(validating: $0, as: UTF8.self) }
    }

    private static let tooLong = Refusal(
        .invalid, zh: "文件名太长，请改短后再上传（Upload-Metadata 最多 \(longest) 字节）",
        en: "the file's name is too long: shorten it (Upload-Metadata takes \(longest) bytes)",
        place: "Upload-Metadata")

    private static let broken = Refusal(
        .invalid, zh: "Upload-Metadata 应是“名称 Base64”的列表", en: "Upload-Metadata must list names with Base64 values",
        place: "Upload-Metadata")
}

extension HTTPField.Name {
    static let tusResumable = HTTPField.Name("Tus-Resumable")!
    static let tusVersion = HTTPField.Name("Tus-Version")!
    static let tusExtension = HTTPField.Name("Tus-Extension")!
    static let tusMaxSize = HTTPField.Name("Tus-Max-Size")!
    static let uploadLength = HTTPField.Name("Upload-Length")!
    static let uploadOffset = HTTPField.Name("Upload-Offset")!
    static let uploadMetadata = HTTPField.Name("Upload-Metadata")!
    /// SHA-256 of a file that has arrived.
    static let linliDigest = HTTPField.Name("Linli-Digest")!
}
