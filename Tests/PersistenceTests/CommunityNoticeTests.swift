import Commons
import Community
import Database
import Testing

@testable import Persistence

@Suite struct CommunityNoticeTests {
    private static let end = "2025-11-28 18:00"

    private static func poll(
        _ scene: CommunityScene, _ more: [String: String] = [:], roles: [String] = ["resident", "worker"]
    ) async throws -> Item {
        var texts = ["title": "装不装充电桩", "options": "装\n不装\n再等等", "until": end].merging(more) { $1 }.mapValues { [$0] }
        texts["roles"] = roles
        let draft = CommunityDesk.Draft(texts)
        let made = try await scene.desk.create(
            Estate.poll, draft, id: scene.clock.id(), by: scene.visitor("mia"))
        return try await scene.act("publish", made.item, by: "mia")
    }

    private static func answer(
        _ scene: CommunityScene, _ item: Item, _ answers: [String], by person: String
    ) async throws -> Message {
        try await scene.desk.answer(item.id, ["q1": answers], by: scene.visitor(person))
    }

    private static func results(_ scene: CommunityScene, _ item: Item) async throws -> AudienceResults {
        try await scene.desk.results(item.id, of: scene.desk.kind(item.head.kind), scene.visitor("mia"))
    }

    @Test(arguments: Engines.Kind.allCases)
    func aNoticeReachesThoseThatItIsFor(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            // Whoever has left, and whoever has two roles.
            try await scene.store.write { records in
                let gone = Person(id: "gone", name: "gone", login: "gone", isActive: false)
                try records.save(gone, version: 0)
                for id in ["gone", "wes"] {
                    try records.save(Membership(person: id, organisation: CommunityScene.keeper, role: .resident))
                }
            }
            let draft = CommunityDesk.Draft([
                "title": ["停水通知"], "text": ["明日 9 时至 11 时停水"], "roles": ["resident", "worker"],
            ])
            let made = try await scene.desk.create(
                Estate.announcement, draft, id: "n", by: scene.visitor("mia"))
            #expect(try await scene.desk.messages(scene.visitor("ron")).messages.isEmpty)
            let published = try await scene.act("publish", made.item, by: "mia")
            let before = try await Self.results(scene, published)
            #expect(before.unread.map(\.id) == ["rae", "ron", "wes", "wyn"] && before.delivered == 4)
            let ron = try await scene.visitor("ron")
            let list = try await scene.desk.messages(ron)
            #expect(list.unread == 1 && list.messages.map(\.item.id) == ["n"])
            #expect(try await scene.desk.message("n", ron, reading: false).isRead == false)
            #expect(try await scene.desk.message("n", ron, reading: true).isRead)
            let first = try await scene.desk.message("n", ron, reading: false).receipt.readAt
            scene.clock.pass(seconds: 60)
            #expect(try await scene.desk.message("n", ron, reading: true).receipt.readAt == first)
            #expect(try await scene.desk.messages(ron).unread == 0)
            let after = try await Self.results(scene, published)
            #expect(after.read == 1 && after.unread.map(\.id) == ["rae", "wes", "wyn"])
            // Whoever it is not for does not learn that it is there, and only those who publish see how it went.
            for person in ["dan", "max", "mia"] {
                await #expect(throws: Refusal.self) {
                    try await scene.desk.message("n", scene.visitor(person), reading: true)
                }
            }
            await #expect(throws: Refusal.self) { try await scene.desk.open("n", of: Estate.announcement, ron) }
            for person in ["ron", "dan", "max"] {
                await #expect(throws: Refusal.self) {
                    try await scene.desk.results("n", of: Estate.announcement, scene.visitor(person))
                }
            }
            let notices = try await scene.store.read { try $0.notices(for: "ron", after: nil, limit: 9) }
            #expect(notices.map(\.link) == ["/messages/n"])
            // What was published stays as people have read it; withdrawn, it is gone.
            await #expect(throws: Refusal.self) {
                try await scene.desk.edit(
                    "n", of: Estate.announcement, .init(["text": ["不停水"]]), entry: "e", expected: 2,
                    by: scene.visitor("mia"))
            }
            try await scene.act("withdraw", published, ["words": "改期"], by: "mia")
            #expect(try await scene.desk.messages(ron).messages.isEmpty)
            await #expect(throws: Refusal.self) { try await scene.desk.message("n", ron, reading: true) }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func everybodyVotesOnceUntilTheEnd(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let poll = try await Self.poll(scene)
            #expect(poll.head.due == Instant(text: Self.end))
            _ = try await Self.answer(scene, poll, ["o1"], by: "ron")
            let changed = try await Self.answer(scene, poll, ["o2"], by: "ron")
            #expect(changed.receipt.answer == ["q1": .text("o2")] && changed.isRead && changed.tallies == nil)
            _ = try await Self.answer(scene, poll, ["不装"], by: "rae")
            for wrong in [["o4"], [], ["o1", "o2"]] {
                let refusal = await #expect(throws: Refusal.self) {
                    try await Self.answer(scene, poll, wrong, by: "wes")
                }
                #expect(refusal?.kind == .invalid && refusal?.place == "q1")
            }
            await #expect(throws: Refusal.self) { try await Self.answer(scene, poll, ["o1"], by: "dan") }
            let open = try await Self.results(scene, poll)
            #expect(open.delivered == 4 && open.answered == 2 && open.tallies.map(\.counts) == [[0, 2, 0]])
            #expect(open.answers.map(\.person.id) == ["rae", "ron"])
            // The end comes by itself; a moment before it there is still time.
            let end = try #require(Instant(text: Self.end))
            scene.clock.pass(seconds: (end.milliseconds - scene.clock.instant.milliseconds) / 1000 - 1)
            #expect(try await scene.desk.remindOfTerms() == 0)
            _ = try await Self.answer(scene, poll, ["o1"], by: "wes")
            scene.clock.pass(seconds: 1)
            let late = await #expect(throws: Refusal.self) {
                try await Self.answer(scene, poll, ["o1"], by: "wyn")
            }
            #expect(late?.kind == .locked)
            scene.clock.pass(seconds: 1)
            #expect(try await scene.desk.remindOfTerms() == 1)
            #expect(try await scene.desk.remindOfTerms() == 0)
            let ended = try await scene.desk.open(poll.id, of: Estate.poll, scene.visitor("mia"))
            #expect(ended.item.state == "ended")
            let seen = try await scene.desk.message(poll.id, scene.visitor("wyn"), reading: false)
            #expect(!seen.isOpen && seen.tallies?.map(\.counts) == [[1, 2, 0]])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aSecretVoteIsSecret(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let poll = try await Self.poll(scene, ["secret": "true", "several": "true"])
            for (person, answers) in [("ron", ["o1", "o2"]), ("rae", ["o1"])] {
                _ = try await Self.answer(scene, poll, answers, by: person)
            }
            let open = try await Self.results(scene, poll)
            #expect(open.answered == 2 && open.tallies.isEmpty && open.answers.isEmpty && open.withheld != nil)
            try await scene.act("end", poll, by: "mia")
            // Two answers would tell each of them what the other said.
            #expect(try await Self.results(scene, poll).tallies.isEmpty)
            let second = try await Self.poll(scene, ["secret": "true"])
            for person in ["ron", "rae", "wes"] { _ = try await Self.answer(scene, second, ["o3"], by: person) }
            try await scene.act("end", second, by: "mia")
            let ended = try await Self.results(scene, second)
            #expect(ended.tallies.map(\.counts) == [[0, 0, 3]] && ended.answers.isEmpty && ended.withheld == nil)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aSurveyAsksSeveralThings(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let mia = try await scene.visitor("mia")
            func draft(_ questions: String) -> CommunityDesk.Draft {
                .init([
                    "title": ["满意度"], "questions": [questions], "roles": ["resident"], "until": [Self.end],
                ])
            }
            let wrong = await #expect(throws: Refusal.self) {
                try await scene.desk.create(Estate.survey, draft("门 | 北门"), id: "w", by: mia)
            }
            #expect(wrong?.place == "questions")
            let made = try await scene.desk.create(
                Estate.survey, draft("保洁 | 星级\n走哪个门 | 北门/南门\n建议 | 文字"), id: "s", by: mia)
            try await scene.act("publish", made.item, by: "mia")
            let missing = await #expect(throws: Refusal.self) {
                try await scene.desk.answer("s", ["q3": ["多种树"]], by: scene.visitor("ron"))
            }
            #expect(missing?.details.map(\.place) == ["q1", "q2"])
            _ = try await scene.desk.answer(
                "s", ["q1": ["5"], "q2": ["o1"], "q3": ["多种树"]], by: scene.visitor("ron"))
            _ = try await scene.desk.answer("s", ["q1": ["4"], "q2": ["南门"]], by: scene.visitor("rae"))
            let results = try await Self.results(scene, made.item)
            #expect(results.tallies.map(\.counts) == [[0, 0, 0, 1, 1], [1, 1], []])
            #expect(results.tallies.map(\.answered) == [2, 2, 1] && results.tallies[2].words == ["多种树"])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatCannotBePublishedIsNot(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            for (more, roles, place) in [
                (["until": "2025-11-25 02:00"], ["resident"], "until"), (["options": "装"], ["resident"], "options"),
                (["options": "装\n装"], ["resident"], "options"),
            ] {
                let refusal = await #expect(throws: Refusal.self) {
                    try await Self.poll(scene, more, roles: roles)
                }
                #expect(refusal?.kind == .invalid && refusal?.place == place)
            }
            let other = try await scene.desk.create(
                Estate.announcement, .init(["title": ["甲"], "text": ["乙"], "roles": ["resident"]]), id: "x",
                by: scene.visitor("max"))
            let nobody = await #expect(throws: Refusal.self) { try await scene.act("publish", other.item, by: "max") }
            #expect(nobody?.place == "roles")
            // The end can be moved while it is out, to a moment that is still to come.
            let poll = try await Self.poll(scene)
            func move(_ until: String, _ entry: String) async throws -> Item {
                try await scene.desk.edit(
                    poll.id, of: Estate.poll, .init(["until": [until]]), entry: entry, expected: 2,
                    by: scene.visitor("mia")
                ).item
            }
            await #expect(throws: Refusal.self) { try await move("2025-11-25 02:00", "a") }
            #expect(try await move("2025-12-01 18:00", "b").head.due == Instant(text: "2025-12-01 18:00"))
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func receiptsAreTold(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let poll = try await Self.poll(scene)
            _ = try await Self.answer(scene, poll, ["o1"], by: "ron")
            _ = try await scene.desk.message(poll.id, scene.visitor("rae"), reading: true)
            #expect(try await scene.faults() == [])
            try await scene.store.database.write { connection in
                try connection.execute("UPDATE receipt SET answer = '{\"q1\":\"o2\"}' WHERE person = 'ron'")
            }
            #expect(try await scene.faults() == ["receipt/\(poll.id)/ron"])
        }
    }
}
