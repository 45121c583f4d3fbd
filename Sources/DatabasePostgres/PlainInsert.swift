/// `INSERT INTO table (columns) VALUES ($1, $2, …)` and nothing else: each column its parameter, once and in order.
struct PlainInsert {
    /// As they are written in the statement, with the schema of the table if it says one.
    let table: String
    let columns: [String]

    /// nil: the statement is something else, or it may be. Names in quotes count as that.
    init?(_ sql: String) {
        guard let words = PlainInsert.words(sql) else { return nil }
        var rest = words[...]
        func take(_ word: String) -> Bool {
            guard let first = rest.first, first.uppercased() == word else { return false }
            rest.removeFirst()
            return true
        }
        func takeName() -> String? {
            guard let first = rest.first, first.utf8.first.map(PlainInsert.beginsName) ?? false else { return nil }
            rest.removeFirst()
            return String(first)
        }
        guard take("INSERT"), take("INTO"), var table = takeName() else { return nil }
        if take(".") {
            guard let name = takeName() else { return nil }
            table += "." + name
        }
        var columns: [String] = []
        guard take("(") else { return nil }
        repeat {
            guard let column = takeName() else { return nil }
            columns.append(column)
        } while take(",")
        guard take(")"), take("VALUES"), take("(") else { return nil }
        for place in 1...columns.count {
            guard place == 1 || take(","), take("$\(place)") else { return nil }
        }
        guard take(")"), rest.isEmpty else { return nil }
        self.table = table
        self.columns = columns
    }

    /// Names, keywords, parameters and punctuation; nil if there is anything else.
    private static func words(_ sql: String) -> [Substring]? {
        var words: [Substring] = []
        var rest = sql[...]
        while let first = rest.utf8.first {
            switch first {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                rest = Substring(rest.utf8.dropFirst())
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: "."):
                words.append(Substring(rest.utf8.prefix(1)))
                rest = Substring(rest.utf8.dropFirst())
            case _ where continuesName(first):
                words.append(Substring(rest.utf8.prefix(while: continuesName)))
                rest = Substring(rest.utf8.drop(while: continuesName))
            default: return nil
            }
        }
        return words
    }

    private static func beginsName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func continuesName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "$"): true
        default: beginsName(byte)
        }
    }
}
