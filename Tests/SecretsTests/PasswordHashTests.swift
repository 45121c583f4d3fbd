import Testing

@testable import Secrets

@Suite struct PasswordHashTests {
    static let cheap = PasswordHash.Parameters(logN: 4, r: 1, p: 1)

    /// RFC 7914, section 12; the last vector takes a gigabyte and is left out.
    @Test(arguments: [
        (
            "", "", 4, 1, 1,
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        (
            "password", "NaCl", 10, 8, 16,
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        (
            "pleaseletmein", "SodiumChloride", 14, 8, 1,
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ])
    func rfc7914(_ password: String, _ salt: String, _ logN: Int, _ r: Int, _ p: Int, _ key: String) {
        let parameters = PasswordHash.Parameters(logN: logN, r: r, p: p)
        let derived = PasswordHash.derive(Array(password.utf8), Array(salt.utf8), parameters, count: 64)
        #expect(Hexadecimal.text(derived) == key)
    }

    @Test func verifiesOnlyThePassword() {
        let hash = PasswordHash("correct horse", Self.cheap)
        #expect(hash.verify("correct horse"))
        for other in ["", "correct hors", "correct horse ", "Correct horse"] {
            #expect(!hash.verify(other), "\(other)")
        }
        #expect(PasswordHash("", Self.cheap).verify(""))
    }

    @Test func fullWidthLettersAreTheSameLetters() {
        #expect(PasswordHash("ａｂｃ１２３", Self.cheap).verify("abc123"))
        #expect(PasswordHash("caf\u{e9}", Self.cheap).verify("cafe\u{301}"))
    }

    @Test func saltsDiffer() {
        #expect(PasswordHash("same", Self.cheap).text != PasswordHash("same", Self.cheap).text)
    }

    @Test func textIsReadAgain() throws {
        let hash = PasswordHash("密码", Self.cheap, salt: Array(0..<16))
        #expect(hash.text.hasPrefix("$scrypt$ln=4,r=1,p=1$AAECAwQFBgcICQoLDA0ODw$"))
        let read = try #require(PasswordHash(hash.text))
        #expect(read == hash)
        #expect(read.verify("密码"))
    }

    @Test func otherTextsAreNoHash() {
        let text = PasswordHash("x", Self.cheap).text
        let broken = [
            "", "$", "$scrypt$", String(text.dropLast()), text + "$", text + "A", " " + text,
            text.replacingOccurrence("scrypt", "argon2"), text.replacingOccurrence("ln=4", "ln=0"),
            text.replacingOccurrence("ln=4", "ln=21"), text.replacingOccurrence("ln=4", "ln=40"),
            text.replacingOccurrence("r=1", "r=33"), text.replacingOccurrence("p=1", "p=17"),
            text.replacingOccurrence("p=1", "p=x"), text.replacingOccurrence("p=1", "p"),
            text.replacingOccurrence("r=1,p=1", "p=1,r=1"), text.replacingOccurrence("p=1", "p=1,q=1"),
        ]
        for text in broken {
            #expect(PasswordHash(text) == nil, "\(text)")
        }
    }

    @Test func rehashIsNeededForOtherParameters() {
        let hash = PasswordHash("x", Self.cheap)
        #expect(hash.needsRehash())
        #expect(!hash.needsRehash(Self.cheap))
        #expect(PasswordHash.Parameters.standard == .init(logN: 15, r: 8, p: 3))
    }

    @Test func workerGivesWhatTheWorkGives() async {
        let worker = PasswordWorker(width: 2)
        let results = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<32 { group.addTask { await worker.run { number } } }
            return await group.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
        }
        #expect(results == Set(0..<32))
    }

    @Test func workerRefusesAFlood() async {
        let none = await PasswordWorker(limit: 0).run { 1 }
        #expect(none == nil)
        let worker = PasswordWorker(width: 1, limit: 1)
        for _ in 0..<3 {
            let one = await worker.run { 1 }
            #expect(one == 1, "a place is free again once the work is done")
        }
    }
}

extension String {
    fileprivate func replacingOccurrence(_ old: String, _ new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
