import Commons
import Rulebook

/// A piece of evidence of one community: what it is called, what it proves, and how its bytes come about.
struct Exhibit: Sendable {
    enum Look: Sendable {
        /// `name：value` or paragraphs; `{name}` and the like are filled in.
        case sheet([String])
        case plan(dots: Int)
        case gate, dashboard, phone
        case log(LogTable)
    }

    var title: String
    var clauses: [String]
    var look: Look
    /// Months that it is good for; nil: for good.
    var term: Int?

    init(_ title: String, _ clauses: [String], _ look: Look, term: Int? = nil) {
        self.title = title
        self.clauses = clauses
        self.look = look
        self.term = term
    }

    var fileName: String {
        switch look {
        case .sheet: title + ".pdf"
        case .plan, .gate, .dashboard, .phone: title + ".png"
        case .log: title + ".csv"
        }
    }

    /// The same bytes for the same community, day and edition; editions differ.
    func bytes(of settlement: Settlement, on day: Day, edition: Int, seed: UInt64) -> [UInt8] {
        var dice = Dice(seed, "\(settlement.key)/\(title)/\(day)/\(edition)")
        switch look {
        case .sheet(let lines): return sheet(lines, settlement, day, edition, &dice)
        case .plan(let dots):
            return Picture.sitePlan(buildings: settlement.buildings, dots: dots, &dice).png
        case .gate: return Picture.gate(on: day, &dice).png
        case .dashboard: return Picture.dashboard(on: day, &dice).png
        case .phone: return Picture.phone(&dice).png
        case .log(let table): return table.bytes(until: day, settlement, &dice)
        }
    }

    private func sheet(
        _ lines: [String], _ settlement: Settlement, _ day: Day, _ edition: Int, _ dice: inout Dice
    ) -> [UInt8] {
        let house = Cast.house(settlement.applicant)?.name ?? ""
        let serial = dice.within(1_000...9_999)
        let facts = [
            "项目名称：\(settlement.name)", "项目地址：\(District.city.name.zh)\(settlement.street)",
            "文件编号：QC-\(day.year)-\(serial)" + (edition > 1 ? "（第 \(edition) 版）" : ""), "出具日期：\(day)",
            "户数：\(settlement.households) 户", "住宅楼栋：\(settlement.buildings) 栋",
        ]
        let filled = lines.map { line in
            line.replacing("{户}", with: String(settlement.households))
                .replacing("{栋}", with: String(settlement.buildings))
                .replacing("{数}", with: String(dice.within(6...48)))
                .replacing("{率}", with: "\(dice.within(97...99)).\(dice.below(10))%")
        }
        return Sheet(
            title: title, lines: facts + filled + ["报告单位：\(house)", "本件为演示城市的虚构材料，不作任何证明之用。"],
            seal: house, footer: "\(District.city.name.zh)演示材料  QC-\(day.year)-\(serial)"
        ).pdf
    }
}

/// A table of a system's records, one row after the other in time.
struct LogTable: Sendable {
    var columns: [String]
    var rows: Int
    /// Minutes between two rows, about.
    var step: Int
    /// What may stand in each column after the time; `#` becomes a digit.
    var values: [[String]]

    func bytes(until day: Day, _ settlement: Settlement, _ dice: inout Dice) -> [UInt8] {
        // With the mark by which spreadsheets know UTF-8.
        var text = "\u{FEFF}" + columns.joined(separator: ",") + "\r\n"
        var minutes = day.ordinal * 1_440 - rows * step
        for _ in 0..<rows {
            minutes += dice.within(step / 2...step * 3 / 2)
            let clock = minutes % 1_440
            let cells = values.map { choices in
                String(dice.pick(choices).map { $0 == "#" ? Character(String(dice.below(10))) : $0 })
            }
            let when = Day(ordinal: minutes / 1_440).map(\.description) ?? ""
            text += "\(when) \(LogTable.two(clock / 60)):\(LogTable.two(clock % 60)),"
            text += cells.joined(separator: ",") + "\r\n"
        }
        return Array(text.utf8)
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}
