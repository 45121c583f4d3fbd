extension String {
    /// Its beginning, of so many bytes at most. Characters have no such limit: one may be of any length.
    func cut(to bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        var kept = UnicodeScalarView()
        var count = 0
        for scalar in unicodeScalars {
            count += UTF8.width(scalar)
            if count > bytes { break }
            kept.append(scalar)
        }
        return String(kept)
    }
}
