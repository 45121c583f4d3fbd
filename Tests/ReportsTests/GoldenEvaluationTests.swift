import Reports
import Rulebook
import Testing

/// One whole evaluation a rulebook, number by number and reason by reason.
@Suite struct GoldenEvaluationTests {
    @Test func smartCommunity() throws {
        let score = try Repository.score("Examples/mujinzhou.yaml")
        #expect(score.q == Exact("84.7"))
        #expect(score.grade.grade?.id == "two-star")
        try Repository.expectGolden(JSONOutput.string(ScoreJSON(score, .en)) + "\n", "mujinzhou.json")
    }

    @Test func greenBuilding() throws {
        let score = try Repository.score("Tests/ReportsTests/Golden/green-building.yaml")
        // 400 base points, 100 in resources and 30 in each of the other four: (400 + 220) / 10 = 62, every minimum
        // just held.
        #expect(score.q == Exact(62))
        #expect(score.grade.grade?.id == "one-star")
        try Repository.expectGolden(JSONOutput.string(ScoreJSON(score, .en)) + "\n", "green-building.json")
    }

    @Test(
        arguments: [
            ("yuyinli", "30.35", nil), ("zhutianxinyuan", "45.40", "one-star"), ("qingchuanli", "75.80", "two-star"),
            ("wangshuting", "90.75", "three-star"),
        ] as [(String, String, String?)])
    func examples(_ example: (name: String, q: String, grade: String?)) throws {
        let score = try Repository.score("Examples/\(example.name).yaml")
        #expect(score.q.rounded() == example.q)
        #expect(score.grade.grade?.id == example.grade)
    }
}
