/// The columns of a table of readings.
enum ReadingColumn: String, CaseIterable {
    case device = "设备编号"
    case property = "属性"
    case at = "时间"
    case value = "数值"

    private var english: String {
        switch self {
        case .device: "device"
        case .property: "property"
        case .at: "at"
        case .value: "value"
        }
    }

    private var shown: String { "“\(rawValue)”（\(english)）" }

    /// Where each column is in a header, whose fields come with their place. Other columns are passed over.
    ///
    /// `zh` and `en` say which line it is.
    static func places(
        in header: [(index: Int, text: String)], zh: String, en: String
    ) throws(ReadingFileProblem) -> [ReadingColumn: Int] {
        var places: [ReadingColumn: Int] = [:]
        for (index, text) in header {
            let name = FileCell.trimmed(text).lowercased()
            guard let column = allCases.first(where: { $0.rawValue == name || $0.english == name }) else { continue }
            if places.updateValue(index, forKey: column) != nil {
                throw ReadingFileProblem(
                    reasonZH: "\(zh)的表头中列\(column.shown)不止一个：请只保留一个",
                    reasonEN: "\(en): the header has the column “\(column.english)” more than once; keep one of them")
            }
        }
        let missing = allCases.filter { places[$0] == nil }
        guard missing.isEmpty else {
            let all = allCases.map(\.rawValue).joined(separator: ",")
            let english = allCases.map(\.english).joined(separator: ",")
            throw ReadingFileProblem(
                reasonZH: "\(zh)的表头缺少列\(missing.map(\.shown).joined(separator: "、"))：表头请写作 \(all) 或 \(english)",
                reasonEN: "\(en): the header lacks \(missing.map(\.english).joined(separator: ", ")); "
                    + "write it as \(english) or \(all)")
        }
        return places
    }

    static var emptyFile: ReadingFileProblem {
        let all = allCases.map(\.rawValue).joined(separator: ",")
        let english = allCases.map(\.english).joined(separator: ",")
        return ReadingFileProblem(
            reasonZH: "文件是空的：第 1 行应是表头 \(all) 或 \(english)，以下每行一条数据",
            reasonEN: "the file is empty; line 1 must be the header \(english) or \(all), then one reading a line")
    }
}
