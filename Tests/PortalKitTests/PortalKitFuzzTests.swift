import Commons
import Fuzzing
import HTTPTypes
import Rulebook
import Testing

@testable import PortalKit

/// All that comes in with a request, damaged: never a crash, and what is taken means one thing only.
@Suite struct PortalKitFuzzTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// A request with a header field of this name; nil: no header can hold these bytes.
    private func head(_ name: String, _ bytes: [UInt8]) -> RequestHead? {
        let text = text(bytes)
        guard let field = HTTPField.Name(name), HTTPField.isValidValue(text) else { return nil }
        var request = HTTPRequest(method: .get, scheme: "http", authority: "a.example", path: "/")
        request.headerFields.append(HTTPField(name: field, value: text))
        return RequestHead(request)
    }

    @Test func json() {
        let outcome = Fuzz.run(8000, Fuzz.lines("json")) { bytes in
            guard let value = try? JSONParser.parse(bytes) else { return .refused }
            return .taken(if: (try? JSONParser.parse(value.bytes)) == value, "JSON")
        }
        #expect(outcome.isSound, "\(outcome)")
        // However deep, it ends in words and not in a stack that is used up.
        for depth in [10, 100, 1000, 100_000] {
            let deep = [UInt8](repeating: UInt8(ascii: "["), count: depth)
            _ = try? JSONParser.parse(deep + [UInt8](repeating: UInt8(ascii: "]"), count: depth))
        }
    }

    @Test func formFields() {
        let outcome = Fuzz.run(6000, Fuzz.lines("forms")) { bytes in
            guard let fields = Fields(encoded: bytes, most: 50) else { return .refused }
            let again = fields.pairs.map { Percent.encode($0.name) + "=" + Percent.encode($0.value) }
            for name in fields.names {
                _ = try? fields.text(name, most: 20)
                _ = try? fields.integer(name, in: 0...9)
                _ = try? fields.flag(name)
            }
            let isSound = !fields.pairs.contains { ($0.name + $0.value).utf8.contains(0) }
            return .taken(
                if: isSound && Fields(encoded: again.joined(separator: "&").utf8) == Fields(fields.pairs), "fields")
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func multipart() {
        let outcome = Fuzz.run(6000, [Fuzz.file("form.multipart")]) { bytes in
            guard let form = Multipart(bytes, boundary: "----linli") else { return .refused }
            // Nothing is made out of nothing.
            let sizes = form.files.map(\.bytes.count) + form.fields.pairs.map(\.value.utf8.count)
            let isSound =
                sizes.reduce(0, +) <= bytes.count && form.fields.pairs.allSatisfy { !$0.value.utf8.contains(0) }
            return .taken(if: isSound && form.files.count + form.fields.pairs.count <= 1000, "parts")
        }
        #expect(outcome.isSound, "\(outcome)")
        let boundaries = Fuzz.run(3000, Fuzz.lines("boundaries")) { bytes in
            guard let boundary = Multipart.boundary(text(bytes)) else { return .refused }
            return .taken(if: (1...70).contains(boundary.utf8.count))
        }
        #expect(boundaries.isSound, "\(boundaries)")
    }

    @Test func cookies() {
        let outcome = Fuzz.run(6000, Fuzz.lines("cookies")) { bytes in
            guard let head = head("Cookie", bytes) else { return .refused }
            guard let session = head.cookie("linli_session") else { return .refused }
            let isThere = text(bytes).contains("linli_session=" + session)
            return .taken(if: isThere && !session.contains(";"), "cookie")
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    /// Every header that the door reads, with what belongs into others too.
    @Test func headers() {
        let names = [
            "Authorization", "Content-Type", "Content-Length", "Origin", "Accept-Language", "X-Forwarded-For",
            "Idempotency-Key", "If-Match", "Sec-Fetch-Site",
        ]
        let seeds = ["conditions", "languages", "cookies", "boundaries", "ranges"].flatMap { Fuzz.lines($0) }
        let outcome = Fuzz.run(3000, seeds) { bytes in
            for name in names {
                guard let head = head(name, bytes) else { return .refused }
                guard !head.isAmbiguous, head.size > 0 else { return .wrong(name) }
                _ = (head.mediaType, head.hasBody)
            }
            return .taken
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func languages() {
        let outcome = Fuzz.run(4000, Fuzz.lines("languages")) { bytes in
            LanguageChoice.accepted(text(bytes)) == nil ? .refused : .taken
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test(arguments: [0, 1, 100, Int.max]) func ranges(size: Int) {
        let outcome = Fuzz.run(4000, Fuzz.lines("ranges")) { bytes in
            switch ByteRange(text(bytes), size: size) {
            case .part(let range):
                .taken(if: !range.isEmpty && range.lowerBound >= 0 && range.upperBound <= size, "range")
            case .whole, .outside: .refused
            }
        }
        #expect(outcome.wrong.isEmpty && (outcome.taken > 0) == (size > 0), "\(outcome)")
    }

    @Test func conditions() {
        let outcome = Fuzz.run(4000, Fuzz.lines("conditions")) { bytes in
            let strong = EntityTag.Condition(text(bytes))
            guard let weak = EntityTag.Condition(text(bytes), weakly: true) else {
                return strong == nil ? .refused : .wrong("weakly")
            }
            guard case .tags(let tags) = weak else { return .taken(if: strong == .any) }
            let again = EntityTag.Condition(tags.map(\.header).joined(separator: ", "))
            return .taken(if: tags.isEmpty || again == .tags(tags), "tags")
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func paths() {
        let routes = [
            Route("/"), Route("/cases/{case}"), Route("/cases/{case}/findings/{clause}"),
            Route("/cases/{case}/evidence/{evidence}/{revision}"), Route("/assets/{name}"),
        ]
        let table = RouteTable(routes.map { (.get, $0) })
        let outcome = Fuzz.run(6000, Fuzz.lines("paths")) { bytes in
            let path = text(bytes)
            switch table.match(.get, path[...]) {
            case .endpoint(let index, let values):
                // The address that is written for these values leads back to them.
                guard case .endpoint(index, values) = table.match(.get, routes[index].path(values: values)[...]) else {
                    return .wrong("path")
                }
                return .taken(
                    if: !values.contains { $0.isEmpty || $0 == ".." || $0.utf8.contains { $0 < 32 } }, "value")
            case .methods: return .wrong("methods")
            case .nothing, .malformed: return .refused
            }
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func percent() {
        let outcome = Fuzz.run(4000, Fuzz.lines("forms") + Fuzz.lines("paths")) { bytes in
            guard let plain = Percent.decode(bytes) else { return .refused }
            return .taken(if: Percent.decode(Percent.encode(plain).utf8) == plain, "percent")
        }
        #expect(outcome.isSound, "\(outcome)")
    }
}
