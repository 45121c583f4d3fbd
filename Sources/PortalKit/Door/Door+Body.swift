import Commons
import Rulebook

extension Door {
    /// How much is let pass where no body is expected.
    private static let unwantedBodyLimit = 64 << 10

    /// Reads the body as the endpoint wants it.
    func readBody(_ call: inout Call, _ passage: inout Passage, _ endpoint: Endpoint) async throws {
        switch endpoint.input {
        case .nothing:
            if passage.head.hasBody { _ = try await bytes(passage, limit: Door.unwantedBodyLimit) }
        case .form, .multipart:
            try await readForm(&passage, endpoint)
            call.form = Fields(passage.form.pairs.filter { $0.name != "_csrf" })
            call.files = passage.files
            call.body = passage.body
        case .json(let schema):
            try checkType(passage, ["application/json"])
            call.body = try await bytes(passage, limit: endpoint.bodyLimit)
            call.json = try json(call.body)
            let problems = schema.problems(of: call.json)
            if !problems.isEmpty { throw Door.unfit(problems) }
        case .upload(let types):
            try checkType(passage, types)
            try checkLength(passage, limit: endpoint.bodyLimit)
            passage.source.limit = endpoint.bodyLimit
            passage.source.seconds = configuration.uploadSeconds
            call.upload = UploadStream(passage.source)
        }
    }

    /// The fields, once: the check for our own site may have read them already.
    func readForm(_ passage: inout Passage, _ endpoint: Endpoint) async throws {
        guard passage.body.isEmpty else { return }
        switch endpoint.input {
        case .form:
            guard passage.head.hasBody else { return }
            try checkType(passage, ["application/x-www-form-urlencoded"])
            passage.body = try await bytes(passage, limit: endpoint.bodyLimit)
            guard let form = Fields(encoded: passage.body) else {
                throw Fault.malformed(zh: "表单编码有误", en: "the form is not encoded well")
            }
            passage.form = form
        case .multipart:
            try checkType(passage, ["multipart/form-data"])
            passage.body = try await bytes(passage, limit: endpoint.bodyLimit)
            guard let boundary = Multipart.boundary(passage.head.contentType ?? ""),
                let parts = Multipart(passage.body, boundary: boundary)
            else { throw Fault.malformed(zh: "表单编码有误", en: "the form is not encoded well") }
            (passage.form, passage.files) = (parts.fields, parts.files)
        case .nothing, .json, .upload: return
        }
    }

    private func bytes(_ passage: Passage, limit: Int) async throws -> [UInt8] {
        try checkLength(passage, limit: limit)
        guard passage.head.hasBody else { return [] }
        passage.source.limit = limit
        passage.source.seconds = configuration.bodySeconds
        return try await passage.source.all(expected: passage.head.contentLength)
    }

    private func checkLength(_ passage: Passage, limit: Int) throws(Fault) {
        if let length = passage.head.contentLength, length > limit { throw .tooLarge(limit: limit) }
    }

    private func checkType(_ passage: Passage, _ types: [String]) throws(Fault) {
        if let type = passage.head.mediaType, types.contains(type) { return }
        throw .type(wanted: types)
    }

    private func json(_ bytes: [UInt8]) throws(Fault) -> JSON {
        do {
            return try JSONParser.parse(bytes)
        } catch {
            throw .malformed(
                zh: "内容不是合格的 JSON（第 \(error.offset + 1) 字节）", en: "this is no JSON (at byte \(error.offset + 1))")
        }
    }
}
