import Commons
import Rulebook
import Testing

@testable import Persistence

@Suite struct NoticesTests {
    static func notice(_ id: String, _ person: String = "li", at seconds: Int64 = 0) -> Notice {
        Notice(
            id: id, person: person, at: FilesClock().now.adding(seconds: seconds), kind: "case.submitted",
            subject: Phrase(zh: "已提交", en: "Submitted"), body: Phrase(zh: "正文 '1'", en: "Body"), link: "/cases/1")
    }

    @Test(arguments: Engines.Kind.allCases)
    func noticesAreListedNewestFirst(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let notices = (0..<25).map { Self.notice("n\(10 + $0)", at: Int64($0 / 3)) }
            try await store.write { records in
                for notice in notices { try records.addNotice(notice) }
                try records.addNotice(Self.notice("other", "wang"))
            }
            var (seen, cursor) = ([Notice](), Notice.Cursor?.none)
            repeat {
                let from = cursor
                let page = try await store.read { try $0.notices(for: "li", after: from, limit: 4) }
                seen += page
                cursor = page.last?.cursor
            } while cursor != nil
            #expect(seen == notices.reversed())
            #expect(try await store.read { try $0.notice("n10") } == notices[0])
            #expect(try await store.read { try $0.notice("none") } == nil)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func readingIsNotedOnce(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let now = FilesClock().now.adding(seconds: 99)
            try await store.write { records in
                for id in ["a", "b", "c"] { try records.addNotice(Self.notice(id)) }
                try records.addNotice(Self.notice("d", "wang"))
                #expect(try records.unreadNotices(for: "li") == 3)
                #expect(try records.markNoticesRead(["a", "d", "none"], for: "li", at: now) == 1)
                #expect(try records.markNoticesRead(["a"], for: "li", at: now.adding(seconds: 1)) == 0)
                #expect(try records.notice("a")?.readAt == now)
                #expect(try records.unreadNotices(for: "li") == 2)
                #expect(try records.markNoticesRead(nil, for: "li", at: now) == 2)
                #expect(try records.unreadNotices(for: "li") == 0)
                #expect(try records.unreadNotices(for: "wang") == 1)
            }
        }
    }

    private static func address(_ person: String, _ accounts: Accounts, _ records: any Records) throws {
        try accounts.setMail("\(person)@example.cn", of: person, records)
    }

    @Test(arguments: Engines.Kind.allCases)
    func mailGoesOutOnce(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let clock = FilesClock()
            let letters = FilesCollected<Letter>()
            let post = NoticePost(
                store: store, surroundings: clock.surroundings, site: { "https://linli.example" },
                send: { letters.add($0) })
            let accounts = Accounts(clock.surroundings)
            let people = [
                Person(id: "li", name: "李", login: "li"),
                Person(id: "amy", name: "Amy", login: "amy", language: .en),
                Person(id: "silent", name: "静", login: "silent"),
                Person(id: "mute", name: "默", login: "mute"),
                Person(id: "gone", name: "走", login: "gone", isActive: false),
            ]
            try await store.write { records in
                for person in people {
                    try records.save(person, version: 0)
                    try NoticePost.put(Self.notice("n-\(person.id)", person.id), in: records)
                    if person.id != "mute" { try Self.address(person.id, accounts, records) }
                }
                // An address is nothing without the consent to write to it.
                try accounts.withdraw(.mail, of: "silent", way: .page, records)
                #expect(try records.unmailedNotices(limit: 9).count == 5)
            }
            let runner = JobRunner(
                store: store, surroundings: clock.surroundings, node: "n", handlers: [post.handler], sleep: { _ in })
            while try await runner.runOne() {}
            #expect(Set(letters.all.map(\.address)) == ["li@example.cn", "amy@example.cn"])
            let english = try #require(letters.all.first { $0.name == "Amy" })
            #expect(english.subject == "Submitted" && english.text == "Body")
            #expect(english.url == "https://linli.example/cases/1" && english.id == "n-amy")
            #expect(letters.all.first { $0.name == "李" }?.subject == "已提交")
            // A second run, as after a crash before the job was noted as done.
            try await post.handler.run(Job(kind: NoticePost.mailing, key: "n-li", payload: [], runAt: clock.now))
            #expect(letters.all.count == 2)
            #expect(try await store.read { try $0.notice("n-li") }?.mailedAt == clock.now)
            #expect(
                try await store.read { try $0.unmailedNotices(limit: 9) }.map(\.id) == ["n-gone", "n-mute", "n-silent"])
        }
    }

    @Test func failedMailIsTriedAgain() async throws {
        try await Engines.withStore(.sqlite) { store in
            struct Broken: Error {}
            let clock = FilesClock()
            let tries = FilesCollected<Letter>()
            let post = NoticePost(
                store: store, surroundings: clock.surroundings, site: { "" },
                send: { letter in
                    tries.add(letter)
                    if tries.all.count == 1 { throw Broken() }
                })
            try await store.write { records in
                try records.save(Person(id: "li", name: "李", login: "li"), version: 0)
                try Self.address("li", Accounts(clock.surroundings), records)
                try NoticePost.put(Self.notice("a"), in: records)
            }
            let runner = JobRunner(
                store: store, surroundings: clock.surroundings, node: "n", handlers: [post.handler], sleep: { _ in })
            #expect(try await runner.runOne())
            #expect(try await store.read { try $0.notice("a") }?.mailedAt == nil)
            clock.pass(seconds: 10)
            #expect(try await runner.runOne())
            #expect(try await store.read { try $0.notice("a") }?.mailedAt == clock.now)
        }
    }
}
