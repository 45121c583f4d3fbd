/// A form with files (`multipart/form-data`, RFC 7578), read from memory; what is not written well is refused.
struct Multipart {
    private(set) var fields = Fields()
    private(set) var files: [FormFile] = []

    private static let mostParts = 1000

    /// What the header's `boundary` says; nil: nothing usable.
    static func boundary(_ contentType: String) -> String? {
        for part in contentType.split(separator: ";").dropFirst() {
            let text = part.drop { $0 == " " }
            guard text.prefix(9).lowercased() == "boundary=" else { continue }
            var value = text.dropFirst(9)
            if value.first == "\"", value.count > 1, value.last == "\"" { value = value.dropFirst().dropLast() }
            return (1...70).contains(value.utf8.count) ? String(value) : nil
        }
        return nil
    }

    init?(_ bytes: [UInt8], boundary: String) {
        let line = Array("--\(boundary)".utf8)
        guard bytes.starts(with: line) else { return nil }
        var rest = bytes[line.count...]
        let delimiter = [13, 10] + line
        while true {
            if rest.starts(with: "--".utf8) { return }
            guard rest.starts(with: [13, 10]), fields.pairs.count + files.count < Multipart.mostParts else {
                return nil
            }
            rest = rest.dropFirst(2)
            guard let end = Multipart.find(delimiter, in: rest), add(rest[..<end]) else { return nil }
            rest = rest[(end + delimiter.count)...]
        }
    }

    private mutating func add(_ part: ArraySlice<UInt8>) -> Bool {
        guard let end = Multipart.find([13, 10, 13, 10], in: part),
            let header = String(validating: part[..<end], as: UTF8.self)
        else { return false }
        let content = part[(end + 4)...]
        var (name, file, type): (String?, String?, String) = (nil, nil, "application/octet-stream")
        for line in header.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { return false }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            switch line[..<colon].lowercased() {
            case "content-disposition":
                guard value.lowercased().hasPrefix("form-data") else { return false }
                name = Multipart.parameter("name", value)
                file = Multipart.parameter("filename", value)
            case "content-type": type = value.lowercased()
            default: break
            }
        }
        guard let name else { return false }
        if let file {
            // An input without a file sends an empty one without a name.
            if file.isEmpty, content.isEmpty { return true }
            files.append(FormFile(field: name, name: file, type: type, bytes: Array(content)))
            return true
        }
        guard let text = String(validating: content, as: UTF8.self), !content.contains(0) else { return false }
        fields.pairs.append(Fields.Pair(name, text))
        return true
    }

    /// `name="value"`; browsers write `%22` for a quote.
    private static func parameter(_ name: String, _ header: Substring) -> String? {
        for part in header.split(separator: ";").dropFirst() {
            let text = part.drop { $0 == " " }
            guard text.hasPrefix(name + "=\"") else { continue }
            let rest = header[text.startIndex...].dropFirst(name.count + 2)
            guard let end = rest.firstIndex(of: "\"") else { return nil }
            return String(rest[..<end]).replacingEncodedQuotes
        }
        return nil
    }

    private static func find(_ needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = needle.first else { return nil }
        var place = bytes.startIndex
        while let next = bytes[place...].firstIndex(of: first) {
            if bytes[next...].starts(with: needle) { return next }
            place = next + 1
        }
        return nil
    }
}

extension String {
    fileprivate var replacingEncodedQuotes: String {
        var (text, rest) = ("", self[...])
        while let range = rest.firstRange(of: "%22") {
            text += rest[..<range.lowerBound] + "\""
            rest = rest[range.upperBound...]
        }
        return text + rest
    }
}
