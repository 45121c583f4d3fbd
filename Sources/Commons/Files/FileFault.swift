/// What vaults refuse, in the same words everywhere.
public enum FileFault {
    public static var missing: Refusal {
        Refusal(.missing, zh: "没有这个文件，或它不完整", en: "there is no such file, or it is not complete")
    }

    public static var shutOut: Refusal {
        Refusal(.conflict, zh: "另一个连接正在写入此文件", en: "another connection writes to this file")
    }

    public static var full: Refusal {
        Refusal(
            .unavailable, zh: "存储空间已满，文件没有保存；请联系管理员，稍后可从中断处继续",
            en: "the storage is full and the file was not stored; tell the administrator, and go on from here later")
    }

    public static var damaged: Refusal {
        Refusal(
            .unavailable, zh: "文件已损坏，请联系管理员从备份恢复",
            en: "the file is damaged; ask the administrator for the backup")
    }

    /// The range, nil for everything. Refuses as `invalid` one that reaches beyond the end.
    public static func check(_ range: Range<Int64>?, within size: Int64) throws -> Range<Int64> {
        guard let range else { return 0..<size }
        if range.isEmpty { return 0..<0 }
        guard range.lowerBound >= 0, range.upperBound <= size else {
            throw Refusal(
                .invalid, zh: "文件只有 \(size) 字节", en: "the file has \(size) bytes only", place: "range")
        }
        return range
    }
}
