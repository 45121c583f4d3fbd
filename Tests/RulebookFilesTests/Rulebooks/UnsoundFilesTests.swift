import Testing

@testable import RulebookFiles

/// Every file parses, is listed, exists and has only known keys.
@Suite struct UnsoundFilesTests {
    private func small(_ change: (inout SmallRulebook) -> Void) -> SmallRulebook {
        var small = SmallRulebook()
        change(&small)
        return small
    }

    @Test func theSmallRulebookIsSound() {
        SmallRulebook().isSound()
        SmallRulebook.rule("{kind: all, points: 1}").isSound()
    }

    @Test func standardYAMLMustBeThere() {
        small {
            $0.replaced["standard.yaml"] = .some(nil)
        }.isUnsoundOnly("small/standard.yaml:1:1: error: standard.yaml is missing")
    }

    @Test(arguments: ["", "# 无\n", "null\n"])
    func emptyFiles(_ text: String) {
        small { $0.replaced["standard.yaml"] = "§" + text }.isUnsound("the file is empty")
        small { $0.replaced["a.yaml"] = "§" + text }.isUnsound("the file is empty")
    }

    @Test func filesMustParse() {
        small { $0.head += "x: [§}\n" }.isUnsound("not YAML: did not find expected node content")
        small { $0.items += "   §- x\n" }.isUnsound("not YAML: did not find expected '-' indicator")
        small { $0.category = "§&x a" }.isUnsound("YAML anchors (&) are not supported")
        small { $0.items += "§---\n" }.isUnsound("a file holds one document; remove the ---")
    }

    @Test func filesMustBeMappings() {
        small { $0.replaced["standard.yaml"] = "§- 1" }.isUnsound("the standard must be 'key: value', found a list")
        small { $0.replaced["a.yaml"] = "§hello" }.isUnsound("a chapter must be 'key: value', found 'hello'")
    }

    @Test func chaptersMustExistAndStandOnce() {
        small { $0.chapters = "[a.yaml, §b.yaml]" }.isUnsound("no file 'b.yaml'; did you mean 'a.yaml'?")
        small { $0.chapters = "[a.yaml, §chapter-nine.yaml]" }.isUnsound("no file 'chapter-nine.yaml'")
        small { $0.chapters = "[a.yaml, §a.yaml]" }.isUnsound("'a.yaml' is listed twice")
        small { $0.chapters = "[a.yaml, §{b: c}]" }.isUnsound("must be text, found a mapping")
        small { $0.chapters = "§a.yaml" }.isUnsoundWith("must be a list, found 'a.yaml'")
    }

    @Test func filesMustBeListed() {
        small { $0.others["z.yaml"] = "§category: a\n" }.isUnsound("not listed under chapters in standard.yaml")
    }

    @Test func chaptersNameACategory() {
        small { $0.category = "§b" }.isUnsoundWith("no category 'b'; did you mean 'a'?")
        small { $0.category = "§something" }.isUnsoundWith("no category 'something'")
        small {
            $0.others["b.yaml"] = "§sections: []\n"; $0.chapters = "[a.yaml, b.yaml]"
        }
        .isUnsound("'category' is missing")
    }

    @Test func whatIsRequiredInTheStandard() {
        for (key, line) in [
            ("id", "id: small\n"), ("edition", "edition: \"1\"\n"), ("title", "title: {zh: 小, en: Small}\n"),
        ] {
            small { $0.head = "§" + $0.head.replacing(line, with: "") }.isUnsound("'\(key)' is missing")
        }
        small { $0.head = $0.head.replacing("format: 1", with: "format: §2") }
            .isUnsound("must be from 1 to 1, found '2'")
        small { $0.head = "§" + $0.head.replacing("format: 1\n", with: "") }.isUnsound("'format' is missing")
    }

    /// A key that nobody knows, at every place that has keys.
    @Test func onlyKnownKeys() {
        small { $0.head += "§grade: 1\n" }.isUnsound("the standard has no 'grade'; did you mean 'grades'?")
        small { $0.categories = "  - {id: a, title: {zh: 甲, en: A}, §weigth: 1}\n" }
            .isUnsound("a category has no 'weigth'; did you mean 'weight'?")
        small { $0.score = "score: {max: 100, §divide: 1}\n" }
            .isUnsound("the score has no 'divide'; did you mean 'divisor'?")
        small { $0.score = "score: {base: {points: 1, §needs: true}}\n" }
            .isUnsound("the score has no 'needs'; known: points, needsControls")
        small { $0.grades = $0.grades.replacing("q: {below: 5}", with: "q: {below: 5}, §minimun: 1") }
            .isUnsound("a grade has no 'minimun'; did you mean 'minimum'?")
        small { $0.grades = $0.grades.replacing("{below: 5}", with: "{below: 5, §over: 1}") }
            .isUnsound("the interval of q has no 'over'; known: exactly, above, atLeast, below, atMost")
        small { $0.items += "§items: []\n" }
            .isUnsound("a chapter has no 'items'; known: category, controls, sections")
        small { $0.sections = $0.sections.replacing("items", with: "§totals: 1\n    items") }
            .isUnsound("a section has no 'totals'; did you mean 'total'?")
        SmallRulebook.item("{clause: 1.b, title: {zh: 乙, en: B}, rule: {kind: all, points: 1}, §document: []}")
            .isUnsound("an item has no 'document'; did you mean 'documents'?")
        small { $0.controls = "  - {clause: 0.a, title: {zh: 乙, en: B}, §points: 1}\n" }
            .isUnsound(
                "an item has no 'points'; known: clause, title, requirement, documents, onSite, checks, readings, "
                    + "weight, notApplicable, rule")
        small { $0.readings = "  - {id: R1, text: {zh: 读, en: Read}, §touch: always}\n" }
            .isUnsound("a reading has no 'touch'; did you mean 'touches'?")
        small {
            $0.readings =
                "  - {id: R1, text: {zh: 读, en: Read}, alternatives: [{text: {zh: 读, en: R}, change: {§weight: {}}}]}\n"
        }
        .isUnsound("an alternative has no 'weight'; did you mean 'weights'?")
        small { $0.eligibility = "  - {clause: '0', title: {zh: 条, en: C}, rule: {kind: accepted, §months: 3}}\n" }
            .isUnsound("a condition has no 'months'; known: kind")
        small { $0.eligibility = "  - {clause: '0', title: {zh: 条, en: C}, rule: {kind: accepted}, §reading: []}\n" }
            .isUnsound("a condition has no 'reading'; did you mean 'readings'?")
    }

    @Test func aKeyStandsOnce() {
        small { $0.head += "§id: other\n" }.isUnsound("'id' stands twice")
        SmallRulebook.rule("{kind: all, points: 1, §points: 2}").isUnsound("'points' stands twice")
        small { $0.items += "§category: a\n" }.isUnsound("'category' stands twice")
    }

    /// Everything that is wrong is told at once, in every file.
    @Test func everythingAtOnce() {
        small {
            $0.head = $0.head.replacing("id: small", with: "id: §9")
            $0.grades = $0.grades.replacing("below: 5", with: "below: §five")
            $0.items = $0.items.replacing("points: 10", with: "points: §-1")
            $0.others["z.yaml"] = "§x: 1\n"
        }.isUnsound(
            "must be letters, digits and -, starting with a letter, found '9'", "must be a number, found 'five'",
            "must be above 0, found '-1'", "not listed under chapters in standard.yaml")
    }
}

extension SmallRulebook {
    /// For what has no text to mark.
    fileprivate func isUnsoundOnly(_ rendered: String, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(read.diagnostics.english == [rendered], sourceLocation: sourceLocation)
        #expect(read.rulebook == nil, sourceLocation: sourceLocation)
    }
}
