/// What an order is called, as far as a provider takes it.
enum TitleText {
    /// Whole characters of at most so many bytes of UTF-8; control characters become spaces.
    static func cut(_ title: String, bytes: Int) -> String {
        var (text, count) = ("", 0)
        for character in title {
            let isControl = character.unicodeScalars.contains { $0.properties.generalCategory == .control }
            let kept = isControl ? " " : character
            count += kept.utf8.count
            if count > bytes { break }
            text.append(kept)
        }
        return text
    }
}
