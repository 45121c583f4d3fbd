import Commons
import Markup
import Testing

@testable import EvaluationPortal

@Suite struct JournalEntryTests {
    private func view(_ language: PageLanguage, before: [String: [String: JournalValue]] = [:]) -> JournalEntryView {
        var content = JournalContent(at: 1_772_330_400_000, by: "p1", way: "page", on: "person/p1")
        content.rows = [
            "credential/p1": [
                "changed_at": .number(1_772_330_400_000), "hash": .commitment("0123456789abcdef0123"),
            ]
        ]
        let entry = JournalEntry(sequence: 40, content: "{}", previous: JournalEntry.beforeFirst)
        return JournalEntryView(
            language: language, entry: entry, content: content, before: before, names: ["p1": "Zhao"])
    }

    @Test func itIsSaidInWords() {
        let (zh, en) = expectBilingual { view($0).body }
        #expect(zh.contains("href=\"/journal\""))
        #expect(words(zh).contains("人员 Zhao person/p1"))
        #expect(words(zh).contains("途径 页面"))
        #expect(words(zh).contains("加盐散列 0123456789abcdef…"))
        #expect(words(zh).contains("1772330400000 2026-03-01 10:00"))
        #expect(words(en).contains("By way of pages"))
        #expect(han(words(en)) == "")
    }

    @Test func onlyWhatWasKnownBeforeIsMarkedAsChanged() {
        #expect(!view(.chinese).body.string.contains("有变更"))
        let before = ["credential/p1": ["hash": JournalValue.commitment("ffff")]]
        let text = words(view(.chinese, before: before).body.string)
        #expect(text.contains("加盐散列 ffff… 加盐散列 0123456789abcdef… 有变更"))
    }
}
