import Testing

@testable import Secrets

/// The vectors of RFC 2202, RFC 4226, RFC 6238 and RFC 4648, and what is asked of codes besides.
@Suite struct TimeCodeTests {
    static let secret = TimeCode(secret: Array("12345678901234567890".utf8))

    @Test func hashesAsRFC2202Says() {
        let first = HMACSHA1.code(for: Array("Hi There".utf8), key: .init(repeating: 0x0b, count: 20))
        #expect(Hexadecimal.text(first) == "b617318655057264e28bc0b6fb378c8ef146be00")
        let second = HMACSHA1.code(for: Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
        #expect(Hexadecimal.text(second) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
        let long = HMACSHA1.code(
            for: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            key: .init(repeating: 0xaa, count: 80))
        #expect(Hexadecimal.text(long) == "aa4ae5e15272d00e95705637ce8a3b55ed402112")
    }

    @Test func countsAsRFC4226Says() {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ]
        for (step, code) in codes.enumerated() { #expect(Self.secret.code(at: Int64(step)) == code) }
    }

    @Test(
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func tellsTheTimeAsRFC6238Says(_ seconds: Int64, _ code: String) {
        #expect(Self.secret.code(at: TimeCode.step(at: seconds), digits: 8) == code)
        #expect(Self.secret.code(at: TimeCode.step(at: seconds)) == code.suffix(6))
    }

    @Test func aClockMayBeOneStepOff() {
        let now: Int64 = 3_000_000
        let step = TimeCode.step(at: now)
        for (offset, isGood) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] as [(Int64, Bool)] {
            let code = Self.secret.code(at: step + offset)
            #expect(Self.secret.step(of: code, at: now, after: -1) == (isGood ? step + offset : nil), "\(offset)")
        }
        let code = Self.secret.code(at: step)
        #expect(Self.secret.step(of: code, at: now, after: step) == nil, "each code is good once")
        #expect(Self.secret.step(of: code, at: now, after: step - 1) == step)
        for wrong in ["", "00000", code + "0", "abcdef", " " + code] {
            #expect(Self.secret.step(of: wrong, at: now, after: -1) == nil)
        }
        #expect(Self.secret.step(of: Self.secret.code(at: 0), at: 0, after: -1) == 0)
    }

    @Test func writesBase32AsRFC4648Says() {
        let pairs = [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ]
        for (plain, text) in pairs {
            #expect(Base32.text(Array(plain.utf8)) == text)
            #expect(Base32.bytes(text) == Array(plain.utf8))
        }
        for wrong in ["M", "MZ1", "my", "MZ======", "MZXW6YQQQ", "M8"] {
            #expect(Base32.bytes(wrong) == nil, "\(wrong)")
        }
    }

    @Test func secretsAreFreshAndSayNothing() {
        let (one, other) = (TimeCode(), TimeCode())
        #expect(one.secret.count == 20 && one.secret != other.secret)
        #expect(TimeCode(one.text)?.secret == one.secret && TimeCode("") == nil && TimeCode("1") == nil)
        #expect("\(one)" == "TimeCode")
        let address = Self.secret.address(issuer: "邻 里", account: "a@b")
        #expect(
            address == "otpauth://totp/%E9%82%BB%20%E9%87%8C:a%40b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=%E9%82%BB%20%E9%87%8C&algorithm=SHA1&digits=6&period=30")
    }

    @Test func recoveryCodesAreReadHoweverTheyAreWritten() throws {
        let code = RecoveryCode()
        #expect(code.text.count == 27 && code.text.split(separator: "-").allSatisfy { $0.count == 6 })
        #expect(RecoveryCode(code.text) == code && RecoveryCode(code.text)?.digest == code.digest)
        let plain = code.text.filter { $0 != "-" }
        #expect(RecoveryCode(plain.lowercased()) == code && RecoveryCode(" " + plain + " ") == code)
        #expect(
            RecoveryCode("OIL" + String(repeating: "7", count: 21))
                == RecoveryCode("011" + String(repeating: "7", count: 21)))
        for wrong in ["", "123456", String(plain.dropLast()), plain + "7", "U" + plain.dropFirst()] {
            #expect(RecoveryCode(wrong) == nil, "\(wrong)")
        }
        #expect("\(code)" == "RecoveryCode" && RecoveryCode() != code)
    }
}
