import Commons
import Evaluation
import HTTPTypes
import PortalKit
import Rulebook

extension EvaluationPortal {
    /// Files on their way in (tus 1.0.0), for our pages as well as for programs, and files of a case on their way out.
    var fileEndpoints: [Endpoint] {
        // Whoever is logged in may bring files, up to their limits; those that nothing refers to are swept away.
        let edit = Endpoint.Access.signedIn
        let id = Parameter.path("upload", .string(pattern: .id), zh: "上传的编号", en: "Id of the upload")
        let tus = Parameter.header(
            "Tus-Resumable", .oneOf(words: [Tus.version]), zh: "协议版本", en: "Version of the protocol")
        let longest = Int(clamping: uploads.limits.fileSize)
        let options = Phrase(zh: "上传协议", en: "What of tus is spoken here")
        return [
            .api(
                .options, Routes.uploads, .open, options, group: "uploads", output: .nothing, handler: uploadOptions),
            .api(
                .post, Routes.uploads, edit, Phrase(zh: "开始上传（tus 1.0.0）", en: "Start an upload (tus 1.0.0)"),
                group: "uploads",
                parameters: [
                    tus,
                    .header(
                        "Upload-Length", .integer(1...longest), required: true, zh: "文件的字节数", en: "Bytes of the file"),
                    .header(
                        "Upload-Metadata", .string(0...UploadMetadata.longest), zh: "filename 与 Base64 编码的文件名",
                        en: "`filename` and the file's name in Base64"),
                ], output: .init(nil, status: .created, type: ""),
                refusals: [.invalid, .tooLarge, .tooMany, .conflict, .unavailable], handler: createUpload),
            .api(
                .options, Routes.upload, .open, options, group: "uploads", parameters: [id], output: .nothing,
                handler: uploadOptions),
            .api(
                .get, Routes.upload, edit, Phrase(zh: "上传的进度（HEAD 亦可）", en: "How far an upload is (HEAD as well)"),
                group: "uploads", parameters: [id, tus], output: .init(UploadJSON.schema), refusals: [.missing],
                handler: uploadState),
            .api(
                .patch, Routes.upload, edit, Phrase(zh: "续传一段", en: "Go on with an upload"), group: "uploads",
                parameters: [
                    id, tus,
                    .header(
                        "Upload-Offset", .integer(0...longest), required: true, zh: "从第几个字节接着传",
                        en: "Where it goes on"),
                ], input: .upload(types: [Tus.pieceType]), output: .nothing,
                refusals: [.missing, .invalid, .conflict, .tooLarge, .unavailable],
                bodyLimit: Int(clamping: uploads.limits.fileSize), handler: appendUpload),
            .api(
                .delete, Routes.upload, edit, Phrase(zh: "取消上传", en: "Cancel an upload"), group: "uploads",
                parameters: [id, tus], output: .nothing, refusals: [.missing], handler: cancelUpload),
            .page(
                Routes.evidenceFile, .function(EvaluationFunction.read),
                Phrase(zh: "证明材料文件", en: "A file of the evidence"), handler: evidenceFile),
        ]
    }
}
