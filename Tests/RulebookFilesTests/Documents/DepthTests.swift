import Testing

@testable import RulebookFiles

@Suite struct DepthTests {
    private static let shapes: [(open: String, close: String)] = [("[", "]"), ("{\"a\":", "}"), ("[{\"甲\":", "}]")]

    /// 64 levels, in both formats and in every shape.
    @Test func sixtyFourLevelsAreTaken() {
        for name in ["a.yaml", "a.json"] {
            for shape in Self.shapes {
                let levels = shape.open.count { "[{".contains($0) }
                for count in (56 / levels)...(72 / levels) {
                    let text =
                        String(repeating: shape.open, count: count) + " 1"
                        + String(repeating: shape.close, count: count)
                    let (root, told) = document(source(text, name))
                    #expect((root != nil) == (count * levels <= 64), "\(name) \(count * levels)")
                    #expect(told.isEmpty == (count * levels <= 64))
                }
            }
        }
    }

    @Test(arguments: ["a.yaml", "a.json"])
    func theLevelTooManyIsTold(_ name: String) {
        let marked = Marked("[\n" + String(repeating: "[", count: 63) + "§[1" + String(repeating: "]", count: 65))
        let told = document(marked.source(name)).told
        #expect(told.english == marked.expected(name, ["nested deeper than 64 levels"]))
        #expect(told.areBilingual)
    }

    @Test func indentedBlocksAreLevelsToo() {
        let text = (0..<70).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(document(source(text)).told.english == ["file.yaml:65:65: error: nested deeper than 64 levels"])
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":", "- ", "? "])
    func twentyThousandLevelsAreRefusedAtOnce(_ open: String) {
        for name in ["a.yaml", "a.json"] {
            let (root, told) = document(source(String(repeating: open, count: 20_000), name))
            #expect(root == nil && told.count == 1)
        }
    }
}
