/// What a file is, as far as Linli knows. The raw value is its media type.
public enum FileType: String, Hashable, Sendable, CaseIterable {
    case pdf = "application/pdf"
    case png = "image/png"
    case jpeg = "image/jpeg"
    case gif = "image/gif"
    case webp = "image/webp"
    case heic = "image/heic"
    case mp4 = "video/mp4"
    case quickTime = "video/quicktime"
    case webm = "video/webm"
    case xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case csv = "text/csv"
    case text = "text/plain"
    /// Anything else.
    case binary = "application/octet-stream"

    /// Whether a browser may show it within a page of ours. Everything else is only ever downloaded, because it may
    /// carry scripts or be taken for something that does.
    public var isInline: Bool {
        switch self {
        case .pdf, .png, .jpeg, .gif, .webp: true
        case .heic, .mp4, .quickTime, .webm, .xlsx, .docx, .csv, .text, .binary: false
        }
    }

    /// What `Content-Type` says.
    public var contentType: String {
        switch self {
        case .csv, .text: rawValue + "; charset=utf-8"
        default: rawValue
        }
    }
}
