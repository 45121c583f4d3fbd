/// What signatures of Alipay are over.
enum AlipaySigned {
    /// `a=1&b=2`: sorted by name, not escaped.
    static func text(_ fields: [String: String]) -> [UInt8] {
        let sorted = fields.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
        return Array(sorted.map { "\($0.key)=\($0.value)" }.joined(separator: "&").utf8)
    }
}
