import Testing

@testable import RulebookFiles

/// Children add up, weights add up, what a level says is possible.
@Suite struct UnsoundLevelTests {
    private func small(_ change: (inout SmallRulebook) -> Void) -> SmallRulebook {
        var small = SmallRulebook()
        change(&small)
        return small
    }

    private func section(_ keys: String) -> SmallRulebook {
        small { $0.sections = $0.sections.replacing("    items:", with: "    \(keys)\n    items:") }
    }

    private func category(_ keys: String) -> SmallRulebook {
        small { $0.categories = "  - §{id: a, title: {zh: 甲, en: A}, \(keys)}\n" }
    }

    @Test func sectionsAddUp() {
        section("total: §11").isUnsound("section 1 says 11 points, its children add up to 10")
        section("total: §9.99").isUnsound("section 1 says 9.99 points, its children add up to 10")
        section("total: 10").isSound()
    }

    @Test func nestedSectionsAddUpWithTheirWeights() {
        func nested(_ outer: String) -> SmallRulebook {
            small {
                $0.items += """
                      - clause: "2"
                        title: {zh: 二, en: Two}
                        total: \(outer)
                        items: [{clause: 2.a, title: {zh: 丙, en: C}, rule: {kind: all, points: 6}, weight: 0.5}]
                        sections:
                          - clause: "2.1"
                            title: {zh: 下, en: Below}
                            weight: 2
                            total: 4
                            items: [{clause: 2.1.a, title: {zh: 丁, en: D}, rule: {kind: all, points: 4}}]

                    """
            }
        }
        nested("11").isSound()
        nested("§10").isUnsound("section 2 says 10 points, its children add up to 11")
    }

    @Test func categoriesAddUp() {
        category("weight: 1, total: 9").isUnsound("the category 'a' says 9 points, its sections add up to 10")
        for keys in ["total: 10", "total: 10, cap: 6", "total: 100, scaleTo: 100", "total: 60, cap: 6, scaleTo: 60"] {
            var sound = category(keys)
            sound.categories = sound.categories.replacing("§", with: "")
            sound.isSound()
        }
        category("weight: 1, total: 7, cap: 6").isUnsound("the category 'a' says 7 points, its sections add up to 10")
    }

    /// Was a bug: the total of a section is compared with what counts after its cap, that of a category with what
    /// stands before it.
    @Test func theTotalOfASectionIsWhatItsChildrenAddUpTo() {
        section("total: 10\n    cap: 6").isSound()
    }

    /// Was a bug: "there `total` is after its own `scaleTo`" says the format of categories; of sections it is what the
    /// children add up to, before `scaleTo`, but it is compared with what stands after it.
    @Test func theTotalOfASectionIsBeforeItsScale() {
        section("total: 10\n    scaleTo: 50").isSound()
    }

    /// Was a bug: a cap above what the children add up to can never be reached, and is not told.
    @Test func capsOfLevelsCanBeReached() {
        section("cap: §11").isUnsoundWith("section 1: the cap of 11 cannot be reached, its children add up to 10")
        #expect(category("weight: 1, cap: 11").read.diagnostics.count == 1)
    }

    @Test func weightsAreAboveZero() {
        for keys in ["weight: §0", "weight: §-1", "total: §0", "cap: §0", "scaleTo: §-5"] {
            let found = keys.split(separator: "§")[1]
            section(keys).isUnsound("must be above 0, found '\(found)'")
        }
        section("rescale: §all").isUnsound("rescale can only be applicable, found 'all'")
        section("rescale: applicable").isSound()
    }

    /// Was a bug: the weight of an item may be 0 or negative ("not negative unless said").
    @Test(arguments: ["0", "-1"])
    func weightsOfItemsAreAboveZero(_ weight: String) {
        SmallRulebook.item("{clause: 1.b, title: {zh: 乙, en: B}, rule: {kind: all, points: 1}, weight: §\(weight)}")
            .isUnsound("must be above 0, found '\(weight)'")
    }

    @Test func weightsOfCategoriesAddUpToOne() {
        func two(_ first: String, _ second: String, _ score: String = "") -> SmallRulebook {
            small {
                $0.categories = """
                      - §{id: a, title: {zh: 甲, en: A}, \(first)}
                      - {id: b, title: {zh: 乙, en: B}, \(second)}

                    """
                $0.chapters = "[a.yaml, b.yaml]"
                $0.score = score
                $0.others["b.yaml"] = """
                    category: b
                    sections:
                      - {clause: "2", title: {zh: 二, en: Two}, \
                      items: [{clause: 2.a, title: {zh: 乙, en: B}, rule: {kind: all, points: 10}}]}
                    """
            }
        }
        func sound(_ first: String, _ second: String, _ score: String = "") {
            var sound = two(first, second, score)
            sound.categories = sound.categories.replacing("§", with: "")
            sound.isSound()
        }
        two("weight: 0.6", "weight: 0.5").isUnsound("the weights of the categories add up to 1.1, not 1")
        two("weight: 0.6", "weight: 0.3").isUnsound("the weights of the categories add up to 0.9, not 1")
        two("weight: 1/3", "weight: 0.666666667").isUnsound(
            "the weights of the categories add up to 3000000001/3000000000, not 1")
        sound("weight: 1/3", "weight: 2/3")
        sound("weight: 1", "weight: 0.2, addition: true")
        sound("weight: 1", "weight: 1", "score: {divisor: 2}\n")
        sound("weight: 1, scaleTo: 10", "weight: 1")
    }

    @Test func levelsAreNotEmpty() {
        small {
            $0.sections = "  - §{clause: '1', title: {zh: 一, en: One}}\n"; $0.items = ""
        }
        .isUnsound("section 1 is empty")
        small { $0.categories += "  - §{id: b, title: {zh: 乙, en: B}, weight: 1, addition: true}\n" }
            .isUnsound("the category 'b' has no scored item")
    }

    @Test func whatASectionNeeds() {
        small { $0.sections = $0.sections.replacing("- clause: \"1\"\n    title", with: "- §title") }
            .isUnsound("'clause' is missing")
        small {
            $0.sections = $0.sections.replacing(
                "- clause: \"1\"\n    title: {zh: 一, en: One}", with: "- §clause: \"1\"")
        }
        .isUnsound("'title' is missing")
    }

    @Test func notApplicableHasTwoPolicies() {
        let item = "clause: 1.b, title: {zh: 乙, en: B}, rule: {kind: all, points: 1}"
        for policy in ["refused", "yes", "excluded "] where policy != "excluded " {
            SmallRulebook.item("{\(item), notApplicable: §\(policy)}")
                .isUnsound("notApplicable must be excluded or full, found '\(policy)'")
        }
        for policy in ["excluded", "full"] { SmallRulebook.item("{\(item), notApplicable: \(policy)}").isSound() }
    }

    @Test func theTotalOfTheStandard() {
        small { $0.score = "score: {divisor: §0}\n" }.isUnsound("must be above 0, found '0'")
        small { $0.score = "score: {max: §-1}\n" }.isUnsound("must be above 0, found '-1'")
        small { $0.score = "score: {base: §{needsControls: true}}\n" }.isUnsound("'points' is missing")
        small { $0.score = "score: {base: {points: 1, needsControls: §maybe}}\n" }
            .isUnsound("must be true or false, found 'maybe'")
    }
}
