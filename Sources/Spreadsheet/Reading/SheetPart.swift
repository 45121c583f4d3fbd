/// One worksheet: `worksheet > sheetData > row > c > v | f | is`, and `mergeCells > mergeCell`.
final class SheetPart: XMLPartHandler {
    private enum Place { case outside, data, row, cell, value, formula, inline }

    private let strings: [String]
    private let numberKinds: [NumberKind]
    private let cellLimit: Int
    private let mergeLimit: Int

    private var place = Place.outside
    /// Elements that are open inside of `place` and of no interest.
    private var ignoredDepth = 0
    private var row = 0
    private var column = 0
    private var pending = PendingCell()
    private var cells: [ReadCell] = []
    private var merges: [CellRange] = []

    init(strings: [String], numberKinds: [NumberKind], cellLimit: Int, mergeLimit: Int) {
        self.strings = strings
        self.numberKinds = numberKinds
        self.cellLimit = cellLimit
        self.mergeLimit = mergeLimit
    }

    func start(_ element: XMLElement) throws(SpreadsheetError) {
        let name = element.name
        switch place {
        case .outside:
            if name.isSheet("sheetData") { place = .data }
            if name.isSheet("mergeCell") { try addMerge(element) }
        case .data where ignoredDepth == 0 && name.isSheet("row"):
            place = .row
            try startRow(element)
        case .row where ignoredDepth == 0 && name.isSheet("c"):
            place = .cell
            try startCell(element)
        case .cell where ignoredDepth == 0 && name.isSheet("v"):
            place = .value
        case .cell where ignoredDepth == 0 && name.isSheet("f"):
            place = .formula
            pending.hasFormula = true
        case .cell where ignoredDepth == 0 && name.isSheet("is"):
            place = .inline
            pending.inline.reset()
            pending.hasInline = true
        case .inline:
            ignoredDepth += 1
            pending.inline.start(element)
        default:
            ignoredDepth += 1
        }
    }

    func end(_ name: XMLName) throws(SpreadsheetError) {
        if place == .outside { return }
        if ignoredDepth > 0 {
            ignoredDepth -= 1
            if place == .inline { pending.inline.end(name) }
            return
        }
        switch place {
        case .outside: break
        case .data: place = .outside
        case .row: place = .data
        case .cell:
            place = .row
            try finishCell()
        case .value, .formula, .inline: place = .cell
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(SpreadsheetError) {
        do throws(SpreadsheetError) {
            switch place {
            case .value where ignoredDepth == 0: try pending.value.append(bytes, upTo: TextCollector.longest)
            case .formula where ignoredDepth == 0: try pending.formula.append(bytes, upTo: TextCollector.longest)
            case .inline: try pending.inline.append(bytes)
            default: break
            }
        } catch {
            throw error.placed(cell: pending.reference?.description)
        }
    }

    /// The finished sheet. Throws for a place that is filled twice and for merged ranges that overlap.
    func sheet(name: String, isHidden: Bool, dateSystem: DateSystem) throws(SpreadsheetError) -> ReadSheet {
        if !zip(cells, cells.dropFirst()).allSatisfy({ $0.reference < $1.reference }) {
            cells.sort { $0.reference < $1.reference }
            for (one, next) in zip(cells, cells.dropFirst()) where one.reference == next.reference {
                throw damaged(one.reference.description, zh: "单元格出现两次", en: "the cell occurs twice")
            }
        }
        if let overlap = MergedRanges.overlap(in: merges) {
            throw damaged(overlap.description, zh: "合并区域重叠", en: "merged ranges overlap here")
        }
        if !merges.isEmpty { markMerged() }
        return ReadSheet(
            name: name, isHidden: isHidden, cells: cells, mergedRanges: merges, dateSystem: dateSystem)
    }

    private func markMerged() {
        var merged = MergedRanges(merges)
        for index in cells.indices {
            let cell = cells[index]
            merged.advance(to: cell.row)
            guard merged.range(at: cell.column) != nil else { continue }
            cells[index] = ReadCell(
                reference: cell.reference, value: cell.value, formula: cell.formula, numberKind: cell.numberKind,
                isMerged: true)
        }
    }

    private func startRow(_ element: XMLElement) throws(SpreadsheetError) {
        column = 0
        guard let bytes = element.bytes("r") else {
            row += 1
            return
        }
        guard let number = element.number("r"), (1...CellReference.maximumRow).contains(number) else {
            let text = String(decoding: bytes.prefix(20), as: UTF8.self)
            throw damaged(nil, zh: "行号“\(text)”不存在", en: "there is no row “\(text)”")
        }
        row = number
    }

    private func startCell(_ element: XMLElement) throws(SpreadsheetError) {
        pending.reset()
        if let bytes = element.bytes("r") {
            guard let reference = CellReference.parse(bytes) else {
                let text = String(decoding: bytes.prefix(20), as: UTF8.self)
                throw damaged(text, zh: "单元格“\(text)”不存在", en: "there is no cell “\(text)”")
            }
            guard reference.row == row else {
                throw damaged(reference.description, zh: "单元格不在第 \(row) 行", en: "the cell is listed in row \(row)")
            }
            column = reference.column
        } else {
            column += 1
        }
        guard let reference = CellReference(row: row, column: column) else {
            throw damaged(nil, zh: "第 \(row) 行的单元格超出范围", en: "row \(row) has cells outside of the sheet")
        }
        pending.reference = reference
        pending.style = element.number("s") ?? 0
        pending.type = PendingCell.Kind(element.bytes("t"))
    }

    private func finishCell() throws(SpreadsheetError) {
        guard let reference = pending.reference, !pending.isBlank else { return }
        let value: ReadCell.Value
        do throws(SpreadsheetError) {
            value = try pending.finished(strings: strings)
        } catch {
            throw error.placed(cell: reference.description)
        }
        guard value != .blank || pending.hasFormula else { return }
        guard cells.count < cellLimit else {
            throw SpreadsheetError(.tooLarge, zh: "单元格过多", en: "there are too many cells")
        }
        let style = numberKinds.indices.contains(pending.style) ? numberKinds[pending.style] : .plain
        cells.append(
            ReadCell(
                reference: reference, value: value,
                formula: pending.formula(of: value),
                numberKind: pending.type == .isoDate ? .dateTime : style))
    }

    private func addMerge(_ element: XMLElement) throws(SpreadsheetError) {
        let text = element.string("ref") ?? ""
        guard let range = CellRange(text) else {
            throw damaged(nil, zh: "合并区域“\(text.prefix(40))”不存在", en: "there is no range “\(text.prefix(40))” to merge")
        }
        guard merges.count < mergeLimit else {
            throw SpreadsheetError(
                .tooLarge, zh: "合并区域超过 \(mergeLimit) 个", en: "there are more than \(mergeLimit) merged ranges")
        }
        merges.append(range)
    }

    private func damaged(_ cell: String?, zh: String, en: String) -> SpreadsheetError {
        SpreadsheetError(.damaged, cell: cell, zh: zh, en: en)
    }
}
