import Fuzzing
import Rulebook
import Testing

@testable import RulebookFiles

/// Random bytes and damaged files: never a crash, and always either a result or at least one error.
@Suite struct FuzzTests {
    private static let assessment = """
        rulebook: tiny
        community: {name: 晴川里社区, kind: urban, acceptedOn: 2023-03-01, operatingSince: "2023-06-01"}
        appliedOn: 2026-03-01
        findings:
          1.1.1: {checks: {clear: true, marked: yes}, evidence: [巡查记录, {name: 照片, file: a/b.jpg}]}
          1.1.2: {occurred: false}
          1.2.a: {met: true, checks: [true, true]}
          1.2.b: {present: [gas, other:一键求助], pushed: true}
          1.3.a: {buildings: 12, good: 8, best: 6}
          1.3.b: {count: 2, remark: 两处}
          1.3.c: {minutes: 14.5}
          2.1.a: {green: 1, area: 3}
          2.1.b: {value: 90}
          2.1.c: {notApplicable: true}
          2.2.1.a: {points: 7.5}
          3.1.a: {innovations: [{name: 甲, kind: technology, recognised: true, responses: 100, satisfied: 61}]}
        """
    private static let assessmentJSON = """
        {"rulebook": "tiny", "community": {"name": "晴川里", "kind": "urban", "acceptedOn": "2023-03-01"},
         "appliedOn": "2026-03-01",
         "findings": {"1.1.1": {"checks": [true, false]}, "1.2.a": {"met": true},
          "1.2.b": {"count": 3, "pushed": false},
          "1.3.a": {"buildings": 3, "good": 2}, "1.3.c": {"minutes": 14.5}, "2.1.a": {"green": 1, "area": 3},
          "3.1.a": {"innovations": [{"name": "\\u4e2d\\ud83d\\ude00", "recognised": true,
           "responses": 5, "satisfied": 4}]}}}
        """
    private static let costs = """
        rulebook: tiny
        costs:
          1.1.1: 20000
          1.2.b: {each: 500, pushed: 3000.50}
          1.3.a: {good: 1, best: 2.50}
          1.3.c: {to: {15: 7, 14.5: 8}}
          2.1.c: {half: 5, all: '9'}
          3.1.a: {each: 120000}
        """

    /// A result or an error, at a place that the file has.
    private func isHonest(_ hasResult: Bool, _ told: [Diagnostic], _ files: [SourceFile]) -> Bool {
        guard hasResult != told.contains(where: { $0.severity == .error }), told.count <= 1000 * files.count else {
            return false
        }
        return told.allSatisfy { diagnostic in
            guard let file = files.first(where: { $0.name == diagnostic.file }) else { return false }
            guard case .text(let line, let column) = diagnostic.place else { return true }
            let lines = file.bytes.count { $0 == 0x0A || $0 == 0x0D || $0 == 0x85 || $0 == 0xA8 || $0 == 0xA9 } + 2
            return line >= 1 && line <= lines && column >= 1 && column <= file.bytes.count + 2
                && diagnostic.rendered(.zh) != diagnostic.rendered(.en)
        }
    }

    private func readAssessment(_ bytes: [UInt8], _ name: String) -> Bool? {
        let file = SourceFile(name: name, bytes: bytes)
        let (assessment, told) = Tiny.read(file)
        if let assessment { _ = Scorer(Tiny.book).score(assessment) }
        return isHonest(assessment != nil, told, [file]) ? assessment != nil : nil
    }

    private func readCosts(_ bytes: [UInt8], _ name: String) -> Bool? {
        let file = SourceFile(name: name, bytes: bytes)
        let (costs, told) = CostsReader.read(file, for: Tiny.book)
        return isHonest(costs != nil, told, [file]) ? costs != nil : nil
    }

    private func readRulebook(_ bytes: [UInt8], as name: String) -> Bool? {
        var folder = Tiny.folder
        folder.files[name]!.bytes = bytes
        let (book, told) = RulebookReader.read(folder)
        if let book {
            _ = Scorer(book).score(Assessment(rulebook: "tiny", community: Community(name: ""), appliedOn: nil))
            _ = CompiledRulebook(book)
        }
        return isHonest(book != nil, told, Array(folder.files.values)) ? book != nil : nil
    }

    /// Runs `count` inputs; some have to be taken and most refused, else the damage is of the wrong size.
    private func run(_ count: Int, _ seed: Int, _ body: (inout Mutator) -> (input: [UInt8], isTaken: Bool?)) -> (
        Int, [String]
    ) {
        var (taken, wrong) = (0, [String]())
        // `make drill` asks for as many times more; what is beyond the first round only has to be safe.
        for number in 0..<count * Fuzz.times {
            var mutator = Mutator(seed * 1_000_000 + number)
            let (input, isTaken) = body(&mutator)
            if isTaken == true, number < count { taken += 1 }
            if isTaken == nil { wrong.append("\(number): " + String(decoding: input, as: UTF8.self).debugDescription) }
        }
        return (taken, Array(wrong.prefix(3)))
    }

    @Test(arguments: ["a.yaml", "a.json"])
    func noise(_ name: String) {
        let (_, wrong) = run(300, 1) { mutator in
            let bytes = mutator.noise()
            let results = [readAssessment(bytes, name), readCosts(bytes, name)]
            return (bytes, results.contains(nil) ? nil : false)
        }
        #expect(wrong.isEmpty, "\(wrong)")
        let (_, alsoWrong) = run(100, 2) { mutator in
            let bytes = mutator.noise()
            return (bytes, readRulebook(bytes, as: mutator.pick(["standard.yaml", "1-safety.yaml"])))
        }
        #expect(alsoWrong.isEmpty, "\(alsoWrong)")
    }

    @Test func damagedAssessments() {
        #expect(readAssessment(Array(Self.assessment.utf8), "a.yaml") == true)
        #expect(readAssessment(Array(Self.assessmentJSON.utf8), "a.json") == true)
        for (text, name, seed) in [(Self.assessment, "a.yaml", 3), (Self.assessmentJSON, "a.json", 4)] {
            let (taken, wrong) = run(600, seed) { mutator in
                let bytes = mutator.damage(Array(text.utf8))
                return (bytes, readAssessment(bytes, name))
            }
            #expect(wrong.isEmpty, "\(wrong)")
            #expect((2...500).contains(taken), "\(name): \(taken) taken")
        }
    }

    @Test func damagedCosts() {
        let (taken, wrong) = run(600, 5) { mutator in
            let bytes = mutator.damage(Array(Self.costs.utf8))
            return (bytes, readCosts(bytes, "k.yaml"))
        }
        #expect(wrong.isEmpty, "\(wrong)")
        #expect((10...500).contains(taken), "\(taken) taken")
    }

    @Test func damagedRulebooks() {
        let names = Tiny.folder.files.keys.sorted()
        let (taken, wrong) = run(800, 6) { mutator in
            let name = mutator.pick(names)
            let bytes = mutator.damage(Tiny.folder.files[name]!.bytes)
            return (bytes, readRulebook(bytes, as: name))
        }
        #expect(wrong.isEmpty, "\(wrong)")
        #expect((10...700).contains(taken), "\(taken) taken")
    }
}
