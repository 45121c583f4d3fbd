import Rulebook
import Testing

@testable import Commons

@Suite struct PersonalConsentTests {
    let scene = AccountsScene()

    private func set(_ kind: PersonalKind, _ text: String, _ id: String, version: Int = 0, agrees: Bool) throws {
        try scene.accounts.setField(kind, text, of: id, version: version, agrees: agrees, scene.records)
    }

    @Test func nothingIsKeptWithoutItsConsent() throws {
        let person = try scene.person("zhang.san")
        #expect(throws: Refusal.self) { try set(.phone, "13812345678", person.id, agrees: false) }
        #expect(scene.records.personalFields(of: person.id) == [])
        try set(.phone, "13812345678", person.id, agrees: true)
        // It holds for all of its kinds.
        try set(.address, "湖滨路一号", person.id, agrees: false)
        #expect(throws: Refusal.self) { try set(.identity, "11010519491231002X", person.id, agrees: false) }
        #expect(scene.records.consents(of: person.id).map(\.purpose) == ["contact"])
        #expect(scene.records.consents(of: person.id).first?.way == .page)
    }

    @Test func withdrawingDeletesWhatRestsOnItAndKeepsTheHistory() throws {
        let person = try scene.person("zhang.san")
        try set(.phone, "13812345678", person.id, agrees: true)
        try set(.mail, "z@example.cn", person.id, agrees: true)
        scene.clock.pass(seconds: 60)
        try scene.accounts.withdraw(.contact, of: person.id, way: .page, scene.records)
        #expect(scene.records.personalFields(of: person.id).map(\.kind) == [.mail])
        let consents = scene.records.consents(of: person.id)
        #expect(consents.active(.contact) == nil && consents.active(.mail) != nil)
        try scene.accounts.give(.contact, of: person.id, way: .page, scene.records)
        try scene.accounts.give(.contact, of: person.id, way: .page, scene.records)
        let history = scene.records.consents(of: person.id).filter { $0.purpose == "contact" }
        #expect(history.map(\.number).sorted() == [1, 2] && history.count(where: \.isActive) == 1)
        #expect(history.first { $0.number == 1 }?.withdrawnAt == scene.clock.now)
    }

    @Test func anotherTextEndsTheConsentToTheOldOne() throws {
        let person = try scene.person("zhang.san")
        var old = ConsentPurpose.contact
        old.edition = "2020"
        try scene.accounts.give(old, of: person.id, way: .page, scene.records)
        try scene.accounts.give(.contact, of: person.id, way: .page, scene.records)
        let consents = scene.records.consents(of: person.id)
        #expect(consents.active(.contact)?.edition == ConsentPurpose.contact.edition)
        #expect(consents.count(where: \.isActive) == 1 && consents.count == 2)
    }

    @Test func anAdministratorCannotUndoAWithdrawal() throws {
        let person = try scene.person("zhang.san")
        try scene.accounts.setMail("a@example.cn", of: person.id, scene.records)
        #expect(scene.records.consents(of: person.id).active(.mail)?.way == .administrator)
        try scene.accounts.withdraw(.mail, of: person.id, way: .page, scene.records)
        #expect(scene.records.personalField(.mail, of: person.id) != nil)
        try scene.accounts.setMail("b@example.cn", of: person.id, scene.records)
        #expect(scene.records.personalField(.mail, of: person.id)?.value == "b@example.cn")
        #expect(scene.records.consents(of: person.id).active(.mail) == nil)
    }

    @Test func editsRestOnAVersion() throws {
        let person = try scene.person("zhang.san")
        try set(.phone, "13812345678", person.id, agrees: true)
        #expect(throws: Refusal.self) { try set(.phone, "13912345678", person.id, agrees: false) }
        #expect(throws: Refusal.self) { try set(.phone, "", person.id, agrees: false) }
        try set(.phone, " ", person.id, version: 1, agrees: false)
        #expect(scene.records.personalFields(of: person.id) == [])
    }
}
