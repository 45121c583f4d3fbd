import Commons
import PortalKit
import Testing

@testable import Community
@testable import CommunityPortal

@Suite struct MessagePagesTests {
    private static func published(
        _ scene: ItemScene, _ kind: String, _ texts: [String: String], roles: [String] = ["worker", "duty"]
    ) async throws -> String {
        var all = texts.mapValues { [$0] }
        all["roles"] = roles
        let (mia, kind) = (try await scene.visitor("mia"), try scene.desk.kind(kind))
        let made = try await scene.desk.create(kind, .init(all), id: scene.clock.id(), by: mia)
        let publish = try #require(kind.act("publish"))
        _ = try await scene.desk.perform(
            publish, on: made.item.id, of: kind, .init(), entry: scene.clock.id(), expected: 1, by: mia)
        return made.item.id
    }

    private static let poll = ["title": "装<b>桩", "options": "装\n不<i>装", "until": "2026-03-10 18:00"]

    @Test func whatIsUnreadStandsFirst() async throws {
        try await ItemScene.with { scene in
            #expect(try await scene.get("/messages", as: "wes").text.contains("还没有通知"))
            let file = try await scene.upload("%PDF-1.7 a")
            let notice = try await Self.published(
                scene, "announcement", ["title": "停水", "text": "明<b>日\n\n停水", "files": file.digest])
            scene.clock.pass(seconds: 60)
            let poll = try await Self.published(scene, "poll", Self.poll)
            let list = try await scene.get("/messages", as: "wes").text
            #expect(list.contains("未读") && list.contains("装&lt;b&gt;桩</a>") && list.contains("待答复"))
            let page = try await scene.get("/messages/\(notice)", as: "wes")
            #expect(page.status == 200 && page["cache-control"]?.contains("no-store") == true)
            #expect(page.text.contains(#"<p class="words">明&lt;b&gt;日</p><p class="words">停水</p>"#))
            #expect(!page.text.contains("id=\"answer\""))
            let after = try await scene.get("/messages", as: "wes").text
            let (unread, read) = (after.firstRange(of: "装&lt;b&gt;桩"), after.firstRange(of: "停水</a>"))
            #expect(try #require(unread).lowerBound < #require(read).lowerBound)
            let attached = "/messages/\(notice)/files/\(file.digest)"
            #expect(page.text.contains(attached))
            #expect(try await scene.get(attached, as: "wes").status == 200)
            #expect(try await scene.get("/messages/\(poll)/files/\(file.digest)", as: "wes").status == 404)
            // Whoever it is not for is told that it is not there.
            for path in ["/messages/\(notice)", attached, "/messages/nothing"] {
                #expect(try await scene.get(path, as: "mia").status == 404)
            }
            #expect(try await scene.get("/messages", as: "exp").status == 403)
            let results = try await scene.get("/community/announcement/\(notice)/results").text
            #expect(results.contains("未读 1 人") && results.contains("名-dan") && !results.contains("名-wes"))
            #expect(
                try await scene.get("/community/announcement/\(notice)").text.contains(
                    "href=\"/community/announcement/\(notice)/results\""))
            #expect(try await scene.get("/community/announcement/\(notice)/results", as: "wes").status == 403)
        }
    }

    @Test func aVoteIsSentAndChanged() async throws {
        try await ItemScene.with { scene in
            let poll = try await Self.published(scene, "poll", Self.poll)
            let path = "/messages/\(poll)"
            let page = try await scene.get(path, as: "wes").text
            #expect(page.contains("type=\"radio\" name=\"q1\" value=\"o2\"") && page.contains("不&lt;i&gt;装"))
            #expect(page.contains("记名：发布者能看到您的答复"))
            let empty = try await scene.post(path, [], as: "wes")
            #expect(empty.status == 422 && empty.text.contains("id=\"f-q1-error\""))
            let sent = try await scene.post(path, [("q1", "o2")], as: "wes")
            #expect(sent["location"] == path + "?done=message.answer")
            let answered = try await scene.get(path + "?done=message.answer", as: "wes").text
            #expect(answered.contains("已收到您的答复") && answered.contains("value=\"o2\" checked"))
            #expect(try await scene.post(path, [("q1", "o1")], as: "wes").status == 303)
            let results = try await scene.get("/community/poll/\(poll)/results").text
            #expect(results.contains("1 人（100%）") && results.contains("名-wes") && results.contains("未读 1 人"))
            scene.clock.pass(seconds: 30 * 86_400)
            let late = try await scene.post(path, [("q1", "o2")], as: "wes")
            #expect(late.status == 423 && late.text.contains("已经截止，不能再答复"))
            #expect(try await scene.get(path, as: "dan").text.contains("已经截止，您没有答复"))
            #expect(try await scene.get(path, as: "wes").text.contains("1 人（100%）"))
        }
    }

    @Test func programsReadAndAnswer() async throws {
        try await ItemScene.with { scene in
            let poll = try await Self.published(scene, "poll", Self.poll.merging(["secret": "true"]) { $1 })
            let path = "/api/v1/messages/\(poll)"
            let list = try await scene.call("GET", "/api/v1/messages?unread=true", as: "wes").text
            #expect(list.contains("\"id\":\"\(poll)\"") && list.contains("\"unread\":1"))
            #expect(try await scene.call("GET", path, as: "wes").text.contains("\"readAt\":null"))
            #expect(try await scene.call("POST", path + "/read", as: "wes").text.contains("\"readAt\":\"2026"))
            let rest = try await scene.call("GET", "/api/v1/messages?unread=true", as: "wes").text
            #expect(rest.contains("\"items\":[]"))
            for wrong in ["{}", #"{"fields":{}}"#, #"{"fields":{"q1":"o3"}}"#, #"{"fields":{"q2":"o1"}}"#] {
                let answer = try await scene.call("PUT", path + "/answer", as: "wes", json: wrong)
                #expect(answer.status == 422 || answer.status == 400, "\(wrong) \(answer.status)")
            }
            let sent = try await scene.call("PUT", path + "/answer", as: "wes", json: #"{"fields":{"q1":"o1"}}"#)
            #expect(sent.status == 200 && sent.text.contains("\"answer\":{\"q1\":\"o1\"}"), "\(sent.text)")
            let results = try await scene.call("GET", "/api/v1/community/poll/\(poll)/results", as: "mia").text
            #expect(results.contains("\"answered\":1") && results.contains("\"tallies\":[]"))
            #expect(results.contains("\"answers\":[]") && !results.contains("o1\",\"o"))
            #expect(try await scene.call("GET", path, as: "mia").status == 404)
            #expect(try await scene.call("GET", "/api/v1/community/poll/\(poll)/results", as: "wes").status == 403)
        }
    }
}
