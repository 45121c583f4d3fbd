/// How much may be uploaded.
public struct FileLimits: Hashable, Sendable {
    /// Of one file, in bytes.
    public var fileSize: Int64
    /// How many uploads one person may have under way.
    public var openUploads: Int
    /// How long an upload waits for more, in seconds.
    public var patience: Int64

    public init(fileSize: Int64 = 2 << 30, openUploads: Int = 20, patience: Int64 = 86_400) {
        self.fileSize = fileSize
        self.openUploads = openUploads
        self.patience = patience
    }

    static func tooLarge(_ limit: Int64) -> Refusal {
        let size = shown(limit)
        return Refusal(
            .tooLarge, zh: "文件太大：每个文件不超过 \(size)", en: "the file is too large: at most \(size) a file")
    }

    /// `2 GiB`, `512 KiB`.
    static func shown(_ bytes: Int64) -> String {
        let units = ["B", "KiB", "MiB", "GiB"]
        var (value, unit) = (bytes, 0)
        while value >= 1024, value % 1024 == 0, unit < units.count - 1 { (value, unit) = (value / 1024, unit + 1) }
        return "\(value) \(units[unit])"
    }
}
