public import Rulebook

/// How safe a grade is, in sentences: the same on a terminal and in a report.
public enum MarginText {
    public static func lines(_ margin: Margin) -> [Phrase] {
        var lines: [Phrase] = []
        if let down = margin.down { lines += self.down(down) }
        if let up = margin.up { lines += self.up(up) }
        let other = margin.readings.filter(\.changesGrade)
        if margin.readings.isEmpty { return lines }
        if other.isEmpty {
            lines.append(
                Phrase(
                    zh: "换用规则库所列的其他读法（\(margin.readings.count) 种），等级不变。",
                    en: "None of the \(margin.readings.count) other readings in the rulebook would change the grade."))
        }
        for reading in other {
            let grade = reading.grade.shownTitle
            lines.append(
                Phrase(
                    zh:
                        "若按另一种读法（\(reading.reading.id)：\(reading.alternative.text.zh)），Q = \(reading.q.rounded())，"
                        + "\(grade.zh)。",
                    en:
                        "By another reading (\(reading.reading.id): \(reading.alternative.text.en)) Q = "
                        + "\(reading.q.rounded()), \(grade.en)."
                ))
        }
        return lines
    }

    private static func list(_ clauses: [String]) -> Phrase {
        let more = clauses.count > 12
        let shown = clauses.prefix(12)
        return Phrase(
            zh: shown.joined(separator: "、") + (more ? " 等" : ""),
            en: shown.joined(separator: ", ") + (more ? ", …" : ""))
    }

    private static func down(_ side: Margin.Side) -> [Phrase] {
        let grade = side.grade.shownTitle
        var lines = [
            Phrase(
                zh:
                    "向下：距 \(side.line.shown) 分线 \(side.distance.rounded()) 分，\(side.lineIsEnough ? "降到线上" : "低于此线")"
                    + "即为\(grade.zh)。",
                en:
                    "Down: \(side.distance.rounded()) points above the line at \(side.line.shown); "
                    + "\(side.lineIsEnough ? "on the line" : "below it") it is \(grade.en)."
            )
        ]
        if let fewest = side.fewest {
            let clauses = list(fewest)
            lines.append(
                Phrase(
                    zh: "最少推翻 \(fewest.count) 项认定就会降级（如 \(clauses.zh)）。",
                    en: "At the fewest, \(fewest.count) overturned findings lower the grade (such as \(clauses.en))."))
        } else {
            lines.append(Phrase(zh: "推翻全部评分项也不会降级。", en: "Overturning every scored finding would not lower the grade."))
        }
        if !side.alone.isEmpty {
            let clauses = list(side.alone)
            lines.append(
                Phrase(
                    zh: "单独一项就足以降级的有 \(side.alone.count) 项：\(clauses.zh)。",
                    en: "\(side.alone.count) findings would do it alone: \(clauses.en)."))
        }
        return lines
    }

    private static func up(_ side: Margin.Side) -> [Phrase] {
        let grade = side.grade.shownTitle
        var lines = [
            side.distance == .zero && side.lineIsEnough
                ? Phrase(
                    zh: "向上：Q 已达到\(grade.zh)的 \(side.line.shown) 分线，差在各类最低要求或否决情形。",
                    en:
                        "Up: Q has reached the line of \(grade.en) at \(side.line.shown); a minimum or a veto is "
                        + "in the way."
                )
                : Phrase(
                    zh:
                        "向上：距 \(side.line.shown) 分线 \(side.distance.rounded()) 分，\(side.lineIsEnough ? "达到" : "超过")"
                        + "此线即为\(grade.zh)。",
                    en:
                        "Up: \(side.distance.rounded()) points below the line at \(side.line.shown); "
                        + "\(side.lineIsEnough ? "on it" : "above it") it is \(grade.en)."
                )
        ]
        if let fewest = side.fewest {
            let clauses = list(fewest)
            lines.append(
                Phrase(
                    zh: "最少 \(fewest.count) 项已评定的认定改为满分就会升级（如 \(clauses.zh)）。",
                    en:
                        "At the fewest, \(fewest.count) judged findings raised to full points raise the grade "
                        + "(such as \(clauses.en))."
                ))
        }
        if !side.alone.isEmpty {
            let clauses = list(side.alone)
            lines.append(
                Phrase(
                    zh: "单独一项就足以升级的有 \(side.alone.count) 项：\(clauses.zh)。",
                    en: "\(side.alone.count) findings would do it alone: \(clauses.en)."))
        }
        return lines
    }
}
