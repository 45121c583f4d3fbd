extension DatabaseContract {
    static let announcements = [
        DatabaseContract("announcements come after commit, in order, and not after a rollback") { subject in
            let database = subject.database
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY)")
            let heard = try await database.announcements(on: "news")
            let others = try await database.announcements(on: "Other.news")
            struct Thrown: Error {}
            do {
                try await database.write { connection in
                    try connection.announce("never", on: "news")
                    throw Thrown()
                }
            } catch is Thrown {}
            let long = String(repeating: "长", count: 2_333)
            try await database.write { connection in
                try connection.announce("first", on: "news")
                try connection.announce("elsewhere", on: "Other.news")
                try connection.execute("INSERT INTO t (id) VALUES (1)")
            }
            try await database.write { connection in
                try connection.announce("it's \"second\"", on: "news")
                try connection.announce(long, on: "news")
            }
            var messages: [String] = []
            for await message in heard {
                // Who hears of a commit finds what it stored.
                try same(try await subject.count("t"), 1, "rows when \(message.prefix(20)) was heard")
                messages.append(message)
                if messages.count == 3 { break }
            }
            try same(messages, ["first", "it's \"second\"", long], "messages")
            for await message in others {
                try same(message, "elsewhere", "message on the other channel")
                break
            }
        },
        DatabaseContract("announcements reach every listener until it goes") { subject in
            let database = subject.database
            let streams = [
                try await database.announcements(on: "c"), try await database.announcements(on: "c"),
            ]
            try await database.write { try $0.announce("x", on: "c") }
            for stream in streams {
                var messages = stream.makeAsyncIterator()
                try same(await messages.next(), "x", "message")
            }
            let waiting = Task { [stream = try await database.announcements(on: "c")] in
                for await _ in stream {}
                return true
            }
            waiting.cancel()
            try same(await waiting.value, true, "a cancelled listener ends")
            let last = try await database.announcements(on: "c")
            try await database.write { try $0.announce("y", on: "c") }
            var messages = last.makeAsyncIterator()
            try same(await messages.next(), "y", "message after others went")
            try await database.close()
            try same(await messages.next(), nil, "after close")
        },
        DatabaseContract("announcements that cannot be are refused") { subject in
            let database = subject.database
            let cases = [
                (String(repeating: "x", count: 7_001), "c"), ("", "c"), ("a\0", "c"), ("x", ""), ("x", "a b"),
                ("x", String(repeating: "c", count: 41)),
            ]
            for (message, channel) in cases {
                try await fails(.other, "\(message.prefix(9)) on \(channel)") {
                    try await database.write { try $0.announce(message, on: channel) }
                }
            }
            try await fails(.other, "listening on no channel") { try await database.announcements(on: "a\"b") }
            try await database.write { try $0.announce(String(repeating: "x", count: 7_000), on: "c") }
        },
    ]
}
