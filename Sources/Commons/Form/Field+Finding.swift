extension Field {
    /// Whether an index is kept of what stands in it.
    public var isIndexed: Bool { referredKind != nil || isFiltered }

    /// What of a personal value is compared when something is looked for by it: equal for equal values, however they
    /// were written. nil: it can be no value of this field, or nothing is found by it.
    public func sought(_ text: String) -> String? {
        guard isFiltered, secrecy == .personal else { return nil }
        switch content {
        case .personal(let kind): return (try? kind.normal(text)).map(kind.searched)
        case .line:
            let words = text.filter { !$0.isWhitespace }.lowercased()
            return words.isEmpty ? nil : words
        default: return nil
        }
    }
}
