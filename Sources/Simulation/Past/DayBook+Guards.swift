import Commons
import Rulebook

/// Patrols, inspections, exercises.
extension DayBook {
    mutating func noteGuards() {
        guard index > 0 else { return }
        var dice = dice("guards")
        walk("day", at: moment(7, 8), isWalked: !dice.chance(4))
        if isFull { walk("night", at: moment(23, 10), isWalked: true) }
        let photo: [String: Deed.Word] = ["words": .text("现场正常"), "proof": .photo]
        if dice.chance(4) {
            all(
                moment(8, 40), .worker, "inspection", "due", "report",
                ["words": .text("通道内堆放杂物"), "proof": .photo], most: 1)
        }
        all(moment(8, 55), .worker, "inspection", "due", "pass", photo)
        all(
            moment(15, 20), .worker, "inspection", "hazard", "fix", ["words": .text("已清理，复查合格"), "proof": .photo])
        if [120, 165].contains(index) || index == 30 { exercise() }
    }

    private mutating func walk(_ shift: String, at: Int64, isWalked: Bool) {
        guard isWalked else { return }
        all(at, .worker, "round", "planned", "start", most: 1)
        for point in 0..<4 {
            note(at + Int64(4 + point * 7) * Rhythm.minute, .worker, "\(shift)-\(point)", .scan(most: 1))
        }
        all(at + 34 * Rhythm.minute, .worker, "round", "walking", "finish", ["words": .text("无异常")])
    }

    private mutating func exercise() {
        let (risk, title) =
            index == 165 ? ("terror", "反恐应急演练") : index == 120 ? ("crime", "治安事件演练") : ("fire", "消防疏散演练")
        note(
            moment(9, 30), .manager, "exercise",
            .enter(
                kind: "exercise", place: plan.code,
                ["title": .text(title), "plan": .text("YA-\(risk)"), "on": .text(date.description)]))
        act(
            moment(11, 10), .manager, "hold", on: .entered(kind: "exercise", key: key("exercise")),
            ["people": .number(24), "words": .text("三分钟到位，按预案分工；疏散用时偏长，已增设引导员"), "photos": .photo])
    }
}
