import Commons
import Rulebook
import Testing

@testable import Community

@Suite struct OccupancyTests {
    private static func span(_ from: Int, _ until: Int) -> TimeSpan {
        TimeSpan(Instant(milliseconds: Int64(from)), Instant(milliseconds: Int64(until)))
    }

    private static let spans = (0..<5).flatMap { from in (from + 1...5).map { span(from, $0) } }

    /// Every three spans on a small grid, in every window, against counting moment by moment.
    @Test func thePeakIsWhatCountingMomentsGives() {
        for first in Self.spans {
            for second in Self.spans {
                for third in [Self.span(0, 2), Self.span(2, 3), Self.span(1, 5)] {
                    let taken = [first, second, third]
                    for window in Self.spans {
                        let counts = (window.from.milliseconds..<window.until.milliseconds).map { at in
                            taken.count { $0.from.milliseconds <= at && at < $0.until.milliseconds }
                        }
                        #expect(Occupancy.peak(taken, in: window) == counts.max())
                        let pieces = Occupancy.stretches(taken, in: window)
                        #expect(pieces.first?.span.from == window.from && pieces.last?.span.until == window.until)
                        let told = pieces.flatMap { piece in
                            Array(repeating: piece.taken, count: Int(piece.span.milliseconds))
                        }
                        #expect(told == counts)
                        #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0.taken != $1.taken })
                    }
                }
            }
        }
    }

    @Test func aSurveySaysHowItIsAnswered() throws {
        func form(_ text: String) throws -> Form? {
            let head = CaseHead(
                id: "s", kind: "survey", number: "", title: "", state: "draft", sequence: 1, opener: "", handler: "",
                region: "", openedAt: .init(milliseconds: 0), changedAt: .init(milliseconds: 0), due: nil)
            let item = Item(
                head: head, edition: 1, fields: ["questions": .text(text)], place: nil, owner: nil, assigned: [],
                since: .init(milliseconds: 0))
            return try Questionnaire.form(
                of: item, AudienceFacet(roles: "roles", state: "published", asks: .questions("questions")), title: "")
        }
        let fields = try #require(try form("保洁如何\n\n走哪个门 ｜ 北门/ 南门\n建议|文字\n电梯 | 星级\n")).fields
        #expect(fields.map(\.title.zh) == ["保洁如何", "走哪个门", "建议", "电梯"])
        #expect(fields.map { $0.options.map(\.title.zh) }[1] == ["北门", "南门"])
        #expect(fields[0].options.count == 5 && fields[3].options.count == 5)
        #expect(fields.map(\.isRequired) == [true, true, false, true] && fields[2].content == .words(most: 1000))
        for wrong in [
            "", " | 星级", "门 | 北门", "门 | 北门/北门", "门 | 北门/", "门 | 北门/o1", String(repeating: "长", count: 201),
            String(repeating: "问\n", count: 51),
        ] {
            let refusal = #expect(throws: Refusal.self) { try form(wrong) }
            #expect(refusal?.place == "questions")
        }
    }
}
